import type { Action } from "../../action.js";

export const action: Action = {
  rule: "eBPF objects of another program taken",
  does: "takes a descriptor of the first eBPF program that there is, and gives it back",
  disabled: true,
  run: (s) => s.deed("take"),
};
