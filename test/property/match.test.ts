import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { inSet } from "../../src/filter/byteset.js";
import { type BytesTest, contains, containsFolded } from "../../src/filter/bytetests.js";
import { glob } from "../../src/filter/glob.js";
import { pathMatch } from "../../src/filter/pathtrie.js";
import type { PatternSearch } from "../../src/filter/patternset.js";
import { PrefixTree } from "../../src/filter/prefixtree.js";
import { addRule, wordsFor } from "../../src/filter/rulebits.js";
import { slowGlob, slowPathMatch } from "../../src/filter/slowmatch.js";
import { substrings } from "../../src/filter/substrings.js";

/** Few letters, so that patterns meet texts. */
const text = fc.array(fc.constantFrom("a", "b", "A"), { maxLength: 9 }).map((c) => c.join(""));
const pattern = fc
  .array(fc.constantFrom("a", "b", "*", "*", "?", "[ab]", "[!a]", "\\a"), { maxLength: 7 })
  .map((c) => c.join(""));
const path = fc.array(fc.constantFrom("a", "b", "ab", "", "c"), { maxLength: 5 }).map((c) => c.join("/"));
const listed = fc
  .array(fc.constantFrom("a", "b", "ab", "*", "a*", "?", "", "[ab]"), { maxLength: 4 })
  .map((c) => c.join("/"));

const enc = (s: string) => new Uint8Array(Buffer.from(s, "latin1"));

function on(t: BytesTest, value: string): boolean {
  const b = enc(`ab${value}ab`);
  return t(b, 2, value.length);
}

const RUNS = { numRuns: 10_000 };

describe("fast matchers agree with plain ones", () => {
  it("glob", () => {
    fc.assert(
      fc.property(pattern, text, (p, t) => {
        assert.equal(on(glob(enc(p)), t), slowGlob(p, t));
        assert.equal(on(glob(enc(p), true), t), slowGlob(p.toLowerCase(), t.toLowerCase()));
      }),
      RUNS,
    );
  });
  it("pmatch", () => {
    fc.assert(
      fc.property(fc.array(listed, { maxLength: 5 }), path, (list, p) => {
        assert.equal(
          on(pathMatch(list.map(enc)), p),
          list.some((l) => slowPathMatch(l, p)),
        );
      }),
      RUNS,
    );
  });
  it("many beginnings, ends and substrings at once", () => {
    const needle = text.filter((t) => t !== "");
    fc.assert(
      fc.property(fc.array(needle, { minLength: 1, maxLength: 40 }), text, fc.boolean(), (list, t, fold) => {
        const needles = [...new Set(fold ? list.map((n) => n.toLowerCase()) : list)];
        const words = wordsFor(needles.length);
        const bit = (i: number) => {
          const bits = new Int32Array(words);
          addRule(bits, i);
          return bits;
        };
        const found = (search: { find: PatternSearch["find"] }) => {
          const bits = new Int32Array(words);
          search.find(enc(`ab${t}ab`), 2, t.length, bits);
          return needles.filter((_, i) => ((bits[i >> 5] as number) & (1 << (i & 31))) !== 0);
        };
        const forward = new PrefixTree(1, words);
        const backward = new PrefixTree(-1, words);
        const whole = new PrefixTree(1, words);
        needles.forEach((n, i) => {
          forward.add(enc(n), false, bit(i));
          backward.add(enc(n), false, bit(i));
          whole.add(enc(n), true, bit(i));
        });
        const substring = substrings(
          needles.map((n, i) => ({ text: enc(n), rules: bit(i) })),
          fold,
        );
        const low = fold ? t.toLowerCase() : t;
        assert.deepEqual(
          found(forward),
          needles.filter((n) => t.startsWith(n)),
        );
        assert.deepEqual(
          found(backward),
          needles.filter((n) => t.endsWith(n)),
        );
        assert.deepEqual(
          found(whole),
          needles.filter((n) => t === n),
        );
        assert.deepEqual(
          found(substring),
          needles.filter((n) => low.includes(n)),
        );
      }),
      RUNS,
    );
  });
  it("sets and substrings", () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 8 }), text, (list, t) => {
        assert.equal(on(inSet(list.map(enc)), t), list.includes(t));
        for (const l of list) {
          assert.equal(on(contains(enc(l)), t), t.includes(l));
          assert.equal(on(containsFolded(enc(l)), t), t.toLowerCase().includes(l.toLowerCase()));
        }
      }),
      RUNS,
    );
  });
});
