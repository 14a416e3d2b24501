import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { FieldRegistry } from "../../src/fields/field.js";
import { RulesError } from "../../src/rules/errors.js";
import { RulesLoader } from "../../src/rules/loader.js";
import type { CompileTemplate } from "../../src/rules/template.js";
import { REGISTRY } from "../unit/support/fakeregistry.js";
import { fakeTemplate } from "../unit/support/faketemplate.js";
import { JS_REGEX } from "../unit/support/regexengine.js";
import { RICH_RULES } from "../unit/support/rulefile.js";
import { FILES, SEED, slices } from "./support/amount.js";
import { anyEdits, mutate } from "./support/mutations.js";

/** Real rules a few at a time, next to a file that has every form there is. */
const OWN = readFileSync(new URL("../../../rules/saker_rules.yaml", import.meta.url), "utf8");
const OWN_ITEMS = OWN.split(/\n(?=- (?:rule|macro|list):)/);
const SMALL = [
  "- list: a\n  items: [b]\n",
  "- macro: m\n  condition: evt.num = 1\n",
  "- rule: r\n  desc: d\n  condition: evt.type = open\n  output: o\n  priority: INFO\n",
  "- &x {list: a, items: [*x]}\n",
  "{}",
  "",
];
const seed = fc.oneof(
  { weight: 4, arbitrary: fc.constant(RICH_RULES) },
  { weight: 2, arbitrary: fc.nat(OWN_ITEMS.length - 1).map((i) => OWN_ITEMS.slice(i, i + 3).join("\n")) },
  { weight: 1, arbitrary: fc.constantFrom(...SMALL) },
);

const SLICE = 2000;

/** What loading one text came to. */
interface Work {
  readonly loaded: boolean;
  /** Fields looked up and outputs compiled: what the costly parts of loading are made of. */
  readonly steps: number;
}

function load(text: string): Work {
  let steps = 0;
  const registry: FieldRegistry = {
    ...REGISTRY,
    lookup: (t) => {
      steps++;
      return REGISTRY.lookup(t);
    },
  };
  const compileTemplate: CompileTemplate = (t, r) => {
    steps++;
    return fakeTemplate(t, r);
  };
  const loader = new RulesLoader({ registry, compileTemplate, regex: JS_REGEX, sources: new Set(["syscall"]) });
  const lines = text.split("\n").length;
  try {
    const { warnings } = loader.load(text, "f.yaml");
    for (const w of warnings) assert.ok(w.line >= 1 && w.column >= 1);
    return { loaded: true, steps };
  } catch (e) {
    assert.ok(e instanceof RulesError, `${String(e)}\n${e instanceof Error ? e.stack : ""}`);
    assert.ok(e.line >= 1 && e.line <= lines + 1 && e.column >= 1);
    assert.ok(e.describe().includes("f.yaml"));
    assert.ok(e.message !== "");
    return { loaded: false, steps };
  }
}

describe("rules loader", () => {
  it(`throws nothing but RulesError, with a place in the file (${FILES} files, seed ${SEED})`, () => {
    let fine = 0;
    for (const slice of slices(FILES, SLICE)) {
      fc.assert(
        fc.property(seed, anyEdits, (text, edits) => {
          if (load(mutate(text, edits)).loaded) fine++;
        }),
        { seed: slice.seed, numRuns: slice.runs, includeErrorInReport: true },
      );
    }
    assert.ok(fine > 0, "some mutations are harmless");
  });

  it("does work in proportion to the length of the file", () => {
    let compared = 0;
    fc.assert(
      fc.property(seed, anyEdits, (text, edits) => {
        const one = `${mutate(text, edits)}\n`;
        const works = [1, 2, 4, 8].map((n) => load(one.repeat(n)));
        if (works.some((w) => !w.loaded)) return;
        compared++;
        const [a, b, , d] = works.map((w) => w.steps) as [number, number, number, number];
        // what a copy adds to the first stays the same however many there are (names defined anew replace each other)
        const perCopy = Math.max(a, b - a);
        assert.ok(d <= a + 7 * perCopy + 8, works.map((w) => w.steps).join(", "));
      }),
      { seed: SEED, numRuns: Math.ceil(FILES / 20) },
    );
    assert.ok(compared > 0, "some files load");
  });
});
