import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Terminal shell in container",
  does: "starts a shell on a terminal, in a container, as an engine does",
  run: (s) => s.inContainer("named", s.path("runc"), "pty", "run", "sh", "-c", ":"),
};
