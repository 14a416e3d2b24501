import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Adding ssh keys to authorized_keys",
  does: "writes a scratch .ssh/authorized_keys",
  disabled: true,
  run: (s) => s.deed("write", s.path(".ssh/authorized_keys")),
  pace: (s) => ["write", s.path(".ssh/authorized_keys")],
};
