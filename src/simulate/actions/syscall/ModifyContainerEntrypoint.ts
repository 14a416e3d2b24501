import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Modify Container Entrypoint",
  does: "opens a descriptor of its own for writing by /proc/self/fd, in a container",
  disabled: true,
  run: (s) => s.inContainer("run", "sh", "-c", `exec 5>${s.path("file")}; : > /proc/self/fd/5`),
};
