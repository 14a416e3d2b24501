import type { Action } from "../../action.js";

export const action: Action = {
  does: "sends a datagram, in a network of its own",
  run: (s) => s.deed("udp", "10.2.3.4", "8192"),
};
