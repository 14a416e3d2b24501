import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Linux Kernel Module Injection Detected",
  does: "offers the kernel a file that is no module, in a container",
  run: (s) => s.inContainer("finit", s.file("rootkit.ko")),
};
