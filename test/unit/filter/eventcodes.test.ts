import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { EVENTS } from "../../../src/event/table.js";
import { FilterError } from "../../../src/filter/error.js";
import { eventsOfCondition, syscallsOfCondition } from "../../../src/filter/eventcodes.js";
import { parseCondition } from "../../../src/filter/parser.js";

function names(text: string): string[] | "all" {
  const codes = eventsOfCondition(parseCondition(text));
  if (codes.size === EVENTS.length) return "all";
  return [...new Set([...codes].map((c) => EVENTS[c]?.name ?? ""))].sort();
}

describe("events of a condition, by its text", () => {
  const CASES: readonly (readonly [text: string, names: string[] | "all"])[] = [
    ["evt.type = open", ["open"]],
    ["evt.type in (open, close) and x.y = 1", ["close", "open"]],
    ["not not evt.type = open", ["open"]],
    ["evt.type = open or x.y = 1", "all"],
    ["not (x.y = 1 or evt.type != open)", ["open"]],
    ["evt.type = open and evt.type = close", []],
    ["not evt.type exists", []],
    ["evt.type startswith op", "all"],
    ["evt.type = anyof (open, close)", "all"],
    ["some_macro", "all"],
    ["evt.num = 0", []],
    ["evt.num in (0, 00)", []],
    ["evt.num >= 1", "all"],
    ["not evt.num > 0", []],
    ["evt.num = 0x0", "all"],
    ["evt.num < -5", "all"],
    ["b64(evt.num) = 0", "all"],
    ["evt.type = no_such_event", []],
  ];
  for (const [text, want] of CASES) it(text, () => assert.deepEqual(names(text), want));

  for (const text of ["evt.type = val(a.b)", "tolower(evt.type) = x", "concat(a.b, evt.type) in (x)"]) {
    it(`refuses ${text}`, () => assert.throws(() => names(text), FilterError));
  }

  it("tells system calls, too", () => {
    const calls = syscallsOfCondition(parseCondition("evt.type in (open, alarm, procexit)"));
    assert.deepEqual([...calls].sort(), ["alarm", "open", "sched_process_exit"]);
  });
});
