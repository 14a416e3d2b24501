import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { painter } from "../../../../src/cli/colour.js";
import { Looks, ratesOf } from "../../../../src/cli/watch/rates.js";
import { rate, topLine, topScreen } from "../../../../src/cli/watch/top-screen.js";
import { commands, look } from "./support.js";

const plain = painter({}, {});

const before = look({
  workers: [{ events: 100, alerts: 0, cpuSeconds: 1, processes: 10, threadId: 8 }],
  rules: [
    { name: "Quiet", priority: "Notice", matches: 9, judged: 0, cpuSeconds: 0 },
    { name: "Loud", priority: "Error", matches: 1, judged: 10, cpuSeconds: 0.1 },
  ],
  talkers: [{ pid: 5, name: "cat", events: 1000 }],
  eventTypes: [{ name: "open", shipped: 50, dropped: 0 }],
});
const now = look({
  timeMs: before.timeMs + 2000,
  shipped: 2000,
  filtered: 40_000,
  dropped: 10,
  judged: 1800,
  alerts: 4,
  workers: [{ events: 300, alerts: 4, cpuSeconds: 2, processes: 11, threadId: 8 }],
  rules: [
    { name: "Quiet", priority: "Notice", matches: 9, judged: 2, cpuSeconds: 0 },
    { name: "Loud", priority: "Error", matches: 5, judged: 110, cpuSeconds: 0.3 },
  ],
  talkers: [
    { pid: 5, name: "cat", events: 3000 },
    { pid: 6, name: "evil\x1b[2J", events: 9000 },
  ],
  outputs: [{ name: "http", sent: 3, lost: 2, waiting: 1, lagSeconds: 7 }],
  eventTypes: [
    { name: "open", shipped: 250, dropped: 10 },
    { name: "close", shipped: 0, dropped: 0 },
  ],
});

describe("rates", () => {
  const r = ratesOf(before, now, before);
  assert.ok(r);

  it("are a second's", () => {
    assert.equal(r.seen, 21_005);
    assert.equal(r.filtered, 20_000);
    assert.equal(r.dropped, 5);
    assert.deepEqual(r.workers, [{ load: 0.5, events: 100 }]);
  });

  it("put what fires most first", () => {
    assert.deepEqual(
      r.rules.map((x) => [x.name, x.firing, x.judged]),
      [
        ["Loud", 2, 50],
        ["Quiet", 0, 1],
      ],
    );
    assert.deepEqual(
      r.talkers.map((t) => [t.pid, t.events]),
      [
        [6, 4500],
        [5, 1000],
      ],
    );
    assert.deepEqual(r.types, [{ name: "open", shipped: 100, dropped: 5 }]);
  });

  it("of samples are averaged over longer", () => {
    const looks = new Looks();
    assert.equal(looks.add(look({ timeMs: 1000, talkers: [{ pid: 1, name: "a", events: 0 }] })), undefined);
    looks.add(look({ timeMs: 2000, talkers: [{ pid: 1, name: "a", events: 251 }] }));
    const rates = looks.add(look({ timeMs: 3000, talkers: [{ pid: 1, name: "a", events: 251 }] }));
    assert.equal(rates?.talkers[0]?.events, 251 / 2);
  });

  it("begin anew with another run of the sensor, and with a process that was forgotten", () => {
    const looks = new Looks();
    looks.add(before);
    assert.equal(looks.add({ ...now, pid: 78 }), undefined);
    const again = { ...now, talkers: [{ pid: 5, name: "cat", events: 500 }] };
    assert.equal(ratesOf(before, again, before)?.talkers[0]?.events, 250);
  });
});

describe("the screen of top", () => {
  const view = { now, rates: ratesOf(before, now, before), notice: "" };

  it("shows sensor, flow, losses, workers, outputs, rules, processes and events", () => {
    const text = topScreen(view, { columns: 120, rows: 40 }, plain).join("\n");
    assert.match(text, /^saker 0\.1\.0 on box, pid 77, up 16 min 42 s, 25 rules, 128 MB$/m);
    assert.match(text, /^healthy$/m);
    assert.match(text, /21\.0k seen, 20\.0k ended in the kernel, 1000 shipped, 900 judged/);
    assert.match(text, /events lost\/s {2}5\.0 \(10 in all\)/);
    assert.match(text, /^worker 0 {2}\[#{10} {10}\] 50% {2}100 events\/s, 11 processes$/m);
    assert.match(text, /^output http {5}3 sent, 1 waiting, 2 lost, 7 s behind$/m);
    assert.match(text, /^ +2\.0 +5 +50 +10% {2}Error +Loud$/m);
    assert.match(text, /4500 +6 {2}evil\\x1b\[2J +100 +5\.0 {2}open$/m);
    assert.ok(text.indexOf("Loud") < text.indexOf("Quiet"));
  });

  it("shows trouble, and what the command has to say", () => {
    const size = { columns: 80, rows: 24 };
    const sick = { ...view, now: { ...now, trouble: "worker 1 has made no turn" } };
    assert.equal(topScreen(sick, size, plain)[1], "worker 1 has made no turn");
    assert.equal(topScreen({ ...view, notice: "lost" }, size, plain)[1], "lost");
    assert.match(topScreen({ ...view, rates: undefined }, size, plain).join("\n"), /measuring/);
  });

  it("never leaves the terminal's bounds", () => {
    const names = fc.array(fc.string({ unit: "binary" }), { maxLength: 60 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 80 }), names, (columns, rows, list) => {
        const many = {
          ...now,
          rules: list.map((name) => ({ name, priority: "Error", matches: 1, judged: 1, cpuSeconds: 1 })),
          talkers: list.map((name, pid) => ({ pid, name, events: 10 })),
        };
        const lines = topScreen({ ...view, now: many, rates: ratesOf(before, many, before) }, { columns, rows }, plain);
        assert.ok(lines.length <= rows);
        for (const l of lines) assert.ok(l.length <= columns && !commands(l));
      }),
    );
  });

  it("is one line where there is no terminal", () => {
    assert.ok(view.rates);
    assert.equal(
      topLine(now, view.rates),
      `2023-11-14T22:13:22.000Z seen/s=21.0k filtered/s=20.0k shipped/s=1000 judged/s=900 lost/s=5.0 alerts/s=2.0 load=50% health=ok rules="Loud":2.0 talkers=evil\\x1b[2J[6]:4500,cat[5]:1000`,
    );
  });
});

describe("numbers", () => {
  it("are short", () => {
    assert.deepEqual([0, 0.25, 12.4, 9999, 10_000, 123_456, 12_345_678].map(rate), [
      "0",
      "0.3",
      "12",
      "9999",
      "10.0k",
      "123k",
      "12.3M",
    ]);
  });
});
