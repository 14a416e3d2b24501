import { pathMatch } from "./pathtrie.js";
import { addAll, type RuleBits } from "./rulebits.js";

/** What a literal says of a value: it is that; it begins with it; it is that path or one below it. */
export type LiteralKind = "is" | "begins" | "below";

const SLASH = 47;
/** The walk has seen all there is to see. */
const DONE = -1;

/**
 * Many literals that a value may begin with, or be equal to: one walk along the value finds the rules of all that do.
 * Built over reversed literals it finds ends in place of beginnings.
 */
export class PrefixTree {
  private readonly root = new Stem(new Uint8Array(0), 0);
  private odd: OddPaths | undefined = undefined;
  /** Some literal has two slashes in a row. */
  private doubled = false;
  empty = true;

  /** @param step 1 to walk from the first byte on, -1 from the last byte back */
  constructor(
    private readonly step: 1 | -1,
    private readonly words: number,
  ) {}

  /** Add a literal, seen in the tree's direction. Those of kind `below` have no needless slashes, and no globs. */
  add(lit: Uint8Array, kind: LiteralKind, rules: RuleBits): void {
    const text = this.step === 1 ? lit : lit.slice().reverse();
    this.empty = false;
    this.doubled ||= text.some((b, i) => b === SLASH && text[i + 1] === SLASH);
    if (kind === "below") {
      this.odd ??= new OddPaths();
      this.odd.add(lit, rules);
    }
    let stem = this.root;
    let at = 0;
    for (;;) {
      if (at === text.length) {
        stem.note(kind, rules, this.words);
        return;
      }
      const next = stem.child(text[at] as number);
      if (next === undefined) {
        const leaf = new Stem(text.slice(at), stem.level + 1);
        leaf.note(kind, rules, this.words);
        stem.put(leaf);
        return;
      }
      let same = 1;
      while (same < next.text.length && at + same < text.length && next.text[same] === text[at + same]) same++;
      if (same < next.text.length) stem.put(next.split(same));
      stem = stem.child(text[at] as number) as Stem;
      at += same;
    }
  }

  /** Add the rules of all literals that hold for the value to `found`. */
  find(buf: Uint8Array, off: number, len: number, found: RuleBits): void {
    const at = this.walk(buf, off, len, found);
    if (this.odd === undefined) return;
    // A path with needless slashes leaves the tree at the first of them; the tree only knows paths as they should be.
    const strays = buf[off] !== SLASH || (at > off && buf[at] === SLASH && buf[at - 1] === SLASH);
    if (strays || this.doubled) this.odd.find(buf, off, len, found);
  }

  /** Returns the place where the value is like no literal, or `DONE`. */
  private walk(buf: Uint8Array, off: number, len: number, found: RuleBits): number {
    const { step } = this;
    let stem: Stem = this.root;
    let p = step === 1 ? off : off + len - 1;
    let left = len;
    for (;;) {
      if (stem.begins !== undefined) addAll(found, stem.begins);
      if (left === 0) {
        if (stem.whole !== undefined) addAll(found, stem.whole);
        return DONE;
      }
      const first = buf[p] as number;
      if (first === SLASH && stem.below !== undefined) addAll(found, stem.below);
      const next = stem.child(first);
      if (next === undefined) return p;
      const text = next.text;
      const n = text.length;
      // what is listed further on is longer than the value
      if (n > left) return DONE;
      for (let i = 1; i < n; i++) if (buf[p + i * step] !== text[i]) return p + i * step;
      p += n * step;
      left -= n;
      stem = next;
    }
  }
}

/** Listed paths as `pmatch` compares them: for the few values that are no paths, or no tidy ones. */
class OddPaths {
  private readonly all: Uint8Array[] = [];
  private readonly each: { readonly test: ReturnType<typeof pathMatch>; readonly rules: RuleBits }[] = [];
  private any: ReturnType<typeof pathMatch> | undefined = undefined;

  add(path: Uint8Array, rules: RuleBits): void {
    this.all.push(path);
    this.each.push({ test: pathMatch([path]), rules });
    this.any = undefined;
  }

  find(buf: Uint8Array, off: number, len: number, found: RuleBits): void {
    this.any ??= pathMatch(this.all);
    if (!this.any(buf, off, len)) return;
    for (const { test, rules } of this.each) if (test(buf, off, len)) addAll(found, rules);
  }
}

const NO_STEMS: never[] = [];
/** So many stems are looked through one by one: near the root, where every walk passes, just one. */
const MAX_LISTED = 8;
const NEAR = 4;

/** A stretch of bytes that does not branch, and what comes after it. */
class Stem {
  begins: RuleBits | undefined = undefined;
  whole: RuleBits | undefined = undefined;
  /** A path ends here: if a slash follows, what comes after lies below it. */
  below: RuleBits | undefined = undefined;
  private under: Stem[] = NO_STEMS;
  /** The same by first byte, once they are many. */
  private table: (Stem | undefined)[] | undefined = undefined;

  /** @param level number of stems above it, about */
  constructor(
    readonly text: Uint8Array,
    readonly level: number,
  ) {}

  note(kind: LiteralKind, rules: RuleBits, words: number): void {
    const plus = (old: RuleBits | undefined): RuleBits => {
      const bits = old ?? new Int32Array(words);
      addAll(bits, rules);
      return bits;
    };
    if (kind === "begins") this.begins = plus(this.begins);
    else this.whole = plus(this.whole);
    if (kind === "below") this.below = plus(this.below);
  }

  /** The stem under this one that begins with a byte. */
  child(first: number): Stem | undefined {
    if (this.table !== undefined) return this.table[first];
    const { under } = this;
    for (let i = 0; i < under.length; i++) {
      const s = under[i] as Stem;
      if (s.text[0] === first) return s;
    }
    return undefined;
  }

  /** Put a stem under this one, in the place of the one with its first byte. */
  put(s: Stem): void {
    const old = this.under.findIndex((b) => b.text[0] === s.text[0]);
    if (old >= 0) this.under[old] = s;
    else this.under = [...this.under, s];
    // a stem that was split off keeps its table, however far from the root it is now
    if (this.table === undefined && this.under.length <= (this.level < NEAR ? 1 : MAX_LISTED)) return;
    this.table ??= new Array<Stem | undefined>(256).fill(undefined);
    for (const b of this.under) this.table[b.text[0] as number] = b;
  }

  /** The first `n` bytes as a stem of their own, with the rest under it. */
  split(n: number): Stem {
    const head = new Stem(this.text.slice(0, n), this.level);
    const tail = new Stem(this.text.slice(n), this.level + 1);
    tail.begins = this.begins;
    tail.whole = this.whole;
    tail.below = this.below;
    tail.under = this.under;
    tail.table = this.table;
    head.put(tail);
    return head;
  }
}
