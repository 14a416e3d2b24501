import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Network Tool Executed During NPM Package Install",
  does: "is called npm and starts an nmap that does nothing, in a container",
  disabled: true,
  run: (s) => s.inContainer("named", s.path("npm"), "child", "run", s.tool("nmap"), "x"),
};
