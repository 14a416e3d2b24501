import { existsSync } from "node:fs";
import { type Action, ErrSkipped } from "../../action.js";

export const action: Action = {
  rule: "Program started through the dynamic linker",
  does: "starts true through the dynamic linker",
  disabled: true,
  run: async (s) => {
    const linker = ["/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"].find((f) => existsSync(f));
    if (linker === undefined) throw new ErrSkipped("there is no dynamic linker where it is expected");
    return s.program(linker, ["/bin/true"]);
  },
};
