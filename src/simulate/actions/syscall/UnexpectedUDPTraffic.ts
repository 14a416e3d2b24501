import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Unexpected UDP Traffic",
  does: "sends a datagram to port 22, in a network of its own",
  disabled: true,
  run: (s) => s.deed("udp", "203.0.113.9", "22"),
};
