import { type Action, ErrSkipped } from "../../action.js";

export const action: Action = {
  rule: "Kernel module removed by an unexpected program",
  does: "is left out: the rule fires for a module that is gone, and nothing here removes one",
  disabled: true,
  run: async () => {
    throw new ErrSkipped("it would take a kernel module that may be removed");
  },
};
