import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Memory of another process written",
  does: "opens its own memory for writing by /proc",
  disabled: true,
  run: (s) => s.attempt("write", "/proc/self/mem"),
};
