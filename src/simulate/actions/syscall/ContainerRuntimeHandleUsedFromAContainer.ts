import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Container runtime handle used from a container",
  does: "links to a handle, in a container",
  disabled: true,
  run: (s) => s.inContainer("symlink", "/proc/self/fd/7", s.path("link")),
};
