import type { Action } from "../../action.js";

export const action: Action = {
  rule: "System procs network activity",
  does: "is called sha1sum and connects, in a network of its own",
  disabled: true,
  run: (s) => s.deed("as", s.path("sha1sum"), "dial", "10.2.3.4", "8192"),
};
