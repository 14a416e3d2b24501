import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Container Drift Detected (open+create)",
  does: "makes an executable scratch file, in a container",
  disabled: true,
  run: (s) => s.inContainer("as", s.path("tool"), "idle"),
};
