import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Packet socket created in container",
  does: "opens a packet socket, in a container",
  run: (s) => s.inContainer("packet"),
};
