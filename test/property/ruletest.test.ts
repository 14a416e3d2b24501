import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import fc from "fast-check";
import { RuleTestError } from "../../src/ruletest/error.js";
import { readTestFile } from "../../src/ruletest/read.js";

const GOOD = readFileSync(new URL("../../../rules/saker_rules.test.yaml", import.meta.url), "utf8").slice(0, 6000);

const SNIPPETS = [
  "- ",
  "{",
  "}",
  "[",
  ": ",
  "\n",
  "\n  ",
  "*a",
  "&a ",
  "<<: ",
  "null",
  "> ",
  "'",
  '"',
  "__proto__: 1",
  "event:",
  "expect:",
  "\t",
  "\0",
  "1e999",
  "by: ",
];

const at = fc.nat(10_000);
const edit = fc.oneof(
  fc.tuple(at, fc.constantFrom(...SNIPPETS)).map(
    ([i, s]) =>
      (t: string) =>
        t.slice(0, i % t.length) + s + t.slice(i % t.length),
  ),
  fc.tuple(at, fc.integer({ min: 1, max: 30 })).map(
    ([i, n]) =>
      (t: string) =>
        t.slice(0, i % t.length) + t.slice((i % t.length) + n),
  ),
  fc.tuple(at, at).map(([i, j]) => (t: string) => {
    const words = t.split(/(\s+)/);
    words[i % words.length] = words[j % words.length] as string;
    return words.join("");
  }),
);

describe("reader of rule tests", () => {
  it("throws nothing but RuleTestError, with a place in the file", () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
        const text = edits.reduce((t, e) => e(t) || "x", GOOD);
        try {
          readTestFile(text, "f.test.yaml");
        } catch (e) {
          assert.ok(e instanceof RuleTestError, `${String(e)}\n${e instanceof Error ? e.stack : ""}`);
          assert.ok(e.line >= 1 && e.line <= text.split("\n").length + 1 && e.column >= 1);
          assert.ok(e.describe().startsWith("f.test.yaml:"));
        }
      }),
      { numRuns: 300, includeErrorInReport: true },
    );
  });
});
