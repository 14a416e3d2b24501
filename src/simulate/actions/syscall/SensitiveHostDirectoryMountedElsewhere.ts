import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Sensitive host directory mounted elsewhere",
  does: "mounts /etc elsewhere; only it sees the mount",
  disabled: true,
  run: (s) => s.deed("bind", "/etc", s.directory("second")),
};
