import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Namespaces of init entered",
  does: "starts an nsenter that does nothing",
  disabled: true,
  run: (s) => s.pretend("nsenter -t 1 -m sh"),
};
