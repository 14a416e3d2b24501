import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Interpreted procs outbound network activity",
  does: "is called lua and connects, in a network of its own",
  disabled: true,
  run: (s) => s.deed("as", s.path("lua"), "dial", "203.0.113.9", "443"),
};
