import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Unexpected K8s NodePort Connection",
  does: "connects to port 30080 in a network of its own, in a container",
  disabled: true,
  run: (s) => s.inContainer("dial", "10.1.2.3", "30080"),
};
