import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Network Tool Executed During NPM Package Install",
  does: "is called npm and starts a curl that does nothing",
  disabled: true,
  run: (s) => s.deed("named", s.path("npm"), "child", "run", s.tool("curl"), "x"),
};
