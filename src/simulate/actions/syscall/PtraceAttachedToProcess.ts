import type { Action } from "../../action.js";

export const action: Action = {
  rule: "PTRACE attached to process",
  does: "attaches to a child of its own",
  run: (s) => s.deed("attach", "attach"),
};
