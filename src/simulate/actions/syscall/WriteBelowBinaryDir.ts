import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Write below binary dir",
  does: "writes a file in a /usr/sbin of its own",
  disabled: true,
  run: (s) => s.below("/usr/sbin", "/usr/sbin/saker-simulate"),
};
