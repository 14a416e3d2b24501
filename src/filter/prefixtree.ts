import { addAll, type RuleBits } from "./rulebits.js";

/**
 * Many literals that a value may begin with, or be equal to: one walk along the value finds the rules of all that do.
 * Built over reversed literals it finds ends in place of beginnings.
 */
export class PrefixTree {
  private readonly root = new Stem(new Uint8Array(0), 0);

  /** @param step 1 to walk from the first byte on, -1 from the last byte back */
  constructor(
    private readonly step: 1 | -1,
    private readonly words: number,
  ) {}

  /** The value begins with (`whole`: is) `lit`, seen in the tree's direction. */
  add(lit: Uint8Array, whole: boolean, rules: RuleBits): void {
    const text = this.step === 1 ? lit : lit.slice().reverse();
    let stem = this.root;
    let at = 0;
    for (;;) {
      if (at === text.length) {
        stem.note(whole, rules, this.words);
        return;
      }
      const next = stem.child(text[at] as number);
      if (next === undefined) {
        const leaf = new Stem(text.slice(at), stem.level + 1);
        leaf.note(whole, rules, this.words);
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

  /** Add the rules of all literals that the value begins with to `found`. */
  find(buf: Uint8Array, off: number, len: number, found: RuleBits): void {
    const { step } = this;
    let stem: Stem | undefined = this.root;
    let p = step === 1 ? off : off + len - 1;
    let left = len;
    for (;;) {
      if (stem.begins !== undefined) addAll(found, stem.begins);
      if (left === 0) {
        if (stem.whole !== undefined) addAll(found, stem.whole);
        return;
      }
      stem = stem.child(buf[p] as number);
      if (stem === undefined) return;
      const text = stem.text;
      const n = text.length;
      if (n > left) return;
      for (let i = 1; i < n; i++) if (buf[p + i * step] !== text[i]) return;
      p += n * step;
      left -= n;
    }
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
  private below: Stem[] = NO_STEMS;
  /** The same by first byte, once they are many. */
  private table: (Stem | undefined)[] | undefined = undefined;

  /** @param level number of stems above it, about */
  constructor(
    readonly text: Uint8Array,
    readonly level: number,
  ) {}

  note(whole: boolean, rules: RuleBits, words: number): void {
    const bits = (whole ? this.whole : this.begins) ?? new Int32Array(words);
    addAll(bits, rules);
    if (whole) this.whole = bits;
    else this.begins = bits;
  }

  /** The stem below that begins with a byte. */
  child(first: number): Stem | undefined {
    if (this.table !== undefined) return this.table[first];
    const { below } = this;
    for (let i = 0; i < below.length; i++) {
      const s = below[i] as Stem;
      if (s.text[0] === first) return s;
    }
    return undefined;
  }

  /** Put a stem below this one, in the place of the one with its first byte. */
  put(s: Stem): void {
    const old = this.below.findIndex((b) => b.text[0] === s.text[0]);
    if (old >= 0) this.below[old] = s;
    else this.below = [...this.below, s];
    if (this.below.length <= (this.level < NEAR ? 1 : MAX_LISTED)) return;
    this.table ??= new Array<Stem | undefined>(256).fill(undefined);
    for (const b of this.below) this.table[b.text[0] as number] = b;
  }

  /** The first `n` bytes as a stem of their own, with the rest below it. */
  split(n: number): Stem {
    const head = new Stem(this.text.slice(0, n), this.level);
    const tail = new Stem(this.text.slice(n), this.level + 1);
    tail.begins = this.begins;
    tail.whole = this.whole;
    tail.below = this.below;
    tail.table = this.table;
    head.put(tail);
    return head;
  }
}
