import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Files of a security agent changed",
  does: "writes /etc/saker/rules.d/x.yaml, in a /etc of its own",
  disabled: true,
  run: (s) => s.below("/etc", "/etc/saker/rules.d/x.yaml"),
};
