import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Create files below dev",
  does: "makes a file in a /dev of its own",
  disabled: true,
  run: (s) => s.below("/dev", "/dev/saker-simulate"),
};
