import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Read sensitive file untrusted",
  does: "reads /etc/shadow",
  run: (s) => s.deed("read", "/etc/shadow"),
  pace: () => ["read", "/etc/shadow"],
};
