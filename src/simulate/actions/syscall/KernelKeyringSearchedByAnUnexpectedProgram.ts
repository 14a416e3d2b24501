import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Kernel keyring searched by an unexpected program",
  does: "reads the keyring of its own process",
  disabled: true,
  run: (s) =>
    // 11 = KEYCTL_READ, -2 = KEY_SPEC_PROCESS_KEYRING
    s.deed("raw", "keyctl", "0", "-2", "1", "then", "keyctl", "11", "-2", "0", "0"),
};
