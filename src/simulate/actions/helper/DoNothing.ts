import type { Action } from "../../action.js";

export const action: Action = {
  does: "does nothing, as a program of its own",
  run: (s) => s.deed("idle"),
};
