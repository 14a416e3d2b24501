import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Read environment variable from /proc files",
  does: "reads /proc/self/environ, in a container",
  disabled: true,
  run: (s) => s.inContainer("read", "/proc/self/environ"),
};
