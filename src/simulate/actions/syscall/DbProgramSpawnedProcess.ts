import type { Action } from "../../action.js";

export const action: Action = {
  rule: "DB program spawned process",
  does: "is called mysqld and starts a program",
  disabled: true,
  run: (s) => s.deed("named", s.path("mysqld"), "child", "run", "ls", "/"),
};
