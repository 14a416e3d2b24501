import type { Action } from "../../action.js";

export const action: Action = {
  does: "listens and takes a connection, in a network of its own",
  run: (s) => s.deed("dial", "10.2.3.4"),
};
