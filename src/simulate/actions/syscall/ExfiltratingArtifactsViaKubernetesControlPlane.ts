import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Exfiltrating Artifacts via Kubernetes Control Plane",
  does: "packs a scratch file with tar as the first program of a container",
  disabled: true,
  run: (s) =>
    s.inContainer("named", s.path("runc"), "child", "run", "tar", "-cf", s.path("out.tar"), s.file("secret", "x")),
};
