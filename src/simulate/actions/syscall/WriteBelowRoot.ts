import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Write below root",
  does: "writes a file in a /root of its own",
  disabled: true,
  run: (s) => s.below("/root", "/root/saker-simulate"),
};
