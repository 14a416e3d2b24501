import type { Action } from "../../action.js";

export const action: Action = {
  rule: "PAM changed",
  does: "writes /etc/pam.d/sshd, in a /etc of its own",
  disabled: true,
  run: (s) => s.below("/etc", "/etc/pam.d/sshd"),
};
