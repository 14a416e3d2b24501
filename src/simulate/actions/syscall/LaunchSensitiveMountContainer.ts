import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Launch Sensitive Mount Container",
  does: "is called runc and mounts /etc elsewhere, as an engine does, then starts the container; only it sees the mount",
  disabled: true,
  run: async (s) => {
    await s.deed("as", s.path("runc"), "bind", "/etc", s.directory("second"));
    await s.inContainer("pidns", "run", "/bin/true");
  },
};
