import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Backdoored library loaded into SSHD (CVE-2024-3094)",
  does: "is called sshd and reads a scratch file with the name of the library",
  disabled: true,
  run: (s) => s.deed("as", s.path("sshd"), "read", s.file("liblzma.so.5.6.0", "x")),
};
