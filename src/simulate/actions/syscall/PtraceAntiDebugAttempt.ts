import type { Action } from "../../action.js";

export const action: Action = {
  rule: "PTRACE anti-debug attempt",
  does: "asks to be traced",
  run: (s) => s.deed("traceme"),
};
