import type { Action } from "../../action.js";

export const action: Action = {
  does: "sends a datagram to a public address, in a network of its own",
  run: (s) => s.deed("udp", "203.0.113.9", "53"),
};
