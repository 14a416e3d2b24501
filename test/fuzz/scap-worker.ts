// Runs cases one after the other, in a thread that can be ended when one of them never ends.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { gunzipSync } from "node:zlib";
import { builtinRegistry, Engine } from "../../src/index.js";
import { Cases } from "./scap-case.js";
import { seedCaptures } from "./scap-seeds.js";
import { Cell, type FuzzReport, type FuzzSetup } from "./watch.js";

const MAX_SEED_BYTES = 1 << 16;
const RULES = fileURLToPath(new URL("../../../rules/saker_rules.yaml", import.meta.url));
/** So often the thread returns to its event loop, where finished streams are let go. */
const TURN = 256;

function corpusSeeds(folder: string | undefined): Uint8Array[] {
  if (folder === undefined) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((f) => f.endsWith(".scap"))
    .map((f) => readFileSync(join(folder, f)))
    .map((b) => new Uint8Array(b[0] === 0x1f ? gunzipSync(b) : b))
    .map((b) => b.slice(0, MAX_SEED_BYTES));
}

const { cells: shared, corpus } = workerData as FuzzSetup;
const cells = new Float64Array(shared);
const registry = builtinRegistry();
const engine = new Engine({ ruleMatching: "all" });
engine.loadFile(RULES);
engine.compile();
const cases = new Cases([...seedCaptures(), ...corpusSeeds(corpus)], registry, engine);

function bump(cell: number, by: number): void {
  cells[cell] = (cells[cell] as number) + by;
}

parentPort?.on("message", async ({ from, to }: { from: number; to: number }) => {
  const report = (r: FuzzReport): void => parentPort?.postMessage(r);
  for (let seed = from; seed < to; seed++) {
    cells[Cell.SEED] = seed;
    try {
      const { refused, events } = await cases.run(seed);
      bump(Cell.DONE, 1);
      bump(Cell.EVENTS, events);
      if (refused) bump(Cell.REFUSED, 1);
    } catch (e) {
      report({ seed, fault: e instanceof Error ? (e.stack ?? e.message) : String(e) });
      return;
    }
    if (seed % TURN === 0) await new Promise<void>((resolve) => setImmediate(resolve));
  }
  report({ seed: to, fault: "" });
});
