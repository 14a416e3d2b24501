// Mutated captures, read and replayed: whatever the bytes, there is an end, and no error but a CaptureError.
// Usage: scap.js [--count N] [--seed N] [--seconds N] [--corpus DIR]
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { CaptureError } from "../../src/capture/error.js";
import { CaptureSession } from "../../src/capture/session.js";
import { builtinRegistry } from "../../src/fields/registry.js";
import { seedCaptures } from "./scap-seeds.js";

const MAX_SEED_BYTES = 1 << 20;
const MAX_RSS = 256 << 20;
const MAX_MS = 2000;
const INTERESTING = [0, 1, 2, 4, 8, 12, 26, 28, 0x7f, 0xff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff];

/** Numbers that look random, the same for the same seed. */
function generator(seed: number): (below: number) => number {
  let a = seed >>> 0;
  return (below) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** Offsets of the blocks of a well-formed capture. */
function blocksOf(b: Uint8Array): number[] {
  const dv = new DataView(b.buffer, b.byteOffset, b.byteLength);
  const out: number[] = [];
  for (let at = 0; at + 8 <= b.length; at += Math.max(12, dv.getUint32(at + 4, true))) out.push(at);
  return out;
}

function mutate(seed: Uint8Array, blocks: readonly number[], next: (below: number) => number): Uint8Array {
  let out = Uint8Array.from(seed);
  const rounds = 1 + next(4);
  for (let r = 0; r < rounds && out.length > 8; r++) {
    const dv = new DataView(out.buffer);
    const at = next(out.length - 4);
    const block = Math.min(blocks[next(blocks.length)] ?? 0, out.length - 8);
    switch (next(7)) {
      case 0:
        out[at] = next(256);
        break;
      case 1:
        dv.setUint32(at, INTERESTING[next(INTERESTING.length)] as number, true);
        break;
      case 2: // the length of a block
        dv.setUint32(block + 4, next(3) === 0 ? next(200) : (INTERESTING[next(INTERESTING.length)] as number), true);
        break;
      case 3: // the head of an event or an entry
        dv.setUint16(Math.min(block + 8 + next(60), out.length - 2), INTERESTING[next(11)] as number, true);
        break;
      case 4: // another type of block
        dv.setUint32(block, 0x200 + next(0x24), true);
        break;
      case 5:
        out = out.slice(0, at);
        break;
      default: {
        const n = next(Math.min(200, out.length - at));
        const to = next(out.length - n);
        out.copyWithin(to, at, at + n);
      }
    }
  }
  return out;
}

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
