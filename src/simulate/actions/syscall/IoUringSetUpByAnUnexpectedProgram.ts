import type { Action } from "../../action.js";

export const action: Action = {
  rule: "io_uring set up by an unexpected program",
  does: "sets up a ring and does nothing with it",
  disabled: true,
  run: (s) => s.deed("raw", "io_uring_setup", "4", "#120"),
};
