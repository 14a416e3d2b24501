import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Create Symlink Over Sensitive Files",
  does: "makes a symbolic link to /etc",
  run: (s) => s.deed("symlink", "/etc", s.path("etc_link")),
};
