import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Sudo Potential Privilege Escalation",
  does: "starts a sudoedit that does nothing, with the arguments of CVE-2021-3156",
  disabled: true,
  run: (s) => s.pretend("sudoedit -u daemon -s ls\\", { uid: 2 }),
};
