import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Create Hidden Files or Directories",
  does: "makes a scratch directory whose name starts with a dot",
  disabled: true,
  run: (s) => s.deed("mkdir", s.path(".hidden")),
};
