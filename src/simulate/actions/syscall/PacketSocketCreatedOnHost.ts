import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Packet socket created on host",
  does: "opens a packet socket",
  disabled: true,
  run: (s) => s.deed("packet"),
};
