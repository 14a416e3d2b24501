import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Process moved between control groups from a container",
  does: "writes a scratch file called cgroup.procs, in a container",
  disabled: true,
  run: (s) => s.inContainer("write", s.path("cgroup/cgroup.procs")),
};
