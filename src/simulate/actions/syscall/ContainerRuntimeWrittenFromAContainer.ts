import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Container runtime written from a container",
  does: "writes a scratch file called runc, in a container",
  disabled: true,
  run: (s) => s.inContainer("write", s.path("runc")),
};
