import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Process renames itself to a kernel thread",
  does: "calls itself kworker/0:1",
  disabled: true,
  run: (s) => s.deed("call", "kworker/0:1", "idle"),
};
