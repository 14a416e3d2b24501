import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Process } from "../../../src/state/process.js";
import { ProcessTable } from "../../../src/state/table.js";

function proc(pid: number, ppid: number, start = pid * 1e9): Process {
  const p = new Process(pid, start);
  p.ppid = ppid;
  return p;
}

describe("ProcessTable", () => {
  it("finds a process by pid and start, equal to the tick", () => {
    const t = new ProcessTable();
    t.add(proc(5, 1, 12_345_678_901));
    assert.equal(t.find(5, 12_345_678_901)?.pid, 5);
    assert.equal(t.find(5, 12_340_000_000)?.pid, 5, "/proc knows ticks only");
    assert.equal(t.find(5, 0)?.pid, 5);
    assert.equal(t.find(5, 99_000_000_000), null);
    assert.equal(t.find(6, 0), null);
    assert.deepEqual([t.stats.lookups, t.stats.misses], [5, 2]);
  });

  it("replaces a process when its pid is used again, and hands its children to pid 1", () => {
    const t = new ProcessTable();
    t.add(proc(1, 0));
    t.add(proc(5, 1));
    const child = proc(6, 5);
    t.add(child);
    t.add(proc(5, 1, 77e9));
    assert.equal(t.stats.reused, 1);
    assert.equal(t.get(5)?.startNs, 77e9);
    assert.equal(child.parent?.pid, 1);
    assert.equal(child.ppid, 1);
  });

  it("refuses and counts when it is full", () => {
    const t = new ProcessTable({ processes: 2 });
    assert.ok(t.add(proc(1, 0)));
    assert.ok(t.add(proc(2, 1)));
    assert.ok(!t.add(proc(3, 1)));
    assert.equal(t.size, 2);
    assert.equal(t.stats.refused, 1);
  });

  it("gives the children of a process that ends to its reaper", () => {
    const t = new ProcessTable();
    for (const [pid, ppid] of [
      [1, 0],
      [2, 1],
      [3, 2],
      [4, 3],
      [5, 3],
    ] as const)
      t.add(proc(pid, ppid));
    const three = t.get(3) as Process;
    t.remove(three, 2);
    assert.equal(t.get(4)?.parent?.pid, 2);
    assert.equal(t.get(5)?.ppid, 2);
    assert.equal(t.get(2)?.firstChild?.nextSibling?.nextSibling ?? null, null);
    assert.equal(t.get(3), null);
  });

  it("never makes a loop of parents", () => {
    const t = new ProcessTable();
    const a = proc(10, 11);
    const b = proc(11, 10);
    t.add(a);
    t.add(b);
    t.linkAll();
    let n = 0;
    for (let p: Process | null = a; p !== null && n < 10; p = p.parent) n++;
    assert.ok(n < 10);
  });

  it("keeps argument vectors within the budget, and counts shared ones once", () => {
    const t = new ProcessTable({ bytes: 100 });
    const a = proc(1, 0);
    const b = proc(2, 1);
    t.add(a);
    t.add(b);
    t.setArgv(a, t.argvBlob(new Uint8Array(70), 0, 70));
    t.setArgv(b, a.argv);
    assert.equal(t.bytes, 70);
    t.setEnv(a, t.envBlob(new Uint8Array(20), 0, 20));
    assert.equal(t.stats.envDropped, 1, "environments go first");
    t.setArgv(b, t.argvBlob(new Uint8Array(60), 0, 60));
    assert.equal(t.stats.argvDropped, 1);
    t.remove(a, 0);
    assert.equal(t.bytes, 0);
  });
});
