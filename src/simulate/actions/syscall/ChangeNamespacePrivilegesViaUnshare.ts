import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Change namespace privileges via unshare",
  does: "asks for a namespace without CAP_SYS_ADMIN, in a container",
  disabled: true,
  run: (s) =>
    // 21 = CAP_SYS_ADMIN; being refused is enough
    s.attempt(...s.asContainer(), "drop", "21", "unshare", "uts"),
};
