// Mutated captures, read, judged, printed and copied: whatever the bytes, there is an end, no error but a CaptureError, and
// no more than 256 MB of memory. In slices; a run that was ended goes on where it was with --seed, or by itself with
// --state FILE, where the next seed is kept.
// Usage: scap.js [--cases N] [--seed N] [--slice N] [--seconds N] [--corpus DIR] [--state FILE]
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { Cell, type FuzzReport, type FuzzSetup } from "./watch.js";

const MAX_BYTES = 256e6;
const WATCH_MS = 100;
/** CPU that one small capture may take. Processor time: a busy machine is nobody's fault. */
const MAX_CPU_MS = 5000;

const string = { type: "string" } as const;
const { values: args } = parseArgs({
  options: { cases: string, seed: string, slice: string, seconds: string, corpus: string, state: string },
});

function number(name: "cases" | "seed" | "slice" | "seconds", otherwise: number): number {
  const n = Number(args[name] ?? otherwise);
  if (Number.isInteger(n) && n >= 0) return n;
  process.stderr.write(`--${name} wants a whole number, not '${args[name]}'\n`);
  process.exit(2);
}

const slice = Math.max(1, number("slice", 50_000));
const kept = args.state !== undefined && existsSync(args.state) ? Number(readFileSync(args.state, "utf8")) : 1;
const first = number("seed", kept);
const end = (args.state !== undefined && args.seed === undefined ? 1 : first) + number("cases", 1_000_000);
const deadline = performance.now() + number("seconds", 86_400) * 1000;

const setup: FuzzSetup = { cells: new SharedArrayBuffer(Cell.SIZE * 8), corpus: args.corpus };
const cells = new Float64Array(setup.cells);
const worker = new Worker(new URL("./scap-worker.js", import.meta.url), {
  workerData: setup,
  resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 },
});
let most = 0;

/** Ends the wait for the slice that runs. */
let finish: (why: string) => void = () => {};
worker.on("message", (r: FuzzReport) => finish(r.fault === "" ? "" : `seed ${r.seed}: ${r.fault}`));
worker.on("error", (e) => finish(`seed ${cells[Cell.SEED]}: ${e.stack ?? e.message}`));
worker.on("exit", (code) => finish(`seed ${cells[Cell.SEED]}: the thread has ended with code ${code}`));

/** The slice from a seed; gives what is wrong. */
async function run(from: number, to: number): Promise<string> {
  let seed = -1;
  let cpu = process.cpuUsage();
  return new Promise((resolve) => {
    const done = (why: string): void => {
      clearInterval(watch);
      finish = () => {};
      resolve(why);
    };
    finish = done;
    const watch = setInterval(() => {
      const rss = process.memoryUsage.rss();
      most = Math.max(most, rss);
      if (rss > MAX_BYTES) done(`seed ${cells[Cell.SEED]}: ${Math.round(rss / 1e6)} MB of memory`);
      const now = cells[Cell.SEED] as number;
      if (now !== seed) {
        seed = now;
        cpu = process.cpuUsage();
        return;
      }
      const { user, system } = process.cpuUsage(cpu);
      if ((user + system) / 1000 > MAX_CPU_MS) done(`seed ${seed}: no end after ${MAX_CPU_MS} ms of CPU`);
    }, WATCH_MS);
    worker.postMessage({ from, to });
  });
}

let at = first;
let fault = "";
while (at < end && performance.now() < deadline) {
  const to = Math.min(end, at + slice);
  fault = await run(at, to);
  if (fault !== "") break;
  at = to;
  if (args.state !== undefined) writeFileSync(args.state, `${at}\n`);
  const [, done, refused, events] = cells;
  const mb = Math.round(most / 1e6);
  process.stdout.write(`${done} captures, ${refused} refused, ${events} events, at most ${mb} MB; next seed ${at}\n`);
}
if (fault !== "") process.stderr.write(`${fault}\n`);
process.exitCode = fault === "" ? 0 : 1;
await worker.terminate();
