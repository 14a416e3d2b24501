import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Container Access to Host Sensitive Paths",
  does: "writes a file below a /host of its own, in a container",
  disabled: true,
  run: (s) => s.inContainer("private", "/mnt", "dirs", "/mnt/host/etc", "root", "/mnt", "write", "/host/etc/shadow"),
};
