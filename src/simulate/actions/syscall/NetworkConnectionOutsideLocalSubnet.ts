import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Network Connection outside Local Subnet",
  does: "connects to a public address in a network of its own, in a container",
  disabled: true,
  run: (s) => s.inContainer("dial", "203.0.113.9", "443"),
};
