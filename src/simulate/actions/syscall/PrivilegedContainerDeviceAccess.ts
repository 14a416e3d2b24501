import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Privileged Container Device Access",
  does: "opens what is called /dev/sda in a /dev of its own, in a container",
  disabled: true,
  run: (s) => s.inContainer("private", "/dev", "write", "/dev/sda"),
};
