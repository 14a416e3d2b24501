import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { EVENT_CODES, eventCodes } from "../../../src/event/table.js";
import { checkCondition } from "../../../src/filter/check.js";
import { eventTypesOf } from "../../../src/filter/eventtypes.js";
import { parseCondition } from "../../../src/filter/parser.js";
import { REGISTRY } from "../support/fakeregistry.js";

const codes = (...names: string[]) => names.flatMap((n) => [...eventCodes(n)]).sort((a, b) => a - b);
const all = [...new Array(EVENT_CODES).keys()];
const except = (...names: string[]) => all.filter((c) => !codes(...names).includes(c));

const CASES: readonly (readonly [string, readonly number[]])[] = [
  ["evt.type = open", codes("open")],
  ["evt.type in (open, close)", codes("open", "close")],
  ["evt.type = anyof (open, close)", codes("open", "close")],
  ["evt.type != open", except("open")],
  ["not evt.type in (open, close)", except("open", "close")],
  ["evt.type exists", all],
  ["not evt.type exists", all],
  ["proc.name = cat", all],
  ["not proc.name = cat", all],
  ["evt.type = open and not proc.name = cat", codes("open")],
  ["evt.type = open or proc.name = cat", all],
  ["not (evt.type = open or proc.name = cat)", except("open")],
  ["not (evt.type = open and proc.name = cat)", all],
  ["evt.type = open and evt.type = close", []],
  ["evt.type = alarm", codes("syscall")],
  ["evt.type = open and evt.num = 0", []],
  ["evt.type = open and not evt.num = 0", codes("open")],
  ["not evt.num > 0", []],
  ["evt.num in (0)", []],
  ["not evt.num in (0)", all],
  ["evt.num >= 2", all],
  ["evt.type startswith open", all],
];

describe("event types of a condition", () => {
  for (const [text, want] of CASES) {
    it(text, () => {
      const { root } = checkCondition(parseCondition(text), { registry: REGISTRY });
      assert.deepEqual(eventTypesOf(root).codes(), want);
    });
  }
});
