import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Change thread namespace",
  does: "enters the namespace that it is in",
  disabled: true,
  run: (s) => s.deed("setns"),
  pace: () => ["setns"],
};
