import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Set Setuid or Setgid bit",
  does: "sets the setuid bit of a scratch file",
  disabled: true,
  run: (s) => s.deed("chmod", s.file("tool"), "4755"),
  pace: (s) => ["chmod", s.file("tool"), "4755"],
};
