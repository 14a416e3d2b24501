import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Modify Shell Configuration File",
  does: "writes a scratch .bashrc",
  disabled: true,
  run: (s) => s.deed("write", s.path(".bashrc")),
};
