const RING_HEADER = 8;
const DISCARDED = 0x4000_0000;
const LENGTH = 0x3fff_ffff;
const PREFIX = 32;
const FLAGS = 4;
const PRIMARY = 1;
const TWO32 = 0x1_0000_0000;

/** Records of one ring that wait for their turn; of every event the copy that is judged, none of the others. */
class Lane {
  /** Where each record stands in the pool, and when it was made, ns since the base; from `next` on. */
  at = new Int32Array(1 << 12);
  ts = new Float64Array(1 << 12);
  next = 0;
  end = 0;

  push(at: number, ts: number): void {
    if (this.end === this.at.length) this.room();
    // nearly in order: records of two CPUs may have changed places
    let i = this.end++;
    for (; i > this.next && (this.ts[i - 1] as number) > ts; i--) {
      this.at[i] = this.at[i - 1] as number;
      this.ts[i] = this.ts[i - 1] as number;
    }
    this.at[i] = at;
    this.ts[i] = ts;
  }

  private room(): void {
    const n = this.end - this.next;
    const size = n * 2 > this.at.length ? this.at.length * 2 : this.at.length;
    const at = new Int32Array(size);
    const ts = new Float64Array(size);
    at.set(this.at.subarray(this.next, this.end));
    ts.set(this.ts.subarray(this.next, this.end));
    this.at = at;
    this.ts = ts;
    this.next = 0;
    this.end = n;
  }
}

/**
 * Brings the records of several rings into the order of time. Runs are copied into a pool, so that the rings are free
 * at once; records leave when all that was in every ring since they came has been read, and so none that is older
 * can follow.
 */
export class Merge {
  /** Records stand here, their prefixes on 8-byte boundaries, until the next {@link begin}. */
  buffer: ArrayBuffer;
  /** Counts the buffers. */
  generation = 0;
  /** Records that came after a younger one had left. */
  late = 0;
  private u8: Uint8Array;
  private u32: Uint32Array;
  /** The pool of the round before, to be used in the next one. */
  private spare: Uint8Array;
  private end = 0;
  private readonly lanes: Lane[];
  private base = 0n;
  /** Time of the newest record that may leave, that was there when this round began, and now. */
  private settled = -1;
  private before = -1;
  private newest = -1;
  private last = -1;

  constructor(rings: number, size = 8 << 20) {
    this.buffer = new ArrayBuffer(size);
    this.u8 = new Uint8Array(this.buffer);
    this.u32 = new Uint32Array(this.buffer);
    this.spare = new Uint8Array(size);
    this.lanes = Array.from({ length: rings }, () => new Lane());
  }

  /** A round begins: what has left is forgotten. */
  begin(): void {
    this.before = this.newest;
    let waiting = 0;
    for (const l of this.lanes) waiting += l.end - l.next;
    if (waiting > 0) this.compact();
    else {
      this.end = 0;
      for (const l of this.lanes) {
        l.next = 0;
        l.end = 0;
      }
    }
  }

  /** Move the records that still wait to the front. */
  private compact(): void {
    const old = this.u8;
    const u8 = this.spare.length === old.length ? this.spare : new Uint8Array(old.length);
    let to = 0;
    for (const l of this.lanes) {
      for (let i = l.next; i < l.end; i++) {
        const at = l.at[i] as number;
        const n = (this.u32[(at - RING_HEADER) >> 2] as number) & LENGTH;
        u8.set(old.subarray(at - RING_HEADER, at + n), to);
        l.at[i] = to + RING_HEADER;
        to += (n + RING_HEADER + 7) & ~7;
      }
    }
    this.take(u8, to);
    this.spare = old;
  }

  private take(u8: Uint8Array, end: number): void {
    this.buffer = u8.buffer as ArrayBuffer;
    this.u8 = u8;
    this.u32 = new Uint32Array(this.buffer);
    this.end = end;
    this.generation++;
  }

  /** Take a run of a ring: `bytes` bytes from `start`. */
  add(ring: number, from: Uint8Array, start: number, bytes: number): void {
    const need = this.end + bytes;
    if (need > this.u8.length) {
      let size = this.u8.length * 2;
      while (size < need) size *= 2;
      const u8 = new Uint8Array(size);
      u8.set(this.u8.subarray(0, this.end));
      this.take(u8, this.end);
    }
    this.u8.set(from.subarray(start, start + bytes), this.end);
    const lane = this.lanes[ring] as Lane;
    const { u32 } = this;
    const stop = this.end + bytes;
    for (let at = this.end; at < stop; ) {
      const header = u32[at >> 2] as number;
      const rec = at + RING_HEADER;
      if ((header & DISCARDED) === 0 && ((u32[(rec + FLAGS) >> 2] as number) & PRIMARY) !== 0) {
        const ts = this.time(rec + PREFIX);
        if (ts > this.newest) this.newest = ts;
        lane.push(rec, ts);
      }
      at += ((header & LENGTH) + RING_HEADER + 7) & ~7;
    }
    this.end = stop;
  }

  /** All that was in the rings when this round began has been read: what was there before may leave. */
  settle(): void {
    this.settled = this.before;
  }

  private time(ev: number): number {
    const low = this.u32[ev >> 2] as number;
    const high = this.u32[(ev + 4) >> 2] as number;
    if (this.base === 0n) this.base = BigInt(high - 1);
    // since a moment shortly before the first record: exact, unlike the time since the epoch
    return (high - Number(this.base)) * TWO32 + low;
  }

  /**
   * The prefix of the next record in the buffer; -1 if all that may leave has left.
   * @param all nothing will come any more: let everything leave
   */
  next(all: boolean): number {
    let best: Lane | null = null;
    let ts = all ? Number.POSITIVE_INFINITY : this.settled;
    for (const l of this.lanes) {
      if (l.next >= l.end || (l.ts[l.next] as number) > ts) continue;
      ts = l.ts[l.next] as number;
      best = l;
    }
    if (best === null) return -1;
    if (ts < this.last) this.late++;
    else this.last = ts;
    return best.at[best.next++] as number;
  }
}
