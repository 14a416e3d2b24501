import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Disallowed SSH Connection Non Standard Port",
  does: "is called ssh and connects to port 443, in a network of its own",
  run: (s) => s.deed("as", s.path("ssh"), "dial", "203.0.113.9", "443"),
};
