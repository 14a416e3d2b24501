import type { Action } from "../../action.js";

export const action: Action = {
  rule: "System user interactive",
  does: "runs login on a terminal as a service account",
  run: (s) => {
    const login = s.path("login");
    return s.deed("pty", "as", login, "uid", "2", "run", login, "idle");
  },
};
