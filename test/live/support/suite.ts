import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type FakeContainer, makeContainer } from "./container.js";
import { by, CANNOT, cannotBecause, type Done, deed } from "./deed.js";
import { skipLive } from "./gate.js";
import { makeScratch, type Scratch } from "./places.js";
import { type Alert, Sensor, type SensorOptions } from "./sensor.js";

/** Text of an output field, or undefined if absent. */
export type Get = (field: string) => string | undefined;

/** What a test of this file works with. */
export interface Kit {
  readonly sensor: Sensor;
  readonly scratch: Scratch;
  readonly container: FakeContainer;
  /** Waits until what was done so far has been judged. */
  settle(): Promise<void>;
}

/** One rule: the deed that must trip it, and nearly the same deed that must not. */
export interface RuleCase {
  readonly rule: string;
  /** Short name of the variant; in the test's title. */
  readonly by: string;
  /** Does the deed. */
  readonly fire: (kit: Kit) => Promise<Done>;
  /** Checks process, parent, file or socket in the alert. */
  readonly check: (get: Get, done: Done, kit: Kit) => void;
  /** Does the harmless twin. */
  readonly quiet: (kit: Kit) => Promise<Done>;
}

const MARKERS = 4;
const SETTLE_MS = 300;
const MARK = "saker-live-mark";

// A rule of the tests' own, last in order: its alert shows that the sensor has come this far.
const MARKER_RULES = `
- rule: Live test marker
  desc: A file that only the live tests open.
  condition: evt.type in (open, openat) and fd.name contains ${MARK}
  output: marker %fd.name %proc.pid %proc.ppid
  priority: DEBUG
`;

/**
 * Does marker deeds and waits for their alerts. Order holds per thread only, and several workers share the threads:
 * hence several markers, and a short wait more.
 */
async function settle(sensor: Sensor, scratch: Scratch): Promise<void> {
  const marks = Array.from({ length: MARKERS }, (_, i) => scratch.path(`${MARK}-${i}`));
  await Promise.all(marks.map((path) => deed("write", path, "open")));
  for (const path of marks) {
    await sensor.expectAlert("Live test marker", (a) => a.output_fields["fd.name"] === path);
  }
  await sleep(SETTLE_MS);
}

function getter(alert: Alert): Get {
  return (field) => {
    const value = alert.output_fields[field];
    return value === undefined || value === null ? undefined : String(value);
  };
}

function addCase(c: RuleCase, kit: () => Kit): void {
  it(`${c.rule}: fires on ${c.by}`, async (t) => {
    const done = await c.fire(kit());
    if (done.code === CANNOT) return t.skip(cannotBecause(done));
    const alert = await kit().sensor.expectAlert(c.rule, by(done));
    const get = getter(alert);
    c.check(get, done, kit());
    assert.ok(get("proc.exepath"), "the alert names the program's file");
    assert.ok(get("proc.cmdline"), "the alert gives the command line");
    assert.ok(get("proc.pname"), "the alert names the parent");
  });
  it(`${c.rule}: quiet on the twin of ${c.by}`, async (t) => {
    const done = await c.quiet(kit());
    if (done.code === CANNOT) return t.skip(cannotBecause(done));
    assert.equal(done.code, 0, `the quiet deed itself failed: ${done.stderr}`);
    await kit().settle();
    kit().sensor.expectQuiet(c.rule, by(done));
  });
}

/**
 * Tests that share one sensor and one fake container.
 *
 * @param more further tests of the same suite
 */
export function liveSuite(
  name: string,
  cases: readonly RuleCase[],
  more?: (kit: () => Kit) => void,
  options: SensorOptions = {},
): void {
  describe(name, { skip: skipLive(), timeout: 180_000 }, () => {
    let state: Kit | undefined;
    const kit = (): Kit => {
      assert.ok(state, "the sensor did not start");
      return state;
    };
    before(async () => {
      const scratch = makeScratch();
      const container = makeContainer();
      const markers = scratch.path("marker_rules.yaml");
      writeFileSync(markers, MARKER_RULES);
      try {
        const sensor = await Sensor.start({
          ...options,
          moreRules: [...(options.moreRules ?? []), markers],
        });
        state = {
          sensor,
          scratch,
          container,
          settle: () => settle(sensor, scratch),
        };
      } catch (e) {
        scratch.remove();
        await container.remove();
        throw e;
      }
    });
    after(async () => {
      if (state === undefined) return;
      state.scratch.remove();
      await state.container.remove();
      await state.sensor.stop();
    });
    for (const c of cases) addCase(c, kit);
    more?.(kit);
  });
}
