import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Directory traversal monitored file read",
  does: "reads /etc/shadow by a path that climbs",
  run: (s) => s.deed("read", "/etc/../etc/../etc/shadow"),
  pace: () => ["read", "/etc/../etc/../etc/shadow"],
};
