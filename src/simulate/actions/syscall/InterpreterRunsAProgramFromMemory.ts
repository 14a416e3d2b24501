import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Interpreter runs a program from memory",
  does: "has a shell read its script from a descriptor",
  disabled: true,
  run: (s) => s.program("sh", ["/proc/self/fd/9"]),
};
