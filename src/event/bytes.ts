/** A borrowed run of bytes inside a larger buffer; valid only until the next event is read. */
export class Slice {
  buf: Uint8Array = EMPTY;
  off = 0;
  len = 0;

  /** Point at `len` bytes of `buf` from `off`. */
  set(buf: Uint8Array, off: number, len: number): void {
    this.buf = buf;
    this.off = off;
    this.len = len;
  }

  /** A private copy of the bytes. */
  copy(): Uint8Array {
    return this.buf.slice(this.off, this.off + this.len);
  }

  /** The bytes as text; invalid UTF-8 becomes U+FFFD. Not for the hot path. */
  text(): string {
    return decodeText(this.buf, this.off, this.len);
  }
}

export const EMPTY: Uint8Array = new Uint8Array(0);

/** Bytes as text; invalid UTF-8 becomes U+FFFD. */
export function decodeText(buf: Uint8Array, off: number, len: number): string {
  return Buffer.from(buf.buffer, buf.byteOffset + off, len).toString("utf8");
}

/** Text as UTF-8 bytes. */
export function encodeText(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "utf8"));
}
