/** Bytes at the start of the buffer that are not part of the window: room to build events in. */
export const SCRATCH_BYTES: number = 3 * 0x1_1000;

/** An event stands 10 (or 14) bytes into its block: with blocks at 2 mod 4, it stands at a multiple of 4. */
const SKEW = 2;
const FIRST = SCRATCH_BYTES + SKEW;
const INITIAL = 1 << 16;

/**
 * A sliding window over a stream, in one buffer: what has been read is dropped when more is put in. Offsets into the
 * buffer hold until the next {@link push} or {@link reserve}. Blocks of a well-formed file come to stand so that their events are aligned.
 */
export class Window {
  buffer: ArrayBuffer;
  u8: Uint8Array;
  dv: DataView;
  /** Counts the buffers: views of the old one are stale when it changes. */
  generation = 0;
  /** Offset of the next byte to be read. */
  pos = FIRST;
  /** End of the bytes that are there. */
  end = FIRST;
  /** Nothing more will come. */
  ended = false;
  /** Offset in the stream of the byte at buffer offset 0 (negative at first). */
  private base = -FIRST;

  constructor() {
    this.buffer = new ArrayBuffer(SCRATCH_BYTES + INITIAL);
    this.u8 = new Uint8Array(this.buffer);
    this.dv = new DataView(this.buffer);
  }

  /** Bytes that are there and not yet read. */
  get available(): number {
    return this.end - this.pos;
  }

  /** Offset in the stream of a byte of the buffer. */
  streamOffset(at: number): number {
    return this.base + at;
  }

  /** Offset in the buffer of a byte of the stream, which must not have been dropped. */
  bufferOffset(streamOffset: number): number {
    return streamOffset - this.base;
  }

  /** Add the next bytes of the stream; unread ones are kept. */
  push(chunk: Uint8Array): void {
    this.reserve(chunk.length);
    this.u8.set(chunk, this.end);
    this.end += chunk.length;
  }

  /** Have room for `n` bytes at {@link end}; whoever puts them there moves it. Unread bytes are kept. */
  reserve(n: number): void {
    this.drop();
    const need = this.end + n;
    if (need > this.buffer.byteLength) this.grow(need);
  }

  /** Move the unread bytes to the front, keeping their place in the stream modulo 4. */
  private drop(): void {
    const to = FIRST + ((this.base + this.pos) & 3);
    if (to >= this.pos) return;
    this.u8.copyWithin(to, this.pos, this.end);
    const by = this.pos - to;
    this.base += by;
    this.pos = to;
    this.end -= by;
  }

  private grow(need: number): void {
    let size = this.buffer.byteLength;
    while (size < need) size *= 2;
    const buffer = new ArrayBuffer(size);
    const u8 = new Uint8Array(buffer);
    u8.set(this.u8.subarray(0, this.end));
    this.buffer = buffer;
    this.u8 = u8;
    this.dv = new DataView(buffer);
    this.generation++;
  }
}
