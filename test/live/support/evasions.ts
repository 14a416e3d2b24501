// The frame of the evasion tests: a way to do a deed that a sensor may miss, and the rule that must fire all the same.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { by, CANNOT, cannotBecause, type Done } from "./deed.js";
import { skipLive } from "./gate.js";
import { InProcess } from "./inprocess.js";
import { makeScratch, type Scratch } from "./places.js";
import type { Alert, Mine } from "./sensor.js";

/** One way to evade. */
export interface Evasion {
  /** Class: E1 to E18 of docs/evasions.md. */
  readonly of: string;
  /** What is done. */
  readonly by: string;
  /** The rule that must fire. */
  readonly rule: string;
  readonly fire: (scratch: Scratch, sensor: InProcess) => Promise<Done>;
  /** Whose alert it is; the deed's process or a child of it unless told. */
  readonly mine?: (done: Done) => Mine;
  readonly check?: (fields: Readonly<Record<string, unknown>>, done: Done) => void;
}

/** Runs them against one sensor with rules of the test. */
export function evasionSuite(
  title: string,
  rules: (scratch: Scratch) => string,
  cases: (scratch: Scratch) => readonly Evasion[],
): void {
  describe(title, { skip: skipLive(), timeout: 120_000 }, () => {
    const scratch = makeScratch();
    let sensor: InProcess;
    before(async () => {
      sensor = await InProcess.start(rules(scratch));
    });
    after(async () => {
      await sensor.stop();
      scratch.remove();
    });

    for (const c of cases(scratch)) {
      it(`${c.of} ${c.by}`, async (t) => {
        const done = await c.fire(scratch, sensor);
        if (done.code === CANNOT) return t.skip(cannotBecause(done));
        assert.equal(done.code, 0, `the deed failed: ${done.stderr}`);
        const mine = (c.mine ?? by)(done);
        const alert: Alert = await sensor.expect(`${c.rule}: ${c.by}`, (a) => a.rule === c.rule && mine(a));
        c.check?.(alert.output_fields, done);
      });
    }
  });
}
