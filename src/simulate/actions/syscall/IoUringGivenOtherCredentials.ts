import type { Action } from "../../action.js";

export const action: Action = {
  rule: "io_uring given other credentials",
  does: "registers its credentials with a ring",
  disabled: true,
  run: (s) =>
    // 9 = IORING_REGISTER_PERSONALITY
    s.deed("raw", "io_uring_setup", "4", "#120", "then", "io_uring_register", "=", "9", "0", "0"),
};
