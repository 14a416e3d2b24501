import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Container Access to Host Sensitive Paths",
  does: "reads a file below a /mnt/host of its own, in a container",
  disabled: true,
  run: (s) => s.inContainer("private", "/mnt", "dirs", "/mnt/host/etc", "write", "/mnt/host/etc/shadow"),
};
