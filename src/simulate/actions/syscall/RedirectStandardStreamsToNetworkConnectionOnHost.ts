import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Redirect standard streams to network connection on host",
  does: "ties the output of a shell to a loopback connection",
  disabled: true,
  run: (s) => s.deed("revshell", "dup2", "socket", "1"),
};
