import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Potential Local Privilege Escalation via Environment Variables Misuse",
  does: "starts a program with GLIBC_TUNABLES set",
  disabled: true,
  run: (s) => s.program("/bin/true", [], { env: { GLIBC_TUNABLES: "glibc.rtld.nns=4" } }),
};
