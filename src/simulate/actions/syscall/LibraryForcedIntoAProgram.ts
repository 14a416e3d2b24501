import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Library forced into a program",
  does: "starts a program with an LD_PRELOAD that does not exist",
  disabled: true,
  run: (s) => s.program("/bin/true", [], { env: { LD_PRELOAD: "/tmp/saker-none.so" } }),
};
