import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Write below monitored dir",
  does: "writes a file in a /usr/local/lib of its own",
  disabled: true,
  run: (s) => s.below("/usr/local/lib", "/usr/local/lib/saker-simulate"),
};
