import { type Action, ErrSkipped } from "../../action.js";

export const action: Action = {
  rule: "Unprivileged Delegation of Page Faults Handling to a Userspace Process",
  does: "makes a userfaultfd as a service account",
  disabled: true,
  run: async (s) => {
    // 1 = UFFD_USER_MODE_ONLY, which needs no privilege
    const done = await s.deed("uid", "2", "raw", "userfaultfd", "1");
    if (done.stdout.includes(" -1 ")) throw new ErrSkipped(`this kernel refuses it: ${done.stdout.trim()}`);
  },
};
