import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Another kernel prepared for start",
  does: "asks for another kernel with descriptors that are none",
  disabled: true,
  run: (s) => s.deed("raw", "kexec_file_load", "-1", "-1", "0", "0", "0"),
};
