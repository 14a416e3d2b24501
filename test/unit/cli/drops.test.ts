import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { defaultConfig } from "../../../src/config/config.js";
import { DropMonitor } from "../../../src/daemon/drops.js";

const S = 1_000_000_000n;

function monitor(o: Partial<ReturnType<typeof defaultConfig>["syscall_event_drops"]>, drops = () => 0) {
  const logs: string[] = [];
  const alerts: string[] = [];
  const act = { log: (m: string) => void logs.push(m), alert: (m: string) => void alerts.push(m) };
  let events = 0;
  const m = new DropMonitor({ ...defaultConfig().syscall_event_drops, ...o }, act, () => {
    events += 100;
    return { events, drops: drops() };
  });
  return { m, logs, alerts };
}

/** One event a second, a little more than that apart. */
function feed(m: DropMonitor, seconds: number): boolean[] {
  return Array.from({ length: seconds }, (_, i) => m.event(1000n * S + BigInt(i) * (S + 1n)));
}

describe("drop monitor", () => {
  it("is silent while nothing is lost", () => {
    const { m, logs } = monitor({ actions: ["log"] });
    assert.ok(feed(m, 10).every((go) => go));
    assert.equal(m.detected, 0);
    assert.deepEqual(logs, []);
  });

  it("acts on simulated drops, once a second at most", () => {
    const { m, alerts, logs } = monitor({ actions: ["log", "alert"], simulate_drops: true, max_burst: 10 });
    feed(m, 10);
    assert.deepEqual([m.detected, m.actions, alerts.length, logs.length], [9, 9, 9, 9]);
    assert.match(alerts[0] as string, /^Falco internal: syscall event drop\. 1 system calls dropped in last second\.$/);
    assert.match(m.lines().join("\n"), /event drop detected: 9 occurrences\n {3}- num times actions taken: 9/);
  });

  it("keeps to its rate", () => {
    const { m } = monitor({ actions: ["log"], simulate_drops: true, max_burst: 2, rate: 0.1 });
    feed(m, 22);
    assert.deepEqual([m.detected, m.actions], [21, 4]);
  });

  it("ignores what is below the threshold", () => {
    let lost = 0;
    const { m } = monitor({ actions: ["log"], threshold: 0.1 }, () => (lost += 5));
    feed(m, 5);
    assert.equal(m.detected, 0);
  });

  it("ends the program when told so", () => {
    const { m, logs } = monitor({ actions: ["exit"], simulate_drops: true });
    assert.deepEqual(feed(m, 2), [true, false]);
    assert.equal(logs.at(-1), "Exiting.");
  });
});
