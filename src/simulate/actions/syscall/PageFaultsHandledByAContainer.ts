import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Page faults handled by a container",
  does: "makes a userfaultfd, in a container",
  disabled: true,
  run: (s) => s.inContainer("raw", "userfaultfd", "1"),
};
