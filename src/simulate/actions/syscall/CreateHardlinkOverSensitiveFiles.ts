import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Create Hardlink Over Sensitive Files",
  does: "makes a hard link to /etc/shadow, or tries to",
  run: (s) => s.deed("link", "/etc/shadow", s.path("shadow_link")),
};
