import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as filter from "../../../src/filter/index.js";

const parse = (text: string) => filter.parseCondition(text);

describe("warnings of a condition's text", () => {
  const fields = (text: string) => filter.conditionWarnings(parse(text)).map((w) => w.field ?? w.code);

  it("name each deprecated field once", () => {
    assert.deepEqual(fields("evt.dir = < and (evt.dir = > or tolower(evt.latency.human) = x)"), [
      "evt.dir",
      "evt.latency.human",
    ]);
    assert.deepEqual(fields("a.b = val(evt.dir)"), ["evt.dir"]);
  });

  it("tell of comparisons with <NA>", () => {
    for (const text of ["ka.x = <NA>", "jevt.v in (a, <NA>)", "tolower(ka.x) != <NA>", "ka.x pmatch (<NA>)"]) {
      assert.deepEqual(fields(text), ["LOAD_UNSAFE_NA_CHECK"], text);
    }
    for (const text of ["fd.x = <NA>", "ka.x startswith <NA>", "ka.x exists"]) assert.deepEqual(fields(text), [], text);
  });

  it("point to the use of the macro they are in", () => {
    const [w] = filter.conditionWarnings(parse("a.b = 1 and m"), () => parse("evt.dir = <"));
    assert.deepEqual(w?.span, { start: 12, end: 13 });
  });
});

describe("macros", () => {
  const macros = new Map([
    ["a", parse("b or x.y = 1")],
    ["b", parse("not a.b exists")],
    ["loop", parse("x.y = 1 and loop")],
  ]);

  it("are put in place", () => {
    const r = filter.resolveMacros(parse("a and c and a"), macros);
    const one = "(not a.b exists or x.y = 1)";
    assert.equal(filter.printCondition(r.tree), `(${one} and c and ${one})`);
    assert.deepEqual(
      r.resolved.map((m) => m.name),
      ["b", "a", "b", "a"],
    );
    assert.deepEqual(
      r.unknown.map((m) => m.name),
      ["c"],
    );
    assert.deepEqual(r.loops, []);
  });

  it("may not contain themselves", () => {
    const r = filter.resolveMacros(parse("loop"), macros);
    assert.deepEqual(
      r.loops.map((m) => m.span.start),
      [12],
    );
  });
});

describe("literals", () => {
  it("print as Falco prints them", () => {
    assert.equal(filter.plainText("a(b),c"), "a(b),c");
    assert.equal(filter.plainText(`a "b" 'c'\n`), `"a \\"b\\" 'c'\\n"`);
    assert.equal(filter.plainText(""), "");
  });

  it("hold any bytes", () => {
    for (const hex of ["61ff62", "c3a9", "f09f9880", "80", "eda080", "", "e282"]) {
      const bytes = new Uint8Array(Buffer.from(hex, "hex"));
      assert.equal(Buffer.from(filter.literalBytes(filter.literalOf(bytes))).toString("hex"), hex);
    }
  });
});

describe("path tree", () => {
  const bytes = (text: string) => new Uint8Array(Buffer.from(text));
  const find = (t: filter.PathTree<number>, p: string) => t.find(bytes(p), 0, bytes(p).length);

  it("finds the value of the listed path at or above", () => {
    const t = new filter.PathTree<number>();
    for (const [p, v] of [
      ["/usr/lib", 1],
      ["//etc/", 2],
      ["/opt/*/bin", 3],
    ] as const)
      t.add(bytes(p), v);
    assert.deepEqual(
      ["/usr/lib/x", "/usr", "/etc", "/opt/a/bin/b", "/opt/a"].map((p) => find(t, p)),
      [1, undefined, 2, 3, undefined],
    );
    assert.equal(
      String(t),
      "root ->\n    etc ->\n    opt ->\n        * ->\n            bin ->\n    usr ->\n        lib ->\n",
    );
    t.add(bytes("/usr"), 4);
    assert.equal(find(t, "/usr/lib/x"), 4);
  });
});

describe("positions", () => {
  it("count lines and columns from 1", () => {
    const text = "a.b = 1\n  and not c";
    const at = filter.nodePositions(parse(text), text).map((p) => `${p.node.kind} ${p.line}:${p.column}`);
    assert.deepEqual(at, ["and 1:1", "binary 1:1", "field 1:1", "value 1:7", "not 2:7", "macro 2:11"]);
  });
});
