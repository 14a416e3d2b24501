import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Shell history switched off",
  does: "starts a shell with HISTFILE set to /dev/null",
  disabled: true,
  run: (s) => s.program("bash", ["-c", ":"], { env: { HISTFILE: "/dev/null" } }),
};
