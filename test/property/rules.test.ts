import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { RulesError } from "../../src/rules/errors.js";
import { RulesLoader } from "../../src/rules/loader.js";
import { REGISTRY } from "../unit/support/fakeregistry.js";
import { fakeTemplate } from "../unit/support/faketemplate.js";
import { JS_REGEX } from "../unit/support/regexengine.js";
import { RICH_RULES } from "../unit/support/rulefile.js";

const LINES = RICH_RULES.split("\n");
const SNIPPETS = [
  "",
  " ",
  "\n",
  ":",
  "- ",
  "[",
  "]",
  "{",
  "}",
  '"',
  "'",
  "&a ",
  "*a",
  "!!int ",
  "|",
  ">",
  "#",
  "~",
  "null",
  "true",
  "%proc.name",
  "(",
  ")",
  "and",
  "or not",
  "in",
  ",",
  "proc.name",
  "oneof",
  "exists",
  "override: {condition: append}",
  "append: true",
  "\t",
  "\0",
  "\ud800",
  "<<: *a",
  "__proto__",
  "9999999999",
  "---\n",
  "...\n",
  "\u{1f600}",
  "%YAML 9.9\n",
];

const at = fc.nat(10_000);
const edit: fc.Arbitrary<(text: string) => string> = fc.oneof(
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
    const lines = t.split("\n");
    const [line] = lines.splice(i % lines.length, 1);
    lines.splice(j % lines.length, 0, line as string);
    return lines.join("\n");
  }),
  fc.tuple(at, at).map(([i, j]) => (t: string) => {
    const words = t.split(/(\s+)/);
    words[i % words.length] = words[j % words.length] as string;
    return words.join("");
  }),
  at.map((i) => (t: string) => `${t}\n${LINES.slice(i % LINES.length).join("\n")}`),
);

describe("rules loader", () => {
  it("throws nothing but RulesError, with a place in the file", () => {
    let fine = 0;
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const text = edits.reduce((t, e) => e(t) || "x", RICH_RULES);
        const l = new RulesLoader({
          registry: REGISTRY,
          compileTemplate: fakeTemplate,
          regex: JS_REGEX,
          sources: new Set(["syscall"]),
        });
        try {
          const { warnings } = l.load(text, "f.yaml");
          for (const w of warnings) assert.ok(w.line >= 1 && w.column >= 1);
          fine++;
        } catch (e) {
          assert.ok(e instanceof RulesError, `${String(e)}\n${e instanceof Error ? e.stack : ""}`);
          assert.ok(e.line >= 1 && e.line <= text.split("\n").length + 1 && e.column >= 1);
          assert.ok(e.describe().includes("f.yaml"));
          assert.ok(e.message !== "");
        }
      }),
      { numRuns: 4000, includeErrorInReport: true },
    );
    assert.ok(fine > 0, "some mutations are harmless");
  });
});
