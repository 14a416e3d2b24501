import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Device rule changed",
  does: "writes /etc/udev/rules.d/99-x.rules, in a /etc of its own",
  disabled: true,
  run: (s) => s.below("/etc", "/etc/udev/rules.d/99-x.rules"),
};
