import type { Action } from "../../action.js";

export const action: Action = {
  rule: "BPF Program Not Profiled",
  does: "loads the smallest of eBPF programs",
  disabled: true,
  run: (s) => s.deed("bpf"),
  pace: () => ["bpf"],
};
