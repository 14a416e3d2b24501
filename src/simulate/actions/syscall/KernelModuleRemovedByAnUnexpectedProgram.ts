import { existsSync, readFileSync } from "node:fs";
import { type Action, ErrSkipped } from "../../action.js";

/** A module without hardware or users. */
const MODULE = "dummy";

export const action: Action = {
  rule: "Kernel module removed by an unexpected program",
  does: "loads the module of dummy interfaces if it is not there, and removes it by a call of its own",
  disabled: true,
  run: async (s) => {
    if (!existsSync("/proc/modules")) throw new ErrSkipped("this kernel cannot load or remove modules");
    if (new RegExp(`^${MODULE} `, "m").test(readFileSync("/proc/modules", "utf8"))) {
      throw new ErrSkipped(`the module ${MODULE} is in use here, and no other may be removed`);
    }
    s.needs("modprobe");
    const loaded = await s.program("modprobe", [MODULE, "numdummies=0"]);
    if (loaded.code !== 0) throw new ErrSkipped(`the module ${MODULE} cannot be loaded: ${loaded.stderr.trim()}`);
    s.cleanup(async () => void (await s.program("modprobe", ["-rq", MODULE])));
    await s.deed("raw", "delete_module", `@${MODULE}`, "2048");
  },
};
