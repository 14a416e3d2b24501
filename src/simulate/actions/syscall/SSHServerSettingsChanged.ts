import type { Action } from "../../action.js";

export const action: Action = {
  rule: "SSH server settings changed",
  does: "writes /etc/ssh/sshd_config, in a /etc of its own",
  disabled: true,
  run: (s) => s.below("/etc", "/etc/ssh/sshd_config"),
};
