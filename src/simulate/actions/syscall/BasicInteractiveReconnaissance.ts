import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Basic Interactive Reconnaissance",
  does: "starts whoami on a terminal",
  disabled: true,
  run: (s) => s.deed("pty", "run", "whoami"),
};
