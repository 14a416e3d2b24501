import type { Action } from "../../action.js";

export const action: Action = {
  does: "runs a shell that runs ls",
  run: (s) => s.program("sh", ["-c", "ls / > /dev/null"]),
};
