import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Container Drift Detected (chmod)",
  does: "makes a scratch file executable, in a container",
  disabled: true,
  run: (s) => s.inContainer("chmod", s.file("tool"), "755"),
};
