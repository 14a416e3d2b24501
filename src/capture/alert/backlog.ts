/** Bytes that the longest record may have, with room to spare. */
export const LONGEST_RECORD = 1 << 18;

const TIMES = 1 << 10;

/** The last records, oldest first, in a fixed amount of memory. */
export class Backlog {
  /** Records stand here, on 8-byte boundaries, until they are dropped. */
  readonly buffer: ArrayBuffer;
  count = 0;
  private readonly u8: Uint8Array;
  private end = 0;
  /** Where each record stands and when it was made; a ring whose size is a power of two. */
  private at = new Int32Array(TIMES);
  private ts = new Float64Array(TIMES);
  private first = 0;

  /** @param bytes at least {@link LONGEST_RECORD} */
  constructor(bytes: number) {
    this.buffer = new ArrayBuffer(Math.max(bytes, LONGEST_RECORD) & ~7);
    this.u8 = new Uint8Array(this.buffer);
  }

  /** Where the oldest record stands. Only if there is one. */
  get oldest(): number {
    return this.at[this.first] as number;
  }

  /** When the oldest record was made, ns since the epoch. */
  get oldestTs(): number {
    return this.count === 0 ? Number.POSITIVE_INFINITY : (this.ts[this.first] as number);
  }

  /** Forget the oldest record. */
  drop(): void {
    this.first = (this.first + 1) & (this.at.length - 1);
    this.count--;
  }

  /** Is there room for a record of `len` bytes, as long as the oldest ones stay? */
  fits(len: number): boolean {
    if (this.count === 0) {
      this.end = 0;
      return len <= this.u8.length;
    }
    const { oldest } = this;
    if (this.end > oldest) {
      if (this.u8.length - this.end >= len) return true;
      if (oldest <= len) return false;
      this.end = 0;
      return true;
    }
    return oldest - this.end > len;
  }

  /** Add a record that {@link fits}. */
  push(from: Uint8Array, rec: number, len: number, ts: number): void {
    if (this.count === this.at.length) this.grow();
    const i = (this.first + this.count) & (this.at.length - 1);
    this.at[i] = this.end;
    this.ts[i] = ts;
    this.u8.set(from.subarray(rec, rec + len), this.end);
    this.end += (len + 7) & ~7;
    this.count++;
  }

  private grow(): void {
    const size = this.at.length;
    const at = new Int32Array(size * 2);
    const ts = new Float64Array(size * 2);
    for (let i = 0; i < this.count; i++) {
      const from = (this.first + i) & (size - 1);
      at[i] = this.at[from] as number;
      ts[i] = this.ts[from] as number;
    }
    this.at = at;
    this.ts = ts;
    this.first = 0;
  }
}
