import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Search Private Keys or Passwords",
  does: "looks for id_rsa with find, in an empty directory",
  run: (s) => s.program("find", [s.directory("home"), "-maxdepth", "1", "-iname", "id_rsa"]),
};
