import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Account database changed by a stranger",
  does: "writes /etc/passwd, in a /etc of its own",
  disabled: true,
  run: (s) => s.below("/etc", "/etc/passwd"),
};
