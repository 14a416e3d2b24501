import type { Action } from "../../action.js";

export const action: Action = {
  rule: "User mgmt binaries",
  does: "starts a vipw that does nothing",
  disabled: true,
  run: (s) => s.pretend("vipw x"),
};
