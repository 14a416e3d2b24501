import { FOLD } from "./bytetests.js";
import { addAll, type RuleBits } from "./rulebits.js";

const BITS = 12;
const MASK = (1 << BITS) - 1;
/** Longest window: shifts are bytes. */
const MAX_WINDOW = 250;
/** Bytes that paths and command lines are made of: what a shift is worth is judged by them. */
const COMMON = Buffer.from("abcdefghijklmnopqrstuvwxyz/._-0123456789", "latin1");

/** A substring and the rules that it is for. */
export interface Needle {
  readonly text: Uint8Array;
  readonly rules: RuleBits;
}

interface Finder {
  find(buf: Uint8Array, off: number, len: number, found: RuleBits): void;
}

/**
 * Many substrings searched for at once: a table tells how far the next place is where any of them could stand, so that
 * most bytes are never looked at, however many substrings there are.
 *
 * @param needles none of them empty
 * @param fold ASCII case aside
 */
export function substrings(needles: readonly Needle[], fold: boolean): Finder {
  if (fold) return new FoldedSearch(needles);
  const bytes = new ByteSearch(needles);
  return bytes.worth >= 0.5 ? bytes : new PairSearch(needles);
}

function windowOf(needles: readonly Needle[]): number {
  return needles.reduce((m, n) => Math.min(m, n.text.length), MAX_WINDOW);
}

function put(buckets: (Needle[] | undefined)[], key: number, n: Needle): void {
  const bucket = buckets[key];
  if (bucket === undefined) buckets[key] = [n];
  else bucket.push(n);
}

/** Do needles of a bucket stand at `start`? */
function verify(bucket: readonly Needle[], buf: Uint8Array, start: number, end: number, found: RuleBits): void {
  for (let i = 0; i < bucket.length; i++) {
    const { text, rules } = bucket[i] as Needle;
    const n = text.length;
    if (start + n > end) continue;
    let k = 0;
    while (k < n && buf[start + k] === text[k]) k++;
    if (k === n) addAll(found, rules);
  }
}

/** Shifts by the last byte of the window (Horspool): the fastest while the substrings are few. */
class ByteSearch implements Finder {
  private readonly shifts = new Uint8Array(256);
  private readonly buckets = new Array<Needle[] | undefined>(256).fill(undefined);
  private readonly window: number;
  /** Mean shift over common bytes, as a part of the window. */
  readonly worth: number;

  constructor(needles: readonly Needle[]) {
    const m = windowOf(needles);
    this.window = m;
    this.shifts.fill(m);
    for (const n of needles) {
      for (let i = 0; i < m; i++) {
        const b = n.text[i] as number;
        if (m - 1 - i < (this.shifts[b] as number)) this.shifts[b] = m - 1 - i;
      }
      put(this.buckets, n.text[m - 1] as number, n);
    }
    const total = COMMON.reduce((sum, b) => sum + (this.shifts[b] as number), 0);
    const crowded = this.buckets.some((b) => b !== undefined && b.length > 4);
    this.worth = crowded ? 0 : total / COMMON.length / m;
  }

  find(buf: Uint8Array, off: number, len: number, found: RuleBits): void {
    const { shifts, window } = this;
    const end = off + len;
    for (let p = off + window - 1; p < end; ) {
      const last = buf[p] as number;
      const shift = shifts[last] as number;
      // the usual case apart: its step is known before the table has been read
      if (shift === window) p += window;
      else if (shift > 0) p += shift;
      else {
        verify(this.buckets[last] as Needle[], buf, p - window + 1, end, found);
        p++;
      }
    }
  }
}

/** Shifts by the last two bytes of the window (Wu and Manber). */
class PairSearch implements Finder {
  private readonly shifts = new Uint8Array(1 << BITS);
  private readonly buckets = new Array<Needle[] | undefined>(1 << BITS).fill(undefined);
  private readonly window: number;

  constructor(needles: readonly Needle[]) {
    const m = windowOf(needles);
    this.window = m;
    this.shifts.fill(Math.max(1, m - 1));
    for (const n of needles) {
      const t = n.text;
      if (m === 1) {
        // any pair that ends in the byte
        for (let a = 0; a < 256; a++) this.end(pair(a, t[0] as number), n);
        continue;
      }
      for (let i = 1; i < m - 1; i++) {
        const h = pair(t[i - 1] as number, t[i] as number);
        if (m - 1 - i < (this.shifts[h] as number)) this.shifts[h] = m - 1 - i;
      }
      this.end(pair(t[m - 2] as number, t[m - 1] as number), n);
    }
  }

  private end(h: number, n: Needle): void {
    this.shifts[h] = 0;
    const bucket = this.buckets[h];
    if (bucket?.includes(n) !== true) put(this.buckets, h, n);
  }

  find(buf: Uint8Array, off: number, len: number, found: RuleBits): void {
    const { shifts, window } = this;
    const end = off + len;
    for (let p = off + window - 1; p < end; ) {
      const before = p > off ? (buf[p - 1] as number) : 0;
      const h = pair(before, buf[p] as number);
      const shift = shifts[h] as number;
      if (shift > 0) p += shift;
      else {
        verify(this.buckets[h] as Needle[], buf, p - window + 1, end, found);
        p++;
      }
    }
  }
}

function pair(a: number, b: number): number {
  return ((a << 5) ^ b) & MASK;
}

/** Looks at a copy of the value in small letters. */
class FoldedSearch implements Finder {
  private readonly inner: Finder;
  private copy = new Uint8Array(256);

  constructor(needles: readonly Needle[]) {
    this.inner = substrings(
      needles.map((n) => ({ ...n, text: n.text.map((b) => FOLD[b] as number) })),
      false,
    );
  }

  find(buf: Uint8Array, off: number, len: number, found: RuleBits): void {
    if (len > this.copy.length) this.copy = new Uint8Array(2 * len);
    const { copy } = this;
    const fold = FOLD;
    for (let i = 0; i < len; i++) copy[i] = fold[buf[off + i] as number] as number;
    this.inner.find(copy, 0, len, found);
  }
}
