import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Kernel module loaded by an unexpected program",
  does: "offers the kernel bytes that are no module",
  disabled: true,
  run: (s) => s.deed("init"),
};
