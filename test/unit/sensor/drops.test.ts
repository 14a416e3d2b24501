import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { EVENTS, eventCodes } from "../../../src/event/table.js";
import { STAT_FIELDS } from "../../../src/sensor/addon.js";
import { noFlow, readKernelStats } from "../../../src/sensor/drops.js";

const SIZE = Math.max(...EVENTS.map((e) => e.code)) + 1;

function counters(rows: readonly (readonly [code: number, values: readonly number[]])[]): Float64Array {
  const out = new Float64Array(SIZE * STAT_FIELDS.length);
  for (const [code, values] of rows) out.set(values, code * STAT_FIELDS.length);
  return out;
}

describe("kernel counters", () => {
  const openat = Math.max(...eventCodes("openat"));
  const kill = Math.max(...eventCodes("kill"));

  it("are all zero at first", () => {
    const k = readKernelStats(counters([]));
    const { byEvent, ...sums } = k;
    assert.ok(Object.values(sums).every((v) => v === 0));
    assert.equal(byEvent.size, 0);
  });

  it("keep the reasons apart and name the events", () => {
    const k = readKernelStats(
      counters([
        [openat, [10, 1, 2, 3, 4, 100, 6]],
        [kill, [5, 0, 7, 0, 0, 0, 0]],
      ]),
    );
    assert.equal(k.shipped, 15);
    assert.equal(k.droppedFull, 1);
    assert.equal(k.droppedReserved, 9);
    assert.equal(k.faults, 3);
    assert.equal(k.truncated, 4);
    assert.equal(k.filtered, 100);
    assert.equal(k.droppedShed, 6);
    assert.deepEqual(k.byEvent.get("openat"), {
      shipped: 10,
      dropped: 9,
      droppedFull: 1,
      droppedReserved: 2,
      droppedShed: 6,
      filtered: 100,
    });
    assert.deepEqual(k.byEvent.get("kill"), { ...noFlow(), shipped: 5, dropped: 7, droppedReserved: 7 });
    assert.equal(k.byEvent.size, 2);
  });

  it("name an event of which everything was lost", () => {
    assert.deepEqual(readKernelStats(counters([[kill, [0, 3, 0, 0, 0, 0, 0]]])).byEvent.get("kill"), {
      ...noFlow(),
      dropped: 3,
      droppedFull: 3,
    });
  });

  it("lose nothing: the events' sums are the whole", () => {
    const row = fc.tuple(
      fc.constantFrom(...EVENTS.map((e) => e.code)),
      fc.array(fc.nat(1e9), { minLength: STAT_FIELDS.length, maxLength: STAT_FIELDS.length }),
    );
    fc.assert(
      fc.property(fc.uniqueArray(row, { selector: ([code]) => code, maxLength: 40 }), (rows) => {
        const k = readKernelStats(counters(rows));
        const sum = (i: number): number => rows.reduce((a, [, v]) => a + (v[i] as number), 0);
        assert.equal(k.shipped, sum(0));
        assert.equal(k.droppedFull + k.droppedReserved + k.droppedShed, sum(1) + sum(2) + sum(6));
        assert.equal(k.filtered, sum(5));
        const each = [...k.byEvent.values()];
        assert.equal(
          each.reduce((a, e) => a + e.shipped, 0),
          k.shipped,
        );
        assert.equal(
          each.reduce((a, e) => a + e.dropped, 0),
          k.droppedFull + k.droppedReserved + k.droppedShed,
        );
      }),
    );
  });
});
