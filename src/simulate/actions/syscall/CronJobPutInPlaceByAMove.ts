import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Cron job put in place by a move",
  does: "moves a file to /etc/cron.d/x, in a /etc of its own",
  disabled: true,
  run: (s) => s.below("/etc", "/etc/cron.d/x", "swap"),
};
