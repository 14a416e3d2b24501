import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Launch Excessively Capable Container",
  does: "is the first program of a container that has CAP_SYS_ADMIN, but may not touch hardware or modules",
  disabled: true,
  run: (s) =>
    // 16 = CAP_SYS_MODULE, 17 = CAP_SYS_RAWIO
    s.inContainer("drop", "16,17", "pidns", "run", "/bin/true"),
};
