import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Processor registers opened for writing",
  does: "writes /dev/cpu/0/msr, in a /dev of its own",
  disabled: true,
  run: (s) => s.below("/dev", "/dev/cpu/0/msr"),
};
