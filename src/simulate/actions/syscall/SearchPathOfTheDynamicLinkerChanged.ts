import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Search path of the dynamic linker changed",
  does: "writes /etc/ld.so.conf.d/x.conf, in a /etc of its own",
  disabled: true,
  run: (s) => s.below("/etc", "/etc/ld.so.conf.d/x.conf"),
};
