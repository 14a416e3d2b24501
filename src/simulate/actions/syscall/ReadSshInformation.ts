import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Read ssh information",
  does: "reads .ssh/known_hosts in a /home of its own",
  disabled: true,
  run: (s) => s.below("/home", "/home/user/.ssh/known_hosts", "reread"),
};
