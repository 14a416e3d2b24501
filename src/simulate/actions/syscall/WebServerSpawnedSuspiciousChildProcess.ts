import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Web Server Spawned Suspicious Child Process",
  does: "is called httpd and starts whoami",
  disabled: true,
  run: (s) => s.deed("named", s.path("httpd"), "child", "run", "whoami"),
};
