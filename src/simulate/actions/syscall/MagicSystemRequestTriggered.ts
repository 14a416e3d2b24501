import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Magic system request triggered",
  does: "writes /proc/sysrq-trigger, in a /proc of its own",
  disabled: true,
  run: (s) => s.below("/proc", "/proc/sysrq-trigger"),
};
