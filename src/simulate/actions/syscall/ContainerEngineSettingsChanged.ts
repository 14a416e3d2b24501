import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Container engine settings changed",
  does: "writes /etc/docker/daemon.json, in a /etc of its own",
  disabled: true,
  run: (s) => s.below("/etc", "/etc/docker/daemon.json"),
};
