import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { eventCodes } from "../../src/event/table.js";
import { checkCondition } from "../../src/filter/check.js";
import { compileRules, readsPath } from "../../src/filter/compile.js";
import { EventSet } from "../../src/filter/eventtypes.js";
import { keyConsequence } from "../../src/filter/interest.js";
import { Interpreter } from "../../src/filter/interpret.js";
import { parseCondition } from "../../src/filter/parser.js";
import { NodeTable } from "../../src/filter/typed.js";
import { anyCondition, anyValues, forgetAttrs } from "../unit/support/arbitrary.js";
import { fakeEvent, REGISTRY } from "../unit/support/fakeregistry.js";
import { JS_REGEX } from "../unit/support/regexengine.js";
import { PAIRS, SEED, slices } from "./support/amount.js";

const CODES = ["open", "openat", "execve", "syscall", "close"].map((n) => eventCodes(n).at(-1) as number);
const GENERIC = eventCodes("syscall").at(-1);

const event = fc.tuple(anyValues, fc.constantFrom(...CODES)).map(([values, code]) => {
  const name = code === GENERIC ? { "evt.type": "alarm" } : {};
  return { values: { ...values, ...name }, code };
});
type Event = { values: Record<string, unknown>; code: number };

/** One rule, some rules, and so many that the compiler makes several functions of them. */
const SIZES = [
  { conditions: 1, events: 24 },
  { conditions: 12, events: 24 },
  { conditions: 75, events: 24 },
] as const;

/** Conditions as text and events, of one of the sizes; each pair of the two is a case. */
const cases = fc
  .constantFrom(...SIZES)
  .chain((s) =>
    fc.tuple(
      fc.array(anyCondition, { minLength: s.conditions, maxLength: s.conditions }),
      fc.array(event, { minLength: s.events, maxLength: s.events }),
    ),
  );
/** Pairs of an average case. */
const AVERAGE = SIZES.reduce((n, s) => n + s.conditions * s.events, 0) / SIZES.length;
const SLICE = 60;

function agree(conditions: readonly string[], events: readonly Event[]): void {
  const table = new NodeTable();
  const options = { registry: REGISTRY, regex: JS_REGEX, table };
  const roots = conditions.map((c) => checkCondition(parseCondition(c), options).root);
  const rules = roots.map((root, index) => ({ index, root, events: EventSet.all() }));
  const keyed = rules.map((r) => ({ ...r, root: keyConsequence(r.root, table) }));
  const all = compileRules(rules, { table, matching: "all", regex: JS_REGEX });
  const first = compileRules(rules, { table, matching: "first", regex: JS_REGEX });
  const weak = compileRules(keyed, { table, matching: "all", regex: JS_REGEX });
  const interpreter = new Interpreter(JS_REGEX);
  const out = new Int32Array(conditions.length + 1);
  const text = (indices: Iterable<number>) => [...indices].map((i) => conditions[i]);

  // the second time attributes remember how they were judged
  for (let round = 0; round < 2; round++) {
    for (const e of events) {
      const x = fakeEvent(e.values, e.code);
      const want = rules.filter((r) => interpreter.judge(r.root, x)).map((r) => r.index);
      const n = all.judges[e.code]?.(x, out, 0) ?? 0;
      assert.deepEqual(text(out.subarray(0, n)), text(want));
      const m = first.judges[e.code]?.(x, out, 0) ?? 0;
      assert.deepEqual([...out.subarray(0, m)], want.slice(0, 1));
      const k = weak.judges[e.code]?.(x, out, 0) ?? 0;
      const possible = new Set(out.subarray(0, k));
      assert.deepEqual(text(want.filter((i) => !possible.has(i))), [], "a condition implies its consequence");

      x.resolved = true;
      const wantPath = rules.filter((r) => readsPath(r.root) && interpreter.judge(r.root, x)).map((r) => r.index);
      const p = all.pathJudges[e.code]?.(x, out, 0) ?? 0;
      const path = [...out.subarray(0, p)];
      assert.deepEqual(text(path), text(wantPath.filter((i) => path.includes(i))));
      // where the event type alone decides, the path cannot change anything
      assert.deepEqual(text(wantPath.filter((i) => !path.includes(i) && !want.includes(i))), []);
      const q = first.pathJudges[e.code]?.(x, out, 0) ?? 0;
      assert.deepEqual([...out.subarray(0, q)], path.slice(0, 1));
    }
  }
}

describe("compiled conditions", () => {
  it(`agree with the interpreter (${PAIRS} pairs, seed ${SEED})`, () => {
    let pairs = 0;
    const runs = Math.ceil(PAIRS / AVERAGE);
    for (const slice of slices(2 * runs, SLICE)) {
      if (pairs >= PAIRS) break;
      fc.assert(
        fc.property(cases, ([conditions, events]) => {
          pairs += conditions.length * events.length;
          agree(conditions, events);
        }),
        { seed: slice.seed, numRuns: slice.runs, includeErrorInReport: true },
      );
      forgetAttrs();
    }
    assert.ok(pairs >= PAIRS, `${pairs} pairs`);
  });
});
