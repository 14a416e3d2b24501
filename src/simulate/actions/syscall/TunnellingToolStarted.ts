import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Tunnelling tool started",
  does: "starts an ngrok that does nothing",
  disabled: true,
  run: (s) => s.pretend("ngrok"),
};
