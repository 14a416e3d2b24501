import type { Slice } from "../../event/bytes.js";

/** A power of two. */
const SLOTS = 1024;

/**
 * Addresses of sockets. Most are the same few over and over, and never change once made, so that sockets may share them.
 * All zeros stand for "unknown yet" and are always made anew: whoever compares them means the place, not the value.
 */
export class Addresses {
  private readonly slots = new Array<Uint8Array | undefined>(SLOTS).fill(undefined);

  /** The bytes of an address (4 or 16), which may be shared. */
  of(s: Slice): Uint8Array {
    const { buf, off, len } = s;
    let h = len;
    let any = 0;
    for (let i = off, end = off + len; i < end; i++) {
      const b = buf[i] as number;
      any |= b;
      h = (Math.imul(h, 31) + b) | 0;
    }
    if (any === 0) return s.copy();
    const slot = (h ^ (h >>> 10)) & (SLOTS - 1);
    const has = this.slots[slot];
    if (has !== undefined && same(has, s)) return has;
    const made = s.copy();
    this.slots[slot] = made;
    return made;
  }
}

function same(a: Uint8Array, s: Slice): boolean {
  const { buf, off, len } = s;
  if (a.length !== len) return false;
  for (let i = 0; i < len; i++) if (a[i] !== buf[off + i]) return false;
  return true;
}
