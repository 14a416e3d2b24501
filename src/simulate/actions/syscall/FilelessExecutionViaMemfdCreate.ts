import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Fileless execution via memfd_create",
  does: "runs a program that exists in memory only",
  run: (s) => s.deed("memfd", "path", "idle"),
};
