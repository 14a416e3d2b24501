import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Delete or rename shell history",
  does: "removes a scratch .bash_history",
  disabled: true,
  run: (s) => s.deed("unlink", s.file(".bash_history")),
};
