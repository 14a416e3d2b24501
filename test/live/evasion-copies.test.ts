// What a sensor has copied must be out of the reach of those whom it watches.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { it } from "node:test";
import { deed } from "./support/deed.js";
import { evasionSuite } from "./support/evasions.js";
import { skipLive } from "./support/gate.js";
import { InProcess } from "./support/inprocess.js";
import { patient } from "./support/patience.js";
import type { Scratch } from "./support/places.js";

const WORD = "a-word-that-must-be-seen";

const rules = (s: Scratch): string => `
- rule: Word written
  desc: A file is written with a word in it.
  condition: evt.type = write and fd.name = ${s.dir}/notes and evt.arg.data contains ${WORD}
  output: "%evt.arg.data %fd.name %proc.pid %proc.ppid"
  priority: INFO
`;

evasionSuite("evasions by buffer", rules, () => [
  {
    of: "E2",
    by: "write: the buffer is wiped as soon as the call returns",
    rule: "Word written",
    fire: (s) => deed("scrub", `${s.dir}/notes`, WORD),
    check: (f) => assert.equal(f["evt.arg.data"], WORD),
  },
]);

/** A mapping of a BPF map in this process. */
interface Mapping {
  readonly bytes: number;
  readonly rights: string;
}

function bpfMappings(): Mapping[] {
  return readFileSync("/proc/self/maps", "latin1")
    .split("\n")
    .filter((l) => /bpf[-_]map/.test(l))
    .map((l) => {
      const [, from = "0", to = "0", rights = ""] = /^([0-9a-f]+)-([0-9a-f]+) (\S+)/.exec(l) ?? [];
      return { bytes: Number.parseInt(to, 16) - Number.parseInt(from, 16), rights };
    });
}

it("E2 the copies in the rings: nobody can write to them", { skip: skipLive(), timeout: patient(60_000) }, async () => {
  const bytes = 1 << 20;
  const sensor = await InProcess.start(
    "- {rule: r, desc: d, condition: evt.type = umount2, output: o, priority: INFO}",
    1,
    bytes,
  );
  try {
    // what is mapped writable of a ring is the page with the reader's place
    const rings = bpfMappings().filter((m) => m.bytes >= bytes);
    assert.ok(rings.length > 0, "the ring is not mapped");
    for (const m of rings) assert.match(m.rights, /^r--/);
  } finally {
    await sensor.stop();
  }
});
