import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Write below rpm database",
  does: "writes a file in a /var/lib/rpm of its own",
  disabled: true,
  run: (s) => s.below("/var/lib", "/var/lib/rpm/x"),
};
