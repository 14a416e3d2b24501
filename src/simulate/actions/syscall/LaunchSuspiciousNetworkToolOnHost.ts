import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Launch Suspicious Network Tool on Host",
  does: "starts an nmap that does nothing",
  disabled: true,
  run: (s) => s.pretend("nmap -sn 192.168.1.0/24"),
};
