import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ConversionError } from "../../../src/capture/convert/converter.js";
import { CONVERSION_ROWS } from "../../../src/capture/convert/rows.js";
import { EventConverter } from "../../../src/capture/convert/standalone.js";
import { conversionOf } from "../../../src/capture/convert/table.js";
import { type EventSpec, encodeEvent } from "../../../src/capture/encode.js";
import { EVENTS } from "../../../src/event/table.js";

const READ_ENTER: EventSpec = { type: "PPME_SYSCALL_READ_E", tid: 7, params: { fd: 4, size: 100 } };
const READ_EXIT: EventSpec = {
  type: "PPME_SYSCALL_READ_X",
  tid: 7,
  params: { res: 2, data: { hex: "4142" } },
  nparams: 2,
};

describe("conversion table", () => {
  it("has one row for a code and number of parameters", () => {
    const keys = CONVERSION_ROWS.map((r) => `${r[0]}/${r[1]}`);
    assert.equal(new Set(keys).size, keys.length);
  });

  it("leads to events that need no more conversion, or one that is known", () => {
    for (const [code, nparams, action, params = "", to = code] of CONVERSION_ROWS) {
      if (action !== "add" && action !== "become") continue;
      const c = conversionOf(code, nparams);
      assert.ok(c !== undefined);
      assert.equal(c.from.length, params === "" ? 0 : params.split(" ").length);
      const total = (action === "add" ? nparams : 0) + c.from.length;
      const target = EVENTS[to];
      assert.ok(target !== undefined);
      assert.ok(total <= target.params.length, `${target.name}: ${total} parameters`);
      const final = total === target.params.length && target.isExit && !target.flags.has("OLD_VERSION");
      const managed = target.flags.has("CONVERTER_MANAGED");
      assert.ok(final || !managed || conversionOf(to, total) !== undefined, `${target.name} with ${total}`);
    }
  });
});

describe("event converter", () => {
  it("puts the parameters of an enter event into its exit event, once", () => {
    const c = new EventConverter();
    assert.equal(c.convert(encodeEvent(READ_ENTER)), undefined);
    assert.deepEqual(c.stored(7), encodeEvent(READ_ENTER));
    const whole = { ...READ_EXIT, params: { res: 2, data: { hex: "4142" }, fd: 4, size: 100 }, nparams: 4 };
    assert.deepEqual(c.convert(encodeEvent(READ_EXIT)), encodeEvent(whole));
    assert.equal(c.stored(7), undefined);
    const blank = { ...whole, params: { ...whole.params, fd: 0, size: 0 } };
    assert.deepEqual(c.convert(encodeEvent(READ_EXIT)), encodeEvent(blank));
  });

  it("keeps the enter events of threads apart", () => {
    const c = new EventConverter();
    for (const tid of [1, 2, 3]) c.convert(encodeEvent({ ...READ_ENTER, tid, params: { fd: tid, size: 9 } }));
    for (const tid of [2, 3, 1]) {
      const got = c.convert(encodeEvent({ ...READ_EXIT, tid }));
      const want = { ...READ_EXIT, tid, params: { res: 2, data: { hex: "4142" }, fd: tid, size: 9 }, nparams: 4 };
      assert.deepEqual(got, encodeEvent(want));
    }
  });

  it("leaves alone what is as it should be", () => {
    const now = encodeEvent({ type: "open", tid: 1, params: { fd: 3, name: "/x", flags: 1, mode: 0, dev: 1, ino: 2 } });
    const c = new EventConverter();
    assert.equal(c.check(now), "pass");
    assert.deepEqual(c.convert(now), now);
    assert.throws(() => c.step(now), ConversionError);
  });

  it("drops what nobody wants", () => {
    const c = new EventConverter();
    const unused = EVENTS.find((e) => e.flags.has("UNUSED"));
    assert.ok(unused !== undefined);
    assert.equal(c.check(encodeEvent({ type: unused.code, tid: 1 })), "drop");
  });

  it("makes JSON of an old container event", () => {
    const params = { id: "abc", type: 1, name: 'a "name"', image: "img" };
    const got = new EventConverter().convert(encodeEvent({ type: "PPME_CONTAINER_E", tid: 1, params }));
    assert.ok(got !== undefined);
    const json = JSON.parse(Buffer.from(got.subarray(got.indexOf(0x7b), -1)).toString()) as unknown;
    assert.deepEqual(json, { id: "abc", type: 1, name: 'a "name"', image: "img" });
  });

  it("refuses what it cannot convert", () => {
    const c = new EventConverter();
    c.convert(encodeEvent({ type: "PPME_SYSCALL_WRITE_E", tid: 7, params: { fd: 1, size: 1 } }));
    assert.throws(() => c.convert(encodeEvent(READ_EXIT)), /enter event .* is another: write enter/);
    assert.throws(() => c.convert(encodeEvent({ ...READ_EXIT, nparams: 1 })), /no conversion is known/);
    assert.throws(() => c.convert(new Uint8Array(10)), /invalid event/);
    const long = encodeEvent({ ...READ_EXIT, params: { res: 2, data: new Uint8Array(65_495) }, nparams: 2 });
    assert.throws(() => new EventConverter().convert(long), /conversion buffer/);
  });
});
