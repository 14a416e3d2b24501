import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Launch Suspicious Network Tool in Container",
  does: "starts an nmap that does nothing, in a container",
  disabled: true,
  run: (s) => s.pretendInContainer("nmap -sn 192.168.1.0/24"),
};
