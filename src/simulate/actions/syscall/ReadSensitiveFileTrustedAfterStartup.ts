import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Read sensitive file trusted after startup",
  does: "is a web server that reads /etc/shadow when it has been up for more than five seconds",
  run: (s) =>
    s.deed("private", "/usr/local/sbin", "as", "/usr/local/sbin/httpd", "after", "5300", "read", "/etc/shadow"),
};
