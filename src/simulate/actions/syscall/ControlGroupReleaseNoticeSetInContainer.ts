import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Control group release notice set in container",
  does: "writes a scratch file called notify_on_release, in a container",
  disabled: true,
  run: (s) => s.inContainer("write", s.path("notify_on_release")),
};
