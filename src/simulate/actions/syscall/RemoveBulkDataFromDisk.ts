import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Remove Bulk Data from Disk",
  does: "wipes a scratch file with shred",
  run: (s) => s.program("shred", ["-u", s.file("data")]),
};
