import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Kernel helper program changed",
  does: "writes /proc/sys/kernel/modprobe, in a /proc/sys/kernel of its own",
  disabled: true,
  run: (s) => s.below("/proc/sys/kernel", "/proc/sys/kernel/modprobe"),
};
