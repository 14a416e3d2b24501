import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Core dump handler changed",
  does: "writes /proc/sys/kernel/core_pattern, in a /proc/sys/kernel of its own",
  disabled: true,
  run: (s) => s.below("/proc/sys/kernel", "/proc/sys/kernel/core_pattern"),
};
