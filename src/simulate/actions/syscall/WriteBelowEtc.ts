import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Write below etc",
  does: "writes a file in an /etc of its own",
  disabled: true,
  run: (s) => s.below("/etc", "/etc/saker-simulate"),
};
