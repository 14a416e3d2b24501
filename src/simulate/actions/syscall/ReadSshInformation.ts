import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Read ssh information",
  does: "reads a scratch .ssh/known_hosts",
  disabled: true,
  run: (s) => s.deed("read", s.file(".ssh/known_hosts", "host")),
};
