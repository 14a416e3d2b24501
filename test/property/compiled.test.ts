import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { eventCodes } from "../../src/event/table.js";
import { checkCondition } from "../../src/filter/check.js";
import { compileRules } from "../../src/filter/compile.js";
import { EventSet } from "../../src/filter/eventtypes.js";
import { Interpreter } from "../../src/filter/interpret.js";
import { parseCondition } from "../../src/filter/parser.js";
import { NodeTable } from "../../src/filter/typed.js";
import { anyCondition, anyValues } from "../unit/support/arbitrary.js";
import { fakeEvent, REGISTRY } from "../unit/support/fakeregistry.js";
import { JS_REGEX } from "../unit/support/regexengine.js";

const CODES = ["open", "openat", "execve", "syscall", "close"].map((n) => eventCodes(n).at(-1) as number);
const GENERIC = eventCodes("syscall").at(-1);

const CONDITIONS = 12;
const EVENTS = 24;
const RUNS = 350;

const event = fc.tuple(anyValues, fc.constantFrom(...CODES)).map(([values, code]) => {
  const name = code === GENERIC ? { "evt.type": "alarm" } : {};
  return { values: { ...values, ...name }, code };
});

describe("compiled conditions", () => {
  it(`agree with the interpreter (${CONDITIONS * EVENTS * RUNS} pairs)`, () => {
    fc.assert(
      fc.property(
        fc.array(anyCondition, { minLength: CONDITIONS, maxLength: CONDITIONS }),
        fc.array(event, { minLength: EVENTS, maxLength: EVENTS }),
        (conditions, events) => {
          const table = new NodeTable();
          const roots = conditions.map(
            (c) => checkCondition(parseCondition(c), { registry: REGISTRY, regex: JS_REGEX, table }).root,
          );
          const rules = roots.map((root, index) => ({ index, root, events: EventSet.all() }));
          const all = compileRules(rules, { table, matching: "all", regex: JS_REGEX }).judges;
          const first = compileRules(rules, { table, matching: "first", regex: JS_REGEX }).judges;
          const interpreter = new Interpreter(JS_REGEX);
          const out = new Int32Array(CONDITIONS + 1);
          for (const e of events) {
            const x = fakeEvent(e.values, e.code);
            const want = rules.filter((r) => interpreter.judge(r.root, x)).map((r) => r.index);
            const n = all[e.code]?.(x, out, 0) ?? 0;
            const got = [...out.subarray(0, n)];
            assert.deepEqual(
              got.map((i) => conditions[i]),
              want.map((i) => conditions[i]),
            );
            const m = first[e.code]?.(x, out, 0) ?? 0;
            assert.deepEqual([...out.subarray(0, m)], want.slice(0, 1));
          }
        },
      ),
      { numRuns: RUNS, includeErrorInReport: true },
    );
  });
});
