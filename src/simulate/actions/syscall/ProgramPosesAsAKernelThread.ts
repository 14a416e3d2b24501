import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Program poses as a kernel thread",
  does: "starts a program called kworker-0 that does nothing",
  disabled: true,
  run: (s) => s.pretend("kworker-0"),
};
