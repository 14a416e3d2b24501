import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { defaultConfig } from "../../../src/config/config.js";
import { alike, needRestart } from "../../../src/daemon/live/changes.js";
import { dropsByKind, LiveDrops, totals } from "../../../src/daemon/live/drops.js";
import { Health } from "../../../src/daemon/live/health.js";
import { type KernelStats, noFlow } from "../../../src/sensor/drops.js";

describe("health", () => {
  it("is good as long as every worker makes turns", () => {
    const h = new Health();
    for (let s = 0; s < 60; s++) assert.equal(h.look({ turns: [s, s + 1], shipped: s, taken: s }, s * 1000), "");
  });

  it("is bad when a worker stands still, until it moves again", () => {
    const h = new Health();
    h.look({ turns: [1, 1], shipped: 0, taken: 0 }, 0);
    assert.equal(h.look({ turns: [2, 1], shipped: 0, taken: 0 }, 9000), "");
    assert.match(h.look({ turns: [3, 1], shipped: 0, taken: 0 }, 11_000), /worker 1 has made no turn/);
    assert.equal(h.look({ turns: [3, 2], shipped: 0, taken: 0 }, 12_000), "");
  });

  it("is bad when the rings fill and nobody takes anything out", () => {
    const h = new Health();
    for (let s = 0; s < 10; s++)
      assert.equal(h.look({ turns: [s], shipped: 10 + s, taken: 5 }, s * 1000), "", String(s));
    assert.match(h.look({ turns: [11], shipped: 30, taken: 5 }, 11_000), /rings fill/);
    assert.equal(h.look({ turns: [12], shipped: 31, taken: 20 }, 12_000), "");
    // nothing comes: nothing has to be taken
    for (let s = 13; s < 40; s++) assert.equal(h.look({ turns: [s], shipped: 31, taken: 31 }, s * 1000), "");
  });
});

describe("changes of the configuration", () => {
  it("that need a restart are named", () => {
    const [a, b] = [defaultConfig(), defaultConfig()];
    assert.deepEqual(needRestart(a, b), []);
    b.json_output = true;
    b.saker.workers = 3;
    b.engine.modern_ebpf.buf_size_preset = 5;
    assert.deepEqual(needRestart(a, b), ["engine.modern_ebpf.buf_size_preset", "saker.workers"]);
    assert.equal(alike(a.webserver, b.webserver), true);
  });
});

function stats(dropped: Readonly<Record<string, number>>, shipped: number): KernelStats {
  const sum = Object.values(dropped).reduce((x, y) => x + y, 0);
  return {
    shipped,
    droppedFull: sum,
    droppedReserved: 0,
    droppedShed: 0,
    faults: 0,
    truncated: 0,
    filtered: 0,
    byEvent: new Map(Object.entries(dropped).map(([name, n]) => [name, { ...noFlow(), dropped: n, droppedFull: n }])),
  };
}

describe("drops of the live sensor", () => {
  it("are told by kind", () => {
    const s = stats({ openat: 3, open: 1, execve: 2, kill: 5 }, 10);
    const kinds = dropsByKind(s);
    assert.equal(kinds.get("open_exit"), 4);
    assert.equal(kinds.get("execve_exit"), 2);
    assert.equal(kinds.get("other_interest_exit"), 5);
    assert.equal(kinds.get("close_exit"), 0);
    assert.deepEqual(totals(s), { events: 21, drops: 11 });
  });

  it("alert with what was lost since the last look", () => {
    let now = stats({}, 0);
    const alerts: Readonly<Record<string, string>>[] = [];
    const act = {
      log: () => {},
      alert: (_m: string, _t: bigint, f: Readonly<Record<string, string>>) => void alerts.push(f),
    };
    const options = { threshold: 0.1, actions: ["alert"], rate: 1, max_burst: 10, simulate_drops: false };
    const drops = new LiveDrops(options, act, () => now);
    const second = 1_000_000_000n;
    drops.tick(second);
    now = stats({ openat: 50 }, 50);
    assert.equal(drops.tick(3n * second), true);
    now = stats({ openat: 60, close: 40 }, 60);
    drops.tick(5n * second);
    now = stats({ openat: 60, close: 41 }, 1000);
    drops.tick(7n * second);
    assert.equal(alerts.length, 2);
    assert.equal(alerts[0]?.n_drops_buffer_open_exit, "50");
    assert.equal(alerts[0]?.ebpf_enabled, "1");
    assert.equal(alerts[1]?.n_drops_buffer_open_exit, "10");
    assert.equal(alerts[1]?.n_drops_buffer_close_exit, "40");
    assert.equal(alerts[1]?.n_drops_buffer_total, "50");
    assert.equal(alerts[1]?.n_evts, "60");
    assert.deepEqual(drops.lines().slice(1), [
      "   - event drop detected: 2 occurrences",
      "   - num times actions taken: 2",
    ]);
    drops.change({ ...options, actions: ["exit"] });
    drops.tick(9n * second);
    assert.equal(drops.tick(11n * second), true, "what was lost before does not count again");
    now = stats({ openat: 900 }, 1000);
    assert.equal(drops.tick(13n * second), false);
  });
});
