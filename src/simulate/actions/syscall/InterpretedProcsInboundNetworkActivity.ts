import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Interpreted procs inbound network activity",
  does: "is called lua and listens, in a network of its own",
  disabled: true,
  run: (s) => s.deed("as", s.path("lua"), "dial", "203.0.113.9", "8080"),
};
