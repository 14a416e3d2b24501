import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { inSet } from "../../src/filter/byteset.js";
import { type BytesTest, contains, containsFolded } from "../../src/filter/bytetests.js";
import { glob } from "../../src/filter/glob.js";
import { pathMatch } from "../../src/filter/pathtrie.js";
import { slowGlob, slowPathMatch } from "../../src/filter/slowmatch.js";

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

const RUNS = { numRuns: 20_000 };

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
