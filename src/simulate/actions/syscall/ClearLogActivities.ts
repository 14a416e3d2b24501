import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Clear Log Activities",
  does: "empties a file called syslog",
  run: (s) => s.deed("truncate", s.file("syslog", "line\n")),
  pace: (s) => ["truncate", s.path("syslog")],
};
