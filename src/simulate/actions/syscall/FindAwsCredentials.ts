import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Find AWS Credentials",
  does: "looks for .aws/credentials with find, in an empty directory",
  run: (s) => s.program("find", [s.directory("home"), "-maxdepth", "1", "-iname", ".aws/credentials"]),
};
