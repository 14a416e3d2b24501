import type { Action } from "../../action.js";

export const action: Action = {
  rule: "File reached through a process's root",
  does: "reads a file through /proc/self/root",
  disabled: true,
  run: (s) => s.deed("read", "/proc/self/root/etc/hostname"),
};
