import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import fc from "fast-check";
import { readFull } from "../../src/rules/yaml/full.js";
import { readQuick } from "../../src/rules/yaml/quick.js";
import { RICH_RULES } from "../unit/support/rulefile.js";
import { FILES, SEED, slices } from "./support/amount.js";
import { anyEdits, mutate } from "./support/mutations.js";

const OWN = readFileSync(new URL("../../../rules/saker_rules.yaml", import.meta.url), "utf8");
const ITEMS = OWN.split(/\n(?=- (?:rule|macro|list):)/);
/** Few of them are YAML. */
const ROWS = 10 * FILES;
const SLICE = 2000;

/** The quick reader gives what the library gives, or nothing. */
function agree(text: string): boolean {
  const quick = readQuick(text);
  if (quick === undefined) return false;
  assert.deepEqual({ roots: [quick] }, readFull(text), text);
  return true;
}

const TOKENS = [
  ...["- ", "\n- ", "\n  - ", "-", "a: ", "b: ", "\n  b: ", "\n  b: [", "key:", ":"],
  ...["\n", "\n\n", "\n ", "\n  ", "\n    ", "\n      ", " ", "  ", "#", " # c", "\n---", "\n..."],
  ...["'", '"', "''", "\\n", '\\"', "\\ ", "[", "]", ",", ">", "|", ">-", "|-", "+", "{", "}", "&a ", "*a", "!"],
  ...["x", "y z", "/x:y", "é", "~", "x'y", "'q'", '"r"', "[x, y]", "x\n    y", "\t", "{a: x}", "{a: x, b: ["],
];
const STARTS = [
  ...[
    "- ",
    "- a:",
    "- a:\n",
    "- a: ",
    "- a:\n  - ",
    "- a: x\n",
    "- a: [",
    "- {a: x",
    "- a: {b: x, ",
    "- b: x\n  a: [x,\n",
  ],
  ...["- a: >\n    x\n", "- a: |\n", "- a: 'x", '- a: "x'],
];

describe("quick YAML reader", () => {
  it("reads the rules that come with Saker", () => {
    assert.ok(agree(OWN));
  });

  it(`reads mutated rules as the library does (${FILES} files, seed ${SEED})`, () => {
    let read = 0;
    const seed = fc.oneof(
      fc.constant(RICH_RULES),
      fc.nat(ITEMS.length - 1).map((i) => ITEMS.slice(i, i + 2).join("\n")),
    );
    for (const slice of slices(FILES, SLICE)) {
      fc.assert(
        fc.property(seed, anyEdits, (text, edits) => {
          if (agree(mutate(text, edits))) read++;
        }),
        { seed: slice.seed, numRuns: slice.runs },
      );
    }
    assert.ok(read > 0);
  });

  it(`reads rows of tokens as the library does (${ROWS} texts, seed ${SEED})`, () => {
    let read = 0;
    const soup = fc.array(fc.constantFrom(...TOKENS), { minLength: 1, maxLength: 10 }).map((t) => t.join(""));
    const start = fc.constantFrom(...STARTS);
    for (const slice of slices(ROWS, SLICE)) {
      fc.assert(
        fc.property(start, soup, (s, t) => {
          if (agree(s + t)) read++;
        }),
        { seed: slice.seed, numRuns: slice.runs },
      );
    }
    assert.ok(read > 0);
  });
});
