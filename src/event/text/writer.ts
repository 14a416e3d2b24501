import { decodeText, type Slice } from "../bytes.js";

const HEX_UPPER = "0123456789ABCDEF";
const HEX_LOWER = "0123456789abcdef";
const TWO32 = 0x1_0000_0000;

/**
 * A growing byte buffer that text is built in without making strings: the scratch of one event.
 *
 * Slices handed out stay valid until the next `reset`, even when the buffer grows in between, because growing
 * leaves the old bytes where they were.
 */
export class ByteWriter {
  buf: Uint8Array;
  pos = 0;

  constructor(size = 16384) {
    this.buf = new Uint8Array(size);
  }

  /** Forget what was written. */
  reset(): void {
    this.pos = 0;
  }

  /** Make room for `n` more bytes. */
  reserve(n: number): void {
    if (this.pos + n <= this.buf.length) return;
    const next = new Uint8Array(Math.max(this.buf.length * 2, this.pos + n));
    next.set(this.buf.subarray(0, this.pos));
    this.buf = next;
  }

  byte(b: number): void {
    if (this.pos === this.buf.length) this.reserve(1);
    this.buf[this.pos++] = b;
  }

  /** Text of ASCII characters only: names from tables. */
  ascii(text: string): void {
    const n = text.length;
    this.reserve(n);
    const buf = this.buf;
    let p = this.pos;
    for (let i = 0; i < n; i++) buf[p++] = text.charCodeAt(i);
    this.pos = p;
  }

  /** Any text, as UTF-8. */
  text(text: string): void {
    for (let i = 0; i < text.length; i++) {
      if (text.charCodeAt(i) > 127) {
        const bytes = Buffer.from(text, "utf8");
        this.bytes(bytes, 0, bytes.length);
        return;
      }
    }
    this.ascii(text);
  }

  bytes(src: Uint8Array, off: number, len: number): void {
    this.reserve(len);
    const buf = this.buf;
    let p = this.pos;
    if (len < 64) for (let i = 0; i < len; i++) buf[p++] = src[off + i] as number;
    else {
      buf.set(src.subarray(off, off + len), p);
      p += len;
    }
    this.pos = p;
  }

  /** Decimal of an integer that a double holds exactly. */
  dec(value: number): void {
    let v = value;
    if (v < 0) {
      this.byte(45);
      v = -v;
    }
    this.reserve(20);
    let digits = 1;
    for (let limit = 10; v >= limit && digits < 20; limit *= 10) digits++;
    let p = this.pos + digits;
    this.pos = p;
    do {
      const q = Math.floor(v / 10);
      this.buf[--p] = 48 + (v - q * 10);
      v = q;
    } while (v > 0);
  }

  /** Decimal of a signed 64-bit integer given as two words. */
  dec64(lo: number, hi: number): void {
    const h = hi | 0;
    if (h >= -0x200000 && h < 0x200000) this.dec(h * TWO32 + (lo >>> 0));
    else this.ascii(((BigInt(h) << 32n) | BigInt(lo >>> 0)).toString());
  }

  /** Hexadecimal of an unsigned 64-bit integer given as two words, without prefix. */
  hex64(lo: number, hi: number, upper = true): void {
    const h = hi >>> 0;
    if (h === 0) this.hex(lo >>> 0, 1, upper);
    else {
      this.hex(h, 1, upper);
      this.hex(lo >>> 0, 8, upper);
    }
  }

  /** Hexadecimal of an unsigned 32-bit integer, at least `width` digits. */
  hex(value: number, width = 1, upper = true): void {
    const table = upper ? HEX_UPPER : HEX_LOWER;
    let digits = 8;
    while (digits > width && value >>> ((digits - 1) * 4) === 0) digits--;
    for (let i = digits - 1; i >= 0; i--) this.byte(table.charCodeAt((value >>> (i * 4)) & 15));
  }

  /** Octal of an unsigned 32-bit integer. */
  oct(value: number): void {
    let shift = 30;
    while (shift > 0 && value >>> shift === 0) shift -= 3;
    for (; shift >= 0; shift -= 3) this.byte(48 + ((value >>> shift) & 7));
  }

  /** Point `out` at what was written since `start`. */
  since(start: number, out: Slice): void {
    out.set(this.buf, start, this.pos - start);
  }

  /** What was written since `start`, as text. */
  textSince(start: number): string {
    return decodeText(this.buf, start, this.pos - start);
  }
}
