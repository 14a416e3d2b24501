import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Web Server Spawned Shell",
  does: "is called httpd and starts a shell",
  disabled: true,
  run: (s) => s.deed("named", s.path("httpd"), "shell", ": injected"),
};
