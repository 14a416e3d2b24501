import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { EVENTS } from "../../../src/event/table.js";
import { compileTemplate } from "../../../src/fields/format.js";
import { BUILTIN_FIELDS, builtinRegistry } from "../../../src/fields/registry.js";
import { fieldJson, fieldText } from "../../../src/fields/value.js";
import { TestHost } from "../support/host.js";
import { build } from "../support/records.js";

const reg = builtinRegistry();
const ARGS: Readonly<Record<string, string>> = {
  "evt.arg": "evt.arg[1]",
  "evt.rawarg": "evt.rawarg.res",
  "evt.type.is": "evt.type.is.open",
  "evt.around": "evt.around[1]",
  "thread.cgroup": "thread.cgroup.cpu",
};
const fields = BUILTIN_FIELDS.map((f) => {
  const index = f.argKinds?.includes("index") ? "[0]" : "[k]";
  return reg.lookup(ARGS[f.name] ?? (f.arg === "required" ? `${f.name}${index}` : f.name));
});

/** Parameters of any length with any bytes, as a damaged or hand-made capture may have them. */
const params = fc.array(
  fc.oneof(
    fc.constant(undefined),
    fc.uint8Array({ maxLength: 40 }),
    fc.bigInt({ min: -200n, max: 2n ** 63n }),
    fc.constantFrom("", "/", "a", "/etc/passwd", "../.."),
  ),
  { maxLength: 31 },
);
const annex = fc.array(fc.record({ tag: fc.nat(5), kind: fc.nat(255), bytes: fc.uint8Array({ maxLength: 120 }) }), {
  maxLength: 3,
});

describe("damaged events", () => {
  it("never make state or fields throw", () => {
    fc.assert(
      fc.property(fc.nat(EVENTS.length - 1), params, annex, fc.boolean(), (type, values, entries, bare) => {
        const h = new TestHost();
        if (!bare) h.fork(200, 1);
        const x = h.on({ type, params: values, annex: entries, bare, tid: 200, start: bare ? 0 : 200e9 });
        for (const f of fields) {
          assert.ok(f);
          fieldText(f, x);
          fieldJson(f, x);
        }
        h.state.after(x);
      }),
      { numRuns: 400 },
    );
  });

  it("do not read what an earlier event left behind", () => {
    const h = new TestHost();
    const t = compileTemplate("*%evt.args|%fd.num|%evt.rawres|%evt.is_open_write", reg);
    h.on({ bare: true, type: "openat", params: [3, -100, "/x", 3, 0, 0, 0], tid: 200 });
    const short = build({ bare: true, type: "openat", params: [], tid: 200 });
    new DataView(short.buffer).setUint32(22, 0, true);
    h.view.attach(short.buffer as ArrayBuffer);
    h.view.atBare(0);
    h.x.at();
    assert.equal(t.render(h.x), "|3|<NA>|false");
  });
});
