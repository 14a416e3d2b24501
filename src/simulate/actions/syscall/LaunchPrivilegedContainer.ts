import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Launch Privileged Container",
  does: "is the first program of a container with all capabilities",
  disabled: true,
  run: (s) => s.inContainer("pidns", "run", "/bin/true"),
};
