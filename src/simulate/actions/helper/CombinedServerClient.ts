import type { Action } from "../../action.js";

export const action: Action = {
  does: "sends bytes to itself by UDP, in a network of its own",
  run: (s) => s.deed("exchange", "cafebabe"),
};
