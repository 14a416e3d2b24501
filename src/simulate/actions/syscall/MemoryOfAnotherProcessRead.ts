import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Memory of another process read",
  does: "reads memory by /proc/PID/mem",
  disabled: true,
  run: (s) => s.program("sh", ["-c", "cat /proc/$$/mem; :"]),
};
