import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Contact K8S API Server From Container",
  does: "connects to port 6443 in a network of its own, in a container",
  run: (s) => s.inContainer("dial", "10.96.0.1", "6443"),
};
