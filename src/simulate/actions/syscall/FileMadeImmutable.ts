import type { Action } from "../../action.js";

export const action: Action = {
  rule: "File made immutable",
  does: "starts a chattr that does nothing",
  disabled: true,
  run: (s) => s.pretend("chattr +i x"),
};
