import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Attack tool started",
  does: "starts a hydra that does nothing",
  disabled: true,
  run: (s) => s.pretend("hydra"),
};
