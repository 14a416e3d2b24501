import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Launch Sensitive Mount Container",
  does: "is called runc and mounts /etc elsewhere, as an engine does; only it sees the mount",
  disabled: true,
  run: (s) => s.deed("as", s.path("runc"), "bind", "/etc", s.directory("second")),
};
