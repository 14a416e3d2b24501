import type { Action } from "../../action.js";

export const action: Action = {
  rule: "User namespace created by an unexpected program",
  does: "makes a user namespace",
  disabled: true,
  run: (s) => s.deed("unshare", "user"),
};
