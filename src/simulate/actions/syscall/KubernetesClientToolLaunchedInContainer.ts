import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Kubernetes Client Tool Launched in Container",
  does: "starts a kubectl that does nothing, in a container",
  disabled: true,
  run: (s) => s.pretendInContainer("kubectl get pods"),
};
