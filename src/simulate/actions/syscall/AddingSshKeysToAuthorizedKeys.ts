import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Adding ssh keys to authorized_keys",
  does: "writes .ssh/authorized_keys in a /home of its own",
  disabled: true,
  run: (s) => s.below("/home", "/home/user/.ssh/authorized_keys"),
};
