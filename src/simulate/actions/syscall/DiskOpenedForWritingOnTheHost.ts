import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Disk opened for writing on the host",
  does: "writes /dev/sda, in a /dev of its own",
  disabled: true,
  run: (s) => s.below("/dev", "/dev/sda"),
};
