import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Firewall switched off",
  does: "starts an iptables that does nothing",
  disabled: true,
  run: (s) => s.pretend("iptables -F"),
};
