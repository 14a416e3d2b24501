import { Attr, EMPTY_ATTR } from "./attr.js";

/** Texts longer than this are not shared: they rarely repeat, and comparing them costs. */
const MAX_SHARED = 1024;
const FIRST_BITS = 10;

/**
 * Shares equal texts: the ten thousand processes called `sh` have one `Attr`, so a rule tests their name once.
 *
 * A hash table keyed on bytes, which makes no strings. It grows to a size, and when it is full then it starts afresh;
 * attributes in use live on in their processes.
 */
export class AttrPool {
  private mask = 0;
  private slots: (Attr | undefined)[] = [];
  private hashes = new Int32Array(0);
  private used = 0;

  /** @param bits log2 of the number of slots that it grows to */
  constructor(private readonly bits = 16) {
    this.resize(Math.min(bits, FIRST_BITS));
  }

  private resize(bits: number): void {
    this.mask = (1 << bits) - 1;
    this.slots = new Array<Attr | undefined>(1 << bits);
    this.hashes = new Int32Array(1 << bits);
    this.used = 0;
  }

  /** Twice the room, or if there is to be no more of it, an empty table. */
  private makeRoom(): void {
    const { slots, hashes, mask } = this;
    if (mask === (1 << this.bits) - 1) {
      slots.fill(undefined);
      this.used = 0;
      return;
    }
    this.resize(Math.log2(mask + 1) + 1);
    for (let i = 0; i <= mask; i++) {
      const attr = slots[i];
      if (attr !== undefined) this.put(this.free(hashes[i] as number), hashes[i] as number, attr);
    }
  }

  /** The first empty slot for a hash. */
  private free(h: number): number {
    let s = (h ^ (h >>> 15)) & this.mask;
    while (this.slots[s] !== undefined) s = (s + 1) & this.mask;
    return s;
  }

  private put(s: number, h: number, attr: Attr): void {
    this.slots[s] = attr;
    this.hashes[s] = h;
    this.used++;
  }

  /** Number of shared texts. */
  get size(): number {
    return this.used;
  }

  /** The attribute with these bytes; they are copied if it is new. */
  intern(buf: Uint8Array, off: number, len: number): Attr {
    if (len === 0) return EMPTY_ATTR;
    if (len > MAX_SHARED) return new Attr(buf.slice(off, off + len));
    let h = 0x811c9dc5 | 0;
    for (let i = off, end = off + len; i < end; i++) h = Math.imul(h ^ (buf[i] as number), 0x01000193);
    const { slots, hashes, mask } = this;
    let s = (h ^ (h >>> 15)) & mask;
    for (;;) {
      const found = slots[s];
      if (found === undefined) break;
      if (hashes[s] === h && sameBytes(found.bytes, buf, off, len)) return found;
      s = (s + 1) & mask;
    }
    if (this.used * 2 > mask) {
      this.makeRoom();
      s = this.free(h);
    }
    const attr = new Attr(buf.slice(off, off + len));
    this.put(s, h, attr);
    return attr;
  }

  /** The attribute of a text. */
  of(text: string): Attr {
    const bytes = Buffer.from(text, "utf8");
    return this.intern(bytes, 0, bytes.length);
  }
}

/** Environments and command lines: from this length on the call of a native comparison pays. */
const LONG = 64;
const compare = Buffer.prototype.compare as (
  this: Uint8Array,
  target: Uint8Array,
  targetStart: number,
  targetEnd: number,
  sourceStart: number,
  sourceEnd: number,
) => number;

/** True if `a` equals the `len` bytes of `buf` from `off`. */
export function sameBytes(a: Uint8Array, buf: Uint8Array, off: number, len: number): boolean {
  if (a.length !== len) return false;
  if (len >= LONG) return compare.call(a, buf, off, off + len, 0, len) === 0;
  for (let i = 0; i < len; i++) if (a[i] !== buf[off + i]) return false;
  return true;
}

/** Bytes as a Latin-1 string: for parsing text that is known to be ASCII where it matters. */
export function latin1(buf: Uint8Array, off: number, len: number): string {
  return Buffer.from(buf.buffer, buf.byteOffset + off, len).toString("latin1");
}
