import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Preload list of the dynamic linker changed",
  does: "writes /etc/ld.so.preload, in a /etc of its own",
  disabled: true,
  run: (s) => s.below("/etc", "/etc/ld.so.preload"),
};
