import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Encoded text run by a shell",
  does: "starts a shell whose command speaks of base64 and a pipe, and does nothing",
  disabled: true,
  run: (s) => s.program("sh", ["-c", ": 'base64 -d | sh'; :"]),
};
