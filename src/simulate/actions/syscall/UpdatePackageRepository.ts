import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Update Package Repository",
  does: "writes an apt source in an /etc of its own",
  disabled: true,
  run: (s) => s.below("/etc", "/etc/apt/sources.list.d/x.list"),
};
