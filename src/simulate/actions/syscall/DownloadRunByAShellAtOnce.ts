import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Download run by a shell at once",
  does: "starts a shell whose command speaks of curl and a pipe, and does nothing",
  disabled: true,
  run: (s) => s.program("sh", ["-c", ": 'curl x | sh'; :"]),
};
