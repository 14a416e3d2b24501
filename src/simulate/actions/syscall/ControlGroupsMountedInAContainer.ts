import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Control groups mounted in a container",
  does: "mounts the control groups, in a container; only it sees the mount",
  disabled: true,
  run: (s) => s.inContainer("mountfs", "cgroup2", "/mnt"),
};
