import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Non sudo setuid",
  does: "becomes a service account and asks to be root again, which is refused",
  disabled: true,
  run: (s) => s.deed("uid", "2", "raw", "setuid", "0"),
};
