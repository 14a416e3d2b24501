import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Cloud or cluster credentials read by a tool",
  does: "reads scratch credentials with cat",
  disabled: true,
  run: (s) => s.program("cat", [s.file(".aws/credentials", "x")]),
};
