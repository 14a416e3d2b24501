import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Program with a system's name in a foreign place",
  does: "starts an sshd in /tmp that does nothing",
  disabled: true,
  run: (s) => s.pretend("sshd"),
};
