import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Change namespace privileges via unshare",
  does: "makes a user namespace without CAP_SYS_ADMIN, in a container",
  disabled: true,
  run: (s) =>
    // 21 = CAP_SYS_ADMIN
    s.inContainer("drop", "21", "unshare", "user"),
};
