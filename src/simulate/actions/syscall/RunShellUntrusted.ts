import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Run shell untrusted",
  does: "is called httpd and starts a shell",
  run: (s) => s.deed("named", s.path("httpd"), "shell", ": injected"),
};
