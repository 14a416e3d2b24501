import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Systemd unit changed",
  does: "writes /etc/systemd/system/x.service, in a /etc of its own",
  disabled: true,
  run: (s) => s.below("/etc", "/etc/systemd/system/x.service"),
};
