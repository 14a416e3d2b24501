import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Capability given to a program file",
  does: "starts a setcap that does nothing",
  disabled: true,
  run: (s) => s.pretend("setcap cap_net_raw+ep x"),
};
