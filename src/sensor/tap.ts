// A copy of a worker's records for another thread: a ring of bytes in shared memory, one writer and one reader. The worker
// copies whole runs and never waits: what does not fit is left out and counted.

const HEADER_CELLS = 16;
const Cell = { WRITTEN: 0, READ: 1, LOST: 2 } as const;
const RING_HEADER = 8;
const LENGTH = 0x3fff_ffff;

/** Memory for a tap of so many bytes, a power of two. */
export function tapMemory(bytes: number): SharedArrayBuffer {
  return new SharedArrayBuffer(HEADER_CELLS * 4 + bytes);
}

/** One end of a tap; {@link put} is the writer's, {@link take} the reader's. */
export class Tap {
  /** The bytes that {@link take} gave, up to its result; good until it is called again. */
  bytes = new Uint8Array(0);
  private readonly cells: Int32Array;
  private readonly data: Uint8Array;
  private readonly mask: number;
  private ring = new Uint8Array(0);
  private headers = new Uint32Array(0);

  constructor(memory: SharedArrayBuffer) {
    this.cells = new Int32Array(memory, 0, HEADER_CELLS);
    this.data = new Uint8Array(memory, HEADER_CELLS * 4);
    this.mask = this.data.length - 1;
  }

  /** Records are taken from this ring. */
  attach(ring: ArrayBuffer): void {
    this.ring = new Uint8Array(ring);
    this.headers = new Uint32Array(ring, 0, ring.byteLength >> 2);
  }

  /** Records that did not fit. */
  get lost(): number {
    return Atomics.load(this.cells, Cell.LOST) >>> 0;
  }

  /** Copy the records in `bytes` bytes of the ring from `start`. */
  put(start: number, bytes: number): void {
    const { cells, data, mask } = this;
    const written = Atomics.load(cells, Cell.WRITTEN);
    const free = data.length - ((written - Atomics.load(cells, Cell.READ)) >>> 0);
    const n = bytes <= free ? bytes : this.fitting(start, bytes, free);
    const at = written & mask;
    const first = Math.min(n, data.length - at);
    data.set(this.ring.subarray(start, start + first), at);
    if (n > first) data.set(this.ring.subarray(start + first, start + n), 0);
    Atomics.store(cells, Cell.WRITTEN, (written + n) | 0);
  }

  /** Bytes of the records that fit; those that do not are counted. */
  private fitting(start: number, bytes: number, free: number): number {
    const { headers } = this;
    let fit = 0;
    let lost = 0;
    for (let at = 0; at < bytes; ) {
      at += (((headers[(start + at) >> 2] as number) & LENGTH) + RING_HEADER + 7) & ~7;
      if (at <= free) fit = at;
      else lost++;
    }
    Atomics.add(this.cells, Cell.LOST, lost);
    return fit;
  }

  /** Take what is there into {@link bytes}; gives how much it is. */
  take(): number {
    const { cells, data, mask } = this;
    const read = Atomics.load(cells, Cell.READ);
    const n = (Atomics.load(cells, Cell.WRITTEN) - read) >>> 0;
    if (n === 0) return 0;
    if (this.bytes.length < n) this.bytes = new Uint8Array(Math.max(n, 1 << 16));
    const at = read & mask;
    const first = Math.min(n, data.length - at);
    this.bytes.set(data.subarray(at, at + first));
    if (n > first) this.bytes.set(data.subarray(0, n - first), first);
    Atomics.store(cells, Cell.READ, (read + n) | 0);
    return n;
  }
}
