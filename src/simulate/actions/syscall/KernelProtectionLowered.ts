import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Kernel protection lowered",
  does: "writes /proc/sys/kernel/randomize_va_space, in a /proc/sys/kernel of its own",
  disabled: true,
  run: (s) => s.below("/proc/sys/kernel", "/proc/sys/kernel/randomize_va_space"),
};
