import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Root directory changed in a container",
  does: "changes its root directory to itself, in a container",
  disabled: true,
  run: (s) => s.inContainer("raw", "chroot", "@/"),
};
