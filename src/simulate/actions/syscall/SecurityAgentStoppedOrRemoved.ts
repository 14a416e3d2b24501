import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Security agent stopped or removed",
  does: "starts a systemctl that does nothing with the name of an agent",
  disabled: true,
  run: (s) => s.pretend("systemctl stop auditd"),
};
