import { type BytesTest, FOLD } from "./bytetests.js";
import { type LiteralKind, PrefixTree } from "./prefixtree.js";
import { addAll, addRule, type RuleBits } from "./rulebits.js";
import { type Needle, substrings } from "./substrings.js";
import type { Witness } from "./witness.js";

/** Looks for witnesses in a value; adds the rules that found one. */
export interface PatternSearch {
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
    const of = (how: Witness["how"]) => [...(this.byKind.get(how)?.values() ?? [])];
    const out: PatternSearch[] = [];
    const tree = (step: 1 | -1, kinds: readonly LiteralKind[]): void => {
      const t = new PrefixTree(step, this.words);
      for (const kind of kinds) for (const n of of(kind === "begins" && step === -1 ? "ends" : kind)) t.add(n.text, kind, n.rules);
      if (!t.empty) out.push(t);
    };
    tree(1, ["is", "begins", "below"]);
    tree(-1, ["begins"]);
    if (of("has").length > 0) out.push(substrings(of("has"), false));
    if (of("hasFolded").length > 0) out.push(substrings(of("hasFolded"), true));
    for (const [test, rules] of this.tests) {
      out.push({
        find: (buf, off, len, found) => {
          if (test(buf, off, len)) addAll(found, rules);
        },
      });
    }
    return out;
  }
}
