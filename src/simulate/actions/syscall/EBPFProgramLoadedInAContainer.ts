import type { Action } from "../../action.js";

export const action: Action = {
  rule: "eBPF program loaded in a container",
  does: "loads the smallest of eBPF programs, in a container",
  disabled: true,
  run: (s) => s.inContainer("bpf"),
};
