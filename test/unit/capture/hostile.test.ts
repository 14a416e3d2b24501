import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CaptureError } from "../../../src/capture/error.js";
import { CaptureSession } from "../../../src/capture/session.js";
import { builtinRegistry } from "../../../src/fields/registry.js";
import { blocksOf, generator, mutate } from "../../fuzz/mutate.js";
import { seedCaptures } from "../../fuzz/scap-seeds.js";

const RUNS = 600;

describe("damaged captures", () => {
  it("end, with a CaptureError or without", async () => {
    const registry = builtinRegistry();
    const seeds = seedCaptures();
    const blocks = seeds.map(blocksOf);
    for (const bytes of seeds) await (await CaptureSession.open(bytes, { registry })).run(() => {});
    let refused = 0;
    for (let i = 0; i < RUNS; i++) {
      const next = generator(i + 1);
      const pick = next(seeds.length);
      const bytes = mutate(seeds[pick] as Uint8Array, blocks[pick] as number[], next);
      try {
        await (await CaptureSession.open(bytes, { registry })).run(() => {});
      } catch (e) {
        assert.ok(e instanceof CaptureError, `seed ${i + 1}: ${String(e)}`);
        assert.match(e.message, /^\(bytes\): byte \d+ \(.+\): ./);
        refused++;
      }
    }
    assert.ok(refused > RUNS / 4 && refused < RUNS, `${refused} of ${RUNS} refused`);
  });
});
