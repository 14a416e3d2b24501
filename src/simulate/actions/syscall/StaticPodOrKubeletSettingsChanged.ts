import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Static pod or kubelet settings changed",
  does: "writes /etc/kubernetes/manifests/x.yaml, in a /etc of its own",
  disabled: true,
  run: (s) => s.below("/etc", "/etc/kubernetes/manifests/x.yaml"),
};
