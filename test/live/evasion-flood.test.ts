// One event hidden in a flood of others, on rings much too small for all of them.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { deed } from "./support/deed.js";
import { skipLive } from "./support/gate.js";
import { InProcess } from "./support/inprocess.js";
import { patient } from "./support/patience.js";
import { makeScratch } from "./support/places.js";

const ROUNDS = 5;

describe("evasion by flood", { skip: skipLive(), timeout: patient(60_000) }, () => {
  const scratch = makeScratch();
  let sensor: InProcess;
  before(async () => {
    const rules = `
- rule: Watched file
  desc: A watched file is opened. The second half keeps the kernel from ending the flood's events early.
  condition: evt.type in (open, openat) and (fd.name = ${scratch.dir}/watched or (fd.name startswith /tmp/no-such-file and proc.name = nobody))
  output: "%fd.name %proc.pid"
  priority: INFO
`;
    sensor = await InProcess.start(rules, 1, 64 << 10);
  });
  after(async () => {
    await sensor.stop();
    scratch.remove();
  });

  for (let i = 0; i < ROUNDS; i++) {
    it(`E9 a flood of opens, round ${i + 1} of ${ROUNDS}`, async () => {
      writeFileSync(`${scratch.dir}/watched`, "x");
      const done = await deed("flood", `${scratch.dir}/watched`, "1");
      assert.equal(done.code, 0, done.stderr);
      await sensor.expect("watched file", (a) => Number(a.output_fields["proc.pid"]) === done.pid);
    });
  }

  it("E9 what was shed was counted", () => {
    const k = sensor.sensor.kernelStats();
    const lost = k.droppedFull + k.droppedReserved + k.droppedShed;
    console.log(
      `flood: ${k.shipped} shipped, ${k.droppedShed} shed, ${k.droppedReserved + k.droppedFull} lost otherwise`,
    );
    assert.ok(lost > 0, "the ring never filled: the flood was none");
    assert.ok(k.droppedShed > 0);
  });
});
