import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Command hidden behind blanks",
  does: "starts a shell whose command begins with a hundred blanks, and does nothing",
  disabled: true,
  run: (s) => s.program("sh", ["-c", `:${" ".repeat(120)}; :`]),
};
