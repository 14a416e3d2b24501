import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Contact cloud metadata service from container",
  does: "connects to the metadata address in a network of its own, in a container",
  disabled: true,
  run: (s) => s.inContainer("dial", "169.254.169.254", "8080"),
};
