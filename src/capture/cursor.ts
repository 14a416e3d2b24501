import type { Window } from "./window.js";

/** Thrown by a {@link Cursor}: the entry ends before it should. The reader turns it into a CaptureError. */
export class EntryError extends Error {}

const EMPTY = new Uint8Array(0);
const TWO32 = 0x1_0000_0000;

/** Reads the fields of one entry of a list block, and never past its end. */
export class Cursor {
  pos = 0;
  end = 0;

  constructor(private readonly w: Window) {}

  set(pos: number, end: number): void {
    this.pos = pos;
    this.end = end;
  }

  get left(): number {
    return this.end - this.pos;
  }

  private take(n: number, what: string): number {
    const at = this.pos;
    if (n > this.end - at)
      throw new EntryError(`corrupted entry: ${what} needs ${n} bytes, ${this.end - at} are left of the entry`);
    this.pos = at + n;
    return at;
  }

  u8(what: string): number {
    return this.w.u8[this.take(1, what)] as number;
  }

  u16(what: string): number {
    return this.w.dv.getUint16(this.take(2, what), true);
  }

  u32(what: string): number {
    return this.w.dv.getUint32(this.take(4, what), true);
  }

  u64(what: string): bigint {
    return this.w.dv.getBigUint64(this.take(8, what), true);
  }

  /** Unsigned 64 bits as a number (exact up to 2^53). */
  n64(what: string): number {
    const at = this.take(8, what);
    return this.w.dv.getUint32(at, true) + this.w.dv.getUint32(at + 4, true) * TWO32;
  }

  /** Signed 64 bits as a number. */
  i64(what: string): number {
    const at = this.take(8, what);
    return this.w.dv.getUint32(at, true) + this.w.dv.getInt32(at + 4, true) * TWO32;
  }

  /** A copy of `n` bytes. */
  bytes(n: number, what: string): Uint8Array {
    const at = this.take(n, what);
    return n === 0 ? EMPTY : this.w.u8.slice(at, at + n);
  }

  /** A copy of text that follows its 16-bit length. */
  text(what: string, max: number): Uint8Array {
    const n = this.u16(`length of ${what}`);
    if (n > max) throw new EntryError(`corrupted entry: ${what} of ${n} bytes, at most ${max} are possible`);
    return this.bytes(n, what);
  }

  /** As {@link text}, for a text that ends at its first NUL if it has one. */
  name(what: string, max: number): Uint8Array {
    return untilNul(this.text(what, max));
  }
}

/** Bytes up to the first NUL. */
export function untilNul(bytes: Uint8Array): Uint8Array {
  const nul = bytes.indexOf(0);
  return nul < 0 ? bytes : bytes.subarray(0, nul);
}

/** Bytes up to the first NUL, as text. */
export function decodeName(bytes: Uint8Array): string {
  return Buffer.from(untilNul(bytes)).toString("utf8");
}
