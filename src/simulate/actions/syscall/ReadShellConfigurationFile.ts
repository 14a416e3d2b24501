import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Read Shell Configuration File",
  does: "reads a scratch .bashrc",
  disabled: true,
  run: (s) => s.deed("read", s.file(".bashrc", "x")),
  pace: (s) => ["read", s.file(".bashrc", "x")],
};
