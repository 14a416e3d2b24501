import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Reverse shell on a command line",
  does: "starts a shell whose command names /dev/tcp, and does nothing",
  disabled: true,
  run: (s) => s.program("sh", ["-c", ": /dev/tcp/203.0.113.9/1; :"]),
};
