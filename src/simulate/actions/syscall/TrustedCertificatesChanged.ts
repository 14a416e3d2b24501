import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Trusted certificates changed",
  does: "writes /usr/local/share/ca-certificates/x.crt, in a /usr/local/share of its own",
  disabled: true,
  run: (s) => s.below("/usr/local/share", "/usr/local/share/ca-certificates/x.crt"),
};
