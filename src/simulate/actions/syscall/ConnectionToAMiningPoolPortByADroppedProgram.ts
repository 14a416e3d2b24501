import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Connection to a mining pool port by a dropped program",
  does: "is a program in /tmp that connects to port 3333, in a network of its own",
  disabled: true,
  run: (s) => s.deed("as", s.path("x"), "dial", "203.0.113.9", "3333"),
};
