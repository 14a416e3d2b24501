import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { inSet } from "../../src/filter/byteset.js";
import { type BytesTest, contains, containsFolded } from "../../src/filter/bytetests.js";
import { glob } from "../../src/filter/glob.js";
import { pathMatch } from "../../src/filter/pathtrie.js";
import type { PatternSearch } from "../../src/filter/patternset.js";
import { type LiteralKind, PrefixTree } from "../../src/filter/prefixtree.js";
import { addRule, wordsFor } from "../../src/filter/rulebits.js";
import { slowGlob, slowPathMatch } from "../../src/filter/slowmatch.js";
import { substrings } from "../../src/filter/substrings.js";
import { isNormal, isPlainlyNormal } from "../../src/state/paths.js";

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
          forward.add(enc(n), "begins", bit(i));
          backward.add(enc(n), "begins", bit(i));
          whole.add(enc(n), "is", bit(i));
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
  it("listed paths among beginnings", () => {
    const tidy = fc.array(fc.constantFrom("a", "b", "ab"), { minLength: 1, maxLength: 4 }).map((c) => `/${c.join("/")}`);
    const value = fc.array(fc.constantFrom("a", "b", "ab", "", "c", "abc"), { maxLength: 6 }).map((c) => c.join("/"));
    const kinds = fc.constantFrom<LiteralKind>("is", "begins", "below", "below");
    const any = fc.tuple(tidy, kinds);
    const untidy = fc.tuple(value, fc.constantFrom<LiteralKind>("is", "begins"));
    fc.assert(
      fc.property(
        fc.array(fc.oneof(any, any, any, untidy), { minLength: 1, maxLength: 12 }),
        fc.oneof(value, value, tidy),
        (list, v) => {
          const tree = new PrefixTree(1, 1);
          list.forEach(([lit, kind], i) => {
            tree.add(enc(lit), kind, Int32Array.of(1 << i));
          });
          const bits = new Int32Array(1);
          tree.find(enc(`/b${v}/a`), 2, v.length, bits);
          const holds = ([lit, kind]: [string, LiteralKind]) =>
            kind === "is" ? v === lit : kind === "begins" ? v.startsWith(lit) : slowPathMatch(lit, v);
          assert.deepEqual(
            list.filter((_, i) => ((bits[0] as number) & (1 << i)) !== 0),
            list.filter(holds),
          );
        },
      ),
      RUNS,
    );
  });
  it("normal paths", () => {
    const odd = fc.array(fc.constantFrom("a", "b.", "ab", "", "abc", ".", "..", ".a"), { maxLength: 8 });
    fc.assert(
      fc.property(odd, fc.boolean(), (parts, rooted) => {
        const p = `${rooted ? "/" : ""}${parts.join("/")}`;
        const b = enc(`/.${p}/.`);
        const plain = isPlainlyNormal(new DataView(b.buffer), 2, p.length);
        assert.equal(plain, isNormal(b, 2, p.length) && p !== "/" && !p.includes("/."));
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
