import { type BytesTest, FOLD } from "./bytetests.js";
import { type LiteralKind, PrefixTree } from "./prefixtree.js";
import { addAll, addRule, type RuleBits } from "./rulebits.js";
import { type Needle, substrings } from "./substrings.js";
import type { Witness } from "./witness.js";

/** Looks for witnesses in a value; adds the rules that found one. */
export interface PatternSearch {
  readonly finder: PatternFinder;
  /** The rules that it can find. */
  readonly rules: RuleBits;
}

export interface PatternFinder {
  find(buf: Uint8Array, off: number, len: number, found: RuleBits): void;
}

/** Witnesses of all rules in one field. */
export class PatternSet {
  private readonly byKind = new Map<string, Map<string, Needle>>();
  private readonly tests = new Map<BytesTest, RuleBits>();

  constructor(private readonly words: number) {}

  /** @param test the check's own test, for witnesses of kind `test` */
  add(w: Witness, rule: number, test: () => BytesTest): void {
    if (w.how === "test") {
      const t = test();
      const rules = this.tests.get(t) ?? new Int32Array(this.words);
      this.tests.set(t, rules);
      addRule(rules, rule);
      return;
    }
    let texts = this.byKind.get(w.how);
    if (texts === undefined) {
      texts = new Map();
      this.byKind.set(w.how, texts);
    }
    const text = w.how === "hasFolded" ? w.text.map((b) => FOLD[b] as number) : w.text;
    const key = Buffer.from(text).toString("latin1");
    let entry = texts.get(key);
    if (entry === undefined) {
      entry = { text, rules: new Int32Array(this.words) };
      texts.set(key, entry);
    }
    addRule(entry.rules, rule);
  }

  /** The searches that find all that was added. */
  build(): PatternSearch[] {
    const of = (how: Witness["how"]): Needle[] => [...(this.byKind.get(how)?.values() ?? [])];
    const out: PatternSearch[] = [];
    const put = (needles: readonly Needle[], make: () => PatternFinder): void => {
      if (needles.length === 0) return;
      const rules = new Int32Array(this.words);
      for (const n of needles) addAll(rules, n.rules);
      out.push({ finder: make(), rules });
    };
    const tree = (step: 1 | -1, literals: Partial<Record<LiteralKind, readonly Needle[]>>): void => {
      put(Object.values(literals).flat(), () => {
        const t = new PrefixTree(step, this.words);
        for (const [kind, list] of Object.entries(literals)) {
          for (const n of list) t.add(n.text, kind as LiteralKind, n.rules);
        }
        return t;
      });
    };
    tree(1, { is: of("is"), begins: of("begins"), below: of("below") });
    tree(-1, { begins: of("ends") });
    put(of("has"), () => substrings(of("has"), false));
    put(of("hasFolded"), () => substrings(of("hasFolded"), true));
    for (const [test, rules] of this.tests) out.push({ finder: new TestSearch(test, rules), rules });
    return out;
  }
}

/** A test of its own. */
class TestSearch implements PatternFinder {
  constructor(
    private readonly test: BytesTest,
    private readonly rules: RuleBits,
  ) {}

  find(buf: Uint8Array, off: number, len: number, found: RuleBits): void {
    if (this.test(buf, off, len)) addAll(found, this.rules);
  }
}
