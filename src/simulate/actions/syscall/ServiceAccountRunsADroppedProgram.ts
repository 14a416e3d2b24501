import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Service account runs a dropped program",
  does: "starts a program in /tmp as a service account",
  disabled: true,
  run: (s) => s.pretend("tool", { uid: 2 }),
};
