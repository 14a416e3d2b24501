import type { Action } from "../../action.js";

export const action: Action = {
  does: "runs ls",
  run: (s) => s.program("ls", ["/"]),
};
