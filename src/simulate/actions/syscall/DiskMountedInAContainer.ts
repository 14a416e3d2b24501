import { type Action, ErrSkipped } from "../../action.js";

export const action: Action = {
  rule: "Disk mounted in a container",
  does: "is left out: the rule fires for a disk that was mounted",
  disabled: true,
  run: async () => {
    throw new ErrSkipped("it would take a disk that may be mounted");
  },
};
