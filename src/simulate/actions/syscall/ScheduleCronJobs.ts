import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Schedule Cron Jobs",
  does: "writes /etc/cron.d/x in an /etc of its own",
  disabled: true,
  run: (s) => s.below("/etc", "/etc/cron.d/x"),
};
