import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Program run with disallowed http proxy env",
  does: "starts a curl that does nothing with a proxy in its environment",
  disabled: true,
  run: (s) =>
    s.pretend("curl http://example.com", {
      env: { HTTP_PROXY: "http://my.http.proxy.com", http_proxy: "http://my.http.proxy.com" },
    }),
};
