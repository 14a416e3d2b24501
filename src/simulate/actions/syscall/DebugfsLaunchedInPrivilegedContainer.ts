import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Debugfs Launched in Privileged Container",
  does: "starts a debugfs that does nothing, in a container",
  run: (s) => s.pretendInContainer("debugfs -V"),
};
