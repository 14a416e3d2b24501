// Mutated captures, read and replayed: whatever the bytes, there is an end, and no error but a CaptureError.
// Usage: scap.js [--count N] [--seed N] [--seconds N] [--corpus DIR]
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { CaptureError } from "../../src/capture/error.js";
import { CaptureSession } from "../../src/capture/session.js";
import { builtinRegistry } from "../../src/fields/registry.js";
import { blocksOf, generator, mutate } from "./mutate.js";
import { seedCaptures } from "./scap-seeds.js";

const MAX_SEED_BYTES = 1 << 20;
const MAX_RSS = 256 << 20;
const MAX_MS = 2000;
function corpusSeeds(folder: string | undefined): Uint8Array[] {
  if (folder === undefined) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((f) => f.endsWith(".scap"))
    .map((f) => readFileSync(join(folder, f)))
    .map((b) => new Uint8Array(b[0] === 0x1f ? gunzipSync(b) : b))
    .filter((b) => b.length <= MAX_SEED_BYTES);
}

async function main(): Promise<number> {
  const string = { type: "string" } as const;
  const { values } = parseArgs({ options: { count: string, seed: string, seconds: string, corpus: string } });
  const count = Number(values.count ?? 100_000);
  const first = Number(values.seed ?? 1);
  const deadline = performance.now() + Number(values.seconds ?? 3600) * 1000;
  const seeds = [...seedCaptures(), ...corpusSeeds(values.corpus)];
  const blocks = seeds.map(blocksOf);
  // one for all: making it takes longer than reading a small capture
  const registry = builtinRegistry();
  let refused = 0;
  let events = 0;
  let i = 0;
  for (; i < count && performance.now() < deadline; i++) {
    const next = generator(first + i);
    const pick = next(seeds.length);
    const bytes = mutate(seeds[pick] as Uint8Array, blocks[pick] as number[], next);
    const begin = performance.now();
    try {
      const session = await CaptureSession.open(bytes, { registry });
      await session.run(() => {
        events++;
      });
    } catch (e) {
      if (!(e instanceof CaptureError)) {
        process.stderr.write(`seed ${first + i}: ${e instanceof Error ? e.stack : String(e)}\n`);
        return 1;
      }
      refused++;
    }
    const ms = performance.now() - begin;
    if (ms > MAX_MS) {
      process.stderr.write(`seed ${first + i}: took ${ms.toFixed(0)} ms\n`);
      return 1;
    }
    if (i % 256 === 0 && process.memoryUsage.rss() > MAX_RSS) {
      process.stderr.write(`seed ${first + i}: ${process.memoryUsage.rss() >> 20} MiB of memory\n`);
      return 1;
    }
  }
  process.stdout.write(`${i} captures, ${refused} refused, ${events} events, ${process.memoryUsage.rss() >> 20} MiB\n`);
  return 0;
}

process.exitCode = await main();
