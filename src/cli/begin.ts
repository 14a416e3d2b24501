// What bin/saker runs, bundled as begin.cjs: little, as all of it is read anew at each start.
import { fileURLToPath } from "node:url";
import { runBundle } from "../boot/bundle.js";
import { readBundle } from "../boot/read.js";

const START = new URL("../cli/start.bundle.cjs", import.meta.url);
const MAIN = new URL("../cli/main.bundle.js", import.meta.url);

/** The command line; gives the exit code. What begins with a flag, or is empty, is the sensor's: it need not be compiled. */
export async function begin(argv: readonly string[]): Promise<number> {
  const [first] = argv;
  if (first === undefined || first.startsWith("-")) {
    const { start } = runBundle(readBundle(fileURLToPath(START)), require).exports as typeof import("./start.js");
    const code = await start(argv);
    if (code !== undefined) return code;
  }
  const { main } = (await import(MAIN.href)) as typeof import("./main.js");
  return await main(argv);
}
