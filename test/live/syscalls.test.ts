// Every call that the kernel side can follow is made for real, and its event compared with what was passed and returned.
import assert from "node:assert/strict";
import { after, before, describe, it, type TestContext } from "node:test";
import { GENERIC_EXIT, LIVE_CALLS } from "../../src/event/calls.js";
import { callOf, readLines, takeEvent, type Wanted } from "./support/expected.js";
import { skipLive } from "./support/gate.js";
import { CALLS } from "./support/places.js";
import { RawSource } from "./support/rawevents.js";

/** Calls that cannot be made, and why. */
const IMPOSSIBLE: Readonly<Record<string, string>> = {
  exit: "does not return, so it has no exit event; procexit tells of it",
  exit_group: "does not return, so it has no exit event; procexit tells of it",
  rt_sigreturn: "returns to what a signal interrupted, and takes the number of the call with it",
  uretprobe: "ends with SIGILL whoever is not inside of a probe",
};

const FAMILIES = [
  "files",
  "tree",
  "fds",
  "newfds",
  "io",
  "waits",
  "memory",
  "ids",
  "processes",
  "ipc",
  "sockets",
  "messages",
  "kernel",
  "keys",
  "uring",
  "ia32",
];

const dedicated = LIVE_CALLS.filter((c) => c.event.code !== GENERIC_EXIT);
const generic = LIVE_CALLS.filter((c) => c.event.code === GENERIC_EXIT && !(c.name in IMPOSSIBLE));

describe("system calls", { skip: skipLive(), timeout: 120_000 }, () => {
  let source: RawSource;
  const seen = new Set<string>();
  const failed = new Set<string>();
  /** Calls that the tool found it cannot make on this machine, and why. */
  const refused = new Map<string, string>();

  before(() => {
    source = RawSource.start();
  });
  after(() => {
    source.stop();
    for (const name of failed) seen.delete(name);
    const impossible = new Map([...Object.entries(IMPOSSIBLE), ...[...refused].filter(([name]) => !seen.has(name))]);
    for (const [name, why] of impossible) console.log(`not made: ${name}: ${why}`);
    const possible = LIVE_CALLS.filter((c) => !impossible.has(c.name));
    console.log(`${seen.size} of ${possible.length} syscalls`);
  });

  async function check(t: TestContext, args: readonly string[], calls: readonly string[]): Promise<void> {
    const done = await source.watch(CALLS, args, calls);
    assert.equal(done.code, 0, `the tool ended with ${done.code}: ${done.stdout.slice(-200)}`);
    const events = [...done.events];
    const wrong: string[] = [];
    const lines = readLines(done.stdout);
    for (const line of lines) {
      if (line.cannot !== undefined) {
        refused.set(line.cannot, line.why);
        continue;
      }
      const what = takeEvent(line as Wanted, events);
      const name = callOf(line as Wanted)?.name ?? line.call;
      seen.add(name);
      if (what === undefined) continue;
      failed.add(name);
      wrong.push(`${name}: ${what}`);
    }
    assert.deepEqual(wrong, []);
    const first = lines[0];
    if (first?.cannot !== undefined && lines.every((l) => l.cannot !== undefined)) t.skip(first.why);
  }

  for (const family of FAMILIES) {
    it(`make the events that they should: ${family}`, (t) =>
      check(t, [family], [...dedicated.map((c) => c.name), "getpid", "shmctl", "fsync"]));
  }

  it("make the generic event where they have none of their own", (t) =>
    check(
      t,
      ["generic", ...generic.map((c) => String(c.slot))],
      generic.map((c) => c.name),
    ));

  it("are all tried", () => {
    const untried = LIVE_CALLS.filter((c) => !seen.has(c.name) && !refused.has(c.name) && !(c.name in IMPOSSIBLE)).map(
      (c) => c.name,
    );
    assert.deepEqual(untried, []);
  });
});
