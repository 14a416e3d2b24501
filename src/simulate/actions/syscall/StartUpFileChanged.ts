import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Start-up file changed",
  does: "writes /etc/rc.local, in a /etc of its own",
  disabled: true,
  run: (s) => s.below("/etc", "/etc/rc.local"),
};
