import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Detect outbound connections to common miner pool ports",
  does: "connects to port 3333 of a public address, in a network of its own",
  disabled: true,
  run: (s) => s.deed("dial", "203.0.113.9", "3333"),
};
