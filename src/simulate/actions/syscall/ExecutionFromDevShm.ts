import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Execution from /dev/shm",
  does: "runs a program in a /dev/shm of its own",
  run: (s) => s.deed("private", "/dev/shm", "as", "/dev/shm/tool", "idle"),
};
