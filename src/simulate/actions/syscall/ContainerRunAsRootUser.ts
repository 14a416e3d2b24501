import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Container Run as Root User",
  does: "is the first program of a container, as root",
  disabled: true,
  run: (s) => s.inContainer("pidns", "run", "/bin/true"),
};
