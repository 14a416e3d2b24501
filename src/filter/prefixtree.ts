import { addAll, type RuleBits } from "./rulebits.js";

/**
 * Many literals that a value may begin with, or be equal to: one walk along the value finds the rules of all that do.
 * Built over reversed literals it finds ends in place of beginnings.
 */
export class PrefixTree {
  private readonly root = new Stem(new Uint8Array(0));

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
      const first = text[at] as number;
      const next = stem.next[first];
      if (next === undefined) {
        const leaf = new Stem(text.slice(at));
        leaf.note(whole, rules, this.words);
        stem.next[first] = leaf;
        return;
      }
      let same = 1;
      while (same < next.text.length && at + same < text.length && next.text[same] === text[at + same]) same++;
      if (same < next.text.length) stem.next[first] = next.split(same);
      stem = stem.next[first] as Stem;
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
      stem = stem.next[buf[p] as number];
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

/** A stretch of bytes that does not branch, and what comes after it. */
class Stem {
  begins: RuleBits | undefined = undefined;
  whole: RuleBits | undefined = undefined;
  /** By first byte. */
  next: (Stem | undefined)[] = new Array<Stem | undefined>(256).fill(undefined);

  constructor(readonly text: Uint8Array) {}

  note(whole: boolean, rules: RuleBits, words: number): void {
    const bits = (whole ? this.whole : this.begins) ?? new Int32Array(words);
    addAll(bits, rules);
    if (whole) this.whole = bits;
    else this.begins = bits;
  }

  /** The first `n` bytes as a stem of their own, with the rest below it. */
  split(n: number): Stem {
    const head = new Stem(this.text.slice(0, n));
    const tail = new Stem(this.text.slice(n));
    tail.begins = this.begins;
    tail.whole = this.whole;
    tail.next = this.next;
    head.next[tail.text[0] as number] = tail;
    return head;
  }
}
