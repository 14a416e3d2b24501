import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Launch Ingress Remote File Copy Tools in Container",
  does: "starts a wget that does nothing, in a container",
  disabled: true,
  run: (s) => s.pretendInContainer("wget -V"),
};
