import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Descriptor taken out of another process",
  does: "takes a descriptor out of itself by its number",
  disabled: true,
  run: (s) => s.deed("raw", "pidfd_open", "$", "0", "then", "pidfd_getfd", "=", "0", "0"),
};
