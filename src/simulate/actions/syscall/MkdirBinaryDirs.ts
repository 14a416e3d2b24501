import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Mkdir binary dirs",
  does: "makes a directory in a /usr/sbin of its own",
  disabled: true,
  run: (s) => s.deed("private", "/usr/sbin", "mkdir", "/usr/sbin/saker-simulate"),
};
