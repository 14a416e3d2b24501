// The judge of process tables (bench:soak, live tests) must not be too kind.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compareTable, type ProcView, readProcView } from "../../../bench/soak/compare.js";

const TICK = 10_000_000;
const row = (pid: number, tick: number): { pid: number; ppid: number; startNs: number; comm: string } => ({
  pid,
  ppid: 1,
  startNs: tick * TICK + 1234,
  comm: `c${pid}`,
});
const view = (...rows: readonly (readonly [pid: number, tick: number, state?: string])[]): ProcView =>
  new Map(rows.map(([pid, tick, state = "S"]) => [`${pid}@${tick}`, { state, comm: `c${pid}` }]));

describe("comparison of a process table with /proc", () => {
  it("is content with equals", () => {
    const v = view([1, 5], [2, 6]);
    assert.deepEqual(compareTable(v, [row(1, 5), row(2, 6)], v), { judged: 2, missing: [], extra: [] });
  });

  it("misses who was there all the time", () => {
    const v = view([1, 5], [2, 6]);
    assert.deepEqual(compareTable(v, [row(1, 5)], v).missing, ["2@6 c2"]);
  });

  it("finds who is in the table only", () => {
    const v = view([1, 5]);
    assert.deepEqual(compareTable(v, [row(1, 5), row(9, 9)], v).extra, ["9@9 c9"]);
  });

  it("takes a pid with another start for another process", () => {
    const v = view([1, 5]);
    assert.deepEqual(compareTable(v, [row(1, 4)], v), { judged: 1, missing: ["1@5 c1"], extra: ["1@4 c1"] });
  });

  it("does not judge who came, went or died", () => {
    const before = view([1, 5], [3, 7], [4, 8, "Z"]);
    const after = view([1, 5], [2, 6], [4, 8, "Z"]);
    const quiet = { judged: 1, missing: [], extra: [] };
    assert.deepEqual(compareTable(before, [row(1, 5)], after), quiet);
    assert.deepEqual(compareTable(before, [row(1, 5), row(2, 6), row(3, 7), row(4, 8)], after), quiet);
  });

  it("sees this process", () => {
    assert.ok([...readProcView().keys()].some((k) => k.startsWith(`${process.pid}@`)));
  });
});
