import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Program removes its own file",
  does: "is a program in /tmp that removes its file",
  disabled: true,
  run: (s) => {
    const path = s.path("x");
    return s.deed("as", path, "unlink", path);
  },
};
