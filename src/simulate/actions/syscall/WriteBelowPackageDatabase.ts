import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Write below package database",
  does: "writes /var/lib/dpkg/status, in a /var/lib of its own",
  disabled: true,
  run: (s) => s.below("/var/lib", "/var/lib/dpkg/status"),
};
