import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Kernel memory opened",
  does: "writes /dev/mem, in a /dev of its own",
  disabled: true,
  run: (s) => s.below("/dev", "/dev/mem"),
};
