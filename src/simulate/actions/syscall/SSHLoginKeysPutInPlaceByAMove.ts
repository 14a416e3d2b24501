import type { Action } from "../../action.js";

export const action: Action = {
  rule: "SSH login keys put in place by a move",
  does: "moves a file to /mnt/.ssh/authorized_keys, in a /mnt of its own",
  disabled: true,
  run: (s) => s.below("/mnt", "/mnt/.ssh/authorized_keys", "swap"),
};
