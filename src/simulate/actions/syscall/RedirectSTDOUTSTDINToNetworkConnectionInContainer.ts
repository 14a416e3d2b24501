import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Redirect STDOUT/STDIN to Network Connection in Container",
  does: "ties the input of a shell to a loopback connection, in a container",
  run: (s) => s.inContainer("revshell", "dup2", "socket", "0"),
};
