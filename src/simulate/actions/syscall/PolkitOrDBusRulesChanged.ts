import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Polkit or D-Bus rules changed",
  does: "writes /etc/polkit-1/rules.d/x.rules, in a /etc of its own",
  disabled: true,
  run: (s) => s.below("/etc", "/etc/polkit-1/rules.d/x.rules"),
};
