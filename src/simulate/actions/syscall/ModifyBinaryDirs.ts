import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Modify binary dirs",
  does: "renames a file in a /usr/sbin of its own",
  disabled: true,
  run: (s) => s.deed("private", "/usr/sbin", "swap", "/usr/sbin/saker-simulate"),
};
