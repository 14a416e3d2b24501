// Rules files made to hurt. Each gives a RulesError that says why, or simply works; the time limit of the whole only
// catches what would never end.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileTemplate } from "../../../src/fields/format.js";
import { builtinRegistry } from "../../../src/fields/registry.js";
import { compileRules } from "../../../src/filter/compile.js";
import { RE2 } from "../../../src/filter/re2.js";
import { RulesError } from "../../../src/rules/errors.js";
import { type LoadResult, RulesLoader } from "../../../src/rules/loader.js";

const rule = (condition: string, name = "r"): string =>
  `- rule: ${name}\n  desc: d\n  condition: ${condition}\n  output: o\n  priority: INFO\n`;
const quoted = (text: string): string => JSON.stringify(text);
const many = (n: number, each: (i: number) => string, between = ""): string =>
  Array.from({ length: n }, (_, i) => each(i)).join(between);

function load(text: string): LoadResult {
  const loader = new RulesLoader({
    registry: builtinRegistry(),
    compileTemplate,
    regex: RE2,
    sources: new Set(["syscall"]),
  });
  const result = loader.load(text, "hostile.yaml");
  const rules = result.ruleSet.rules.map((r, index) => ({ index, root: r.root, events: r.events }));
  compileRules(rules, { table: result.ruleSet.table, matching: "first", regex: RE2 });
  return result;
}

/** Loads, and gives this many rules. */
const works: Record<string, readonly [text: string, rules: number]> = {
  "100,000 times not": [rule(quoted(`${"not ".repeat(100_000)}evt.num=1`)), 1],
  "a list of 100,000 items": [
    `- list: big\n  items: [${many(100_000, (i) => `item${i}`, ", ")}]\n${rule("proc.name in (big)")}`,
    1,
  ],
  "a list with one item of a megabyte": [
    `- list: big\n  items: [${"x".repeat(1 << 20)}]\n${rule("proc.name in (big)")}`,
    1,
  ],
  "100,000 numbers": [rule(`proc.pid in (${many(100_000, String, ", ")})`), 1],
  "20,000 paths": [rule(`fd.name pmatch (${many(20_000, (i) => `/a/b${i}`, ", ")})`), 1],
  "a path of 100,000 levels": [rule(`fd.name pmatch (${"/a".repeat(100_000)})`), 1],
  "a megabyte of blanks": [rule(quoted(`proc.name${" ".repeat(1 << 20)}= a`)), 1],
  "10 MB in one literal": [rule(quoted(`proc.name = ${"a".repeat(10 << 20)}`)), 1],
  "10,000 alternatives": [rule(quoted(many(10_000, (i) => `proc.name = a${i}`, " or "))), 1],
  "3,000 lists in one condition": [
    many(3000, (i) => `- list: l${i}\n  items: [a${i}]\n`) + rule(`proc.name in (${many(3000, (i) => `l${i}`, ", ")})`),
    1,
  ],
  "lists that double": [
    `- list: l0\n  items: [a, b]\n${many(60, (i) => `- list: l${i + 1}\n  items: [l${i}, l${i}]\n- list: l${i}\n  items: [l${i + 1}, l${i + 1}]\n  override: {items: append}\n`)}${rule("proc.name in (l60, l59, l58)")}`,
    1,
  ],
  "an empty list named 100,000 times": [
    `- list: none\n  items: []\n${rule(`proc.name in (${"none, ".repeat(100_000)}x)`)}`,
    1,
  ],
  "a regular expression that backtracks": [rule(`'proc.name regex "((a*)*b(a+)+)+$"'`), 1],
  "many stars": [rule(`'proc.name glob "${"*a".repeat(20_000)}"'`), 1],
  "15 macros that double": [
    `- macro: m0\n  condition: proc.name=a\n${many(14, (i) => `- macro: m${i + 1}\n  condition: (m${i} and proc.name!=b${i}) or (proc.pid=${i} and not m${i})\n`)}${rule("m14")}`,
    1,
  ],
  "2,000 macros in a row": [
    `- macro: m0\n  condition: evt.num=1\n${many(1999, (i) => `- macro: m${i + 1}\n  condition: m${i}\n`)}${rule("m1999")}`,
    1,
  ],
  "20,000 exceptions": [
    `${rule("evt.type=open")}  exceptions:\n  - name: e\n    fields: [proc.name, fd.name]\n    comps: [=, startswith]\n    values:\n${many(20_000, (i) => `    - [a${i}, /b${i}]\n`)}`,
    1,
  ],
  "100,000 exceptions of one field": [
    `${rule("evt.type=open")}  exceptions:\n  - name: e\n    fields: proc.name\n    comps: in\n    values:\n${many(100_000, (i) => `    - a${i}\n`)}`,
    1,
  ],
  "2,000 additions to a condition": [
    rule("evt.num=1") +
      many(2000, (i) => `- rule: r\n  condition: and proc.name!=a${i}\n  override: {condition: append}\n`),
    1,
  ],
  "a name that is code": [rule("evt.type=open", `'"; process.exit(1); //'`), 1],
  "a literal that is code": [rule(quoted('proc.name = \'"]`;process.exit(1);`//\' or proc.name = "\\n;"')), 1],
  "100,000 keys": [rule("evt.num=1") + many(100_000, (i) => `  k${i}: 1\n`), 1],
  "20,000 documents": ["---\n".repeat(20_000) + rule("evt.num=1"), 1],
};

/** Is refused, with a message that says this. */
const refused: Record<string, readonly [text: string, why: RegExp]> = {
  "100,000 brackets": [rule(quoted(`${"(".repeat(100_000)}evt.num=1${")".repeat(100_000)}`)), /depth/],
  "a million open brackets": [rule(quoted("(".repeat(1_000_000))), /depth/],
  "100,000 times not(": [rule(quoted(`${"not(".repeat(100_000)}evt.num=1${")".repeat(100_000)}`)), /depth/],
  "100,000 transformers": [rule(quoted(`${"tolower(".repeat(100_000)}proc.name${")".repeat(100_000)} = a`)), /depth/],
  "YAML lists in lists": [`- list: l\n  items: ${"[".repeat(100_000)}${"]".repeat(100_000)}`, /deep|stack/],
  "YAML maps in maps": [`- rule: ${"{a: ".repeat(100_000)}`, /deep|stack/],
  "YAML dashes": [`${"- ".repeat(100_000)}a`, /deep|stack/],
  "60 macros that double": [
    `- macro: m0\n  condition: evt.num=1\n${many(60, (i) => `- macro: m${i + 1}\n  condition: m${i} and m${i}\n`)}${rule("m60")}`,
    /depth|big/,
  ],
  "40 macros that double, with negations": [
    `- macro: m0\n  condition: proc.name=a\n${many(40, (i) => `- macro: m${i + 1}\n  condition: (m${i} and proc.name!=b${i}) or (proc.pid=${i} and not m${i})\n`)}${rule("m40")}`,
    /depth|big/,
  ],
  "a macro in itself": ["- macro: a\n  condition: a\n", /macro 'a'/],
  "macros in a circle": ["- macro: a\n  condition: b\n- macro: b\n  condition: a\n", /macro 'b'/],
  "an anchor within itself": ["- list: x\n  items: &a [*a]\n", /scalar/],
  "aliases that multiply": [
    `- list: a0\n  items: &a0 [x, x]\n${many(30, (i) => `- list: a${i + 1}\n  items: &a${i + 1} [${many(9, () => `*a${i}`, ", ")}]\n`)}`,
    /scalar|alias/,
  ],
  "a thousand items, aliased 5,000 times": [
    `- list: a\n  items: &a [${many(1000, () => "x", ", ")}]\n${many(5000, (i) => `- list: b${i}\n  items: *a\n`)}`,
    /alias|too many/,
  ],
  "merge keys": ["- &a {list: x, items: [b]}\n- {<<: *a, list: y}\n", /items/],
  "RE2 repetitions": [rule(`'proc.name regex "((a{1000}){1000}){1000}"'`), /repetition/],
  "a regular expression of a megabyte": [rule(`'proc.name regex "${"a?".repeat(1 << 19)}"'`), /too large/],
  "a macro name of a megabyte": [rule(quoted("a".repeat(1 << 20))), /macro/],
  "a field name of 10 MB": [rule(quoted(`a${".a".repeat(5 << 20)} = 1`)), /./],
  "a number of a megabyte": [rule(quoted(`proc.pid = ${"1".repeat(1 << 20)}`)), /number/],
  "an address of a megabyte": [rule(quoted(`fd.sip = ${"1:".repeat(1 << 19)}`)), /address/],
  "10 MB of alternatives": [rule(quoted(many(500_000, (i) => `proc.name=a${i}`, " or "))), /big|deep|long/],
  "100,000 rows of exceptions": [
    `${rule("evt.type=open")}  exceptions:\n  - name: e\n    fields: [proc.name, fd.name]\n    comps: [=, startswith]\n    values:\n${many(100_000, (i) => `    - [a${i}, /b${i}]\n`)}`,
    /big|deep|long/,
  ],
  "an output that is one long name": [
    rule("evt.num=1").replace("output: o", `output: '%a${".a".repeat(1 << 18)}'`),
    /names no field|token/,
  ],
  "an engine version of 100,000 digits": [`- required_engine_version: ${"9".repeat(100_000)}\n`, /version/],
  "a NUL in a literal": [rule("proc.name = a\0b"), /NUL/],
  "an escaped NUL": [rule('"proc.name = \\0"'), /NUL/],
  "a quote without end": [rule(`'proc.name = "${"\\\\".repeat(1 << 19)}'`), /closed/],
};

/** Names that every JavaScript object has. */
const INHERITED = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"];

describe("hostile rules files", { timeout: 300_000 }, () => {
  for (const [name, [text, rules]] of Object.entries(works)) {
    it(`load: ${name}`, () => {
      assert.equal(load(text).ruleSet.rules.length, rules);
    });
  }

  for (const [name, [text, why]] of Object.entries(refused)) {
    it(`are refused: ${name}`, () => {
      assert.throws(
        () => load(text),
        (e) => {
          assert.ok(e instanceof RulesError, String(e));
          assert.match(e.message, why);
          assert.ok(e.line >= 1 && e.column >= 1);
          assert.ok(e.describe().length < 8000, `${e.describe().length} characters`);
          return true;
        },
      );
    });
  }

  for (const name of INHERITED) {
    it(`may use the name ${name}`, () => {
      // a macro's name begins with a letter where it is used
      const macro = name === "__proto__" ? "evt.num=1" : name;
      const { ruleSet } = load(
        `- list: ${name}\n  items: [${name}]\n- macro: ${name}\n  condition: evt.num=1\n${rule(`${macro} and proc.name in (${name})`, name)}` +
          `  ${name}: ${name}\n  exceptions:\n  - name: ${name}\n    fields: [proc.name]\n    values: [[${name}]]\n    ${name}: 1\n`,
      );
      assert.equal(ruleSet.rules[0]?.name, name);
      assert.match(ruleSet.rules[0]?.condition ?? "", new RegExp(name));
    });

    it(`know no field, operator, type or key ${name}`, () => {
      const wrong = [
        rule(`${name}.x = 1`),
        rule(`evt.${name} = 1`),
        rule(`evt.arg[${name}] = 1`),
        rule(`proc.name ${name} x`),
        rule(`evt.type = ${name}`),
        rule(`${name}(proc.name) = x`),
        rule(`fd.sport = ${name}`),
        rule("evt.num=1").replace("INFO", name),
        `${rule("evt.num=1")}  exceptions:\n  - name: e\n    fields: [proc.name]\n    comps: [${name}]\n    values: [[a]]\n`,
        `${rule("evt.num=1")}- rule: r\n  condition: and evt.num=2\n  override: {${name}: append}\n`,
        rule("evt.num=1").replace("output: o", `output: '%evt.${name}'`),
      ];
      for (const text of wrong) assert.throws(() => load(text), RulesError, text);
    });
  }

  it("may hold any characters", () => {
    for (const text of ["\ud800", "\udfff\ud800", "\ufffd\ufffd", "\u0000", "\u0007", "\ufeff"]) {
      for (const file of [
        rule(`proc.name = "${text}"`),
        rule("evt.num=1", `"${text}"`),
        `- list: "${text}"\n  items: ["${text}"]\n`,
        text,
        rule("evt.num=1") + text,
        Buffer.from([0x2d, 0x20, 0xff, 0xfe, 0x80, 0x0a]).toString("utf8"),
      ]) {
        try {
          load(file);
        } catch (e) {
          assert.ok(e instanceof RulesError, `${JSON.stringify(file)}: ${String(e)}`);
        }
      }
    }
  });
});
