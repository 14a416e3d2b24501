import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Cloud metadata service asked on the host",
  does: "connects to the metadata address, in a network of its own",
  disabled: true,
  run: (s) => s.deed("dial", "169.254.169.254", "80"),
};
