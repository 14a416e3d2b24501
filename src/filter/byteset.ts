import { type BytesTest, equals } from "./bytetests.js";

/** The value is one of `lits`. */
export function inSet(lits: readonly Uint8Array[]): BytesTest {
  const distinct = dedupe(lits);
  if (distinct.length === 0) return () => false;
  if (distinct.length === 1) return equals(distinct[0] as Uint8Array);
  const index = indexIn(distinct);
  return (buf, off, len) => index(buf, off, len) >= 0;
}

/**
 * Which of `lits` a value is; -1 = none. A hash picks the only entries worth comparing; most values are turned away by
 * their length alone.
 * @param lits all different, at least one
 */
export function indexIn(lits: readonly Uint8Array[]): (buf: Uint8Array, off: number, len: number) => number {
  const longest = lits.reduce((m, l) => Math.max(m, l.length), 0);
  const lengths = new Uint8Array(longest + 1);
  for (const l of lits) lengths[l.length] = 1;

  let bits = 3;
  while (1 << bits < lits.length * 2) bits++;
  const mask = (1 << bits) - 1;
  // three bytes tell few literals apart; many need all of theirs
  const hash = lits.length <= 256 ? quickHash : fullHash;
  const slots = new Int32Array(mask + 1).fill(-1);
  const starts = new Int32Array(lits.length);
  const sizes = new Int32Array(lits.length);
  const packed = new Uint8Array(lits.reduce((n, l) => n + l.length, 0));
  let at = 0;
  lits.forEach((l, i) => {
    packed.set(l, at);
    starts[i] = at;
    sizes[i] = l.length;
    at += l.length;
    let s = hash(l, 0, l.length) & mask;
    while ((slots[s] as number) >= 0) s = (s + 1) & mask;
    slots[s] = i;
  });

  return (buf, off, len) => {
    if (len > longest || lengths[len] === 0) return -1;
    let s = hash(buf, off, len) & mask;
    for (;;) {
      const i = slots[s] as number;
      if (i < 0) return -1;
      if (sizes[i] === len) {
        const from = starts[i] as number;
        let k = 0;
        while (k < len && buf[off + k] === packed[from + k]) k++;
        if (k === len) return i;
      }
      s = (s + 1) & mask;
    }
  };
}

/** FNV-1a, finished so that its low bits can be used. */
function fullHash(buf: Uint8Array, off: number, len: number): number {
  let h = 0x811c9dc5 | 0;
  for (let i = off, end = off + len; i < end; i++) h = Math.imul(h ^ (buf[i] as number), 0x01000193);
  return h ^ (h >>> 15);
}

function quickHash(buf: Uint8Array, off: number, len: number): number {
  if (len === 0) return 0;
  const a = buf[off] as number;
  const b = buf[off + (len >> 1)] as number;
  const c = buf[off + len - 1] as number;
  const h = Math.imul(len | (a << 8) | (b << 16) | (c << 24), 0x9e3779b1);
  return h ^ (h >>> 15);
}

function dedupe(lits: readonly Uint8Array[]): Uint8Array[] {
  const seen = new Map<string, Uint8Array>();
  for (const l of lits) seen.set(Buffer.from(l).toString("latin1"), l);
  return [...seen.values()];
}
