import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Reverse Shell from Web Server",
  does: "is called httpd and starts a shell whose command names /dev/tcp",
  disabled: true,
  run: (s) => s.deed("named", s.path("httpd"), "shell", ": /dev/tcp/203.0.113.9/443"),
};
