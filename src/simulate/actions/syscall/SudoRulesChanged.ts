import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Sudo rules changed",
  does: "writes /etc/sudoers.d/x, in a /etc of its own",
  disabled: true,
  run: (s) => s.below("/etc", "/etc/sudoers.d/x"),
};
