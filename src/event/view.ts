import { ANNEX_FD, EVENT, PREFIX } from "./record.js";
import { EVENTS } from "./table.js";

const MAX_PARAMS = 32;
const TWO32 = 0x1_0000_0000;
const LARGE_CELLS = Uint8Array.from(EVENTS, (e) => (e.flags.has("LARGE_PAYLOAD") ? 1 : 0));

/**
 * Zero-copy view of one event. `attach` binds it to a buffer (a mapped ring, a capture chunk), `at` moves it to
 * a record. Getters read the bytes in place; nothing is kept when the view moves on.
 */
export class EventView {
  u8!: Uint8Array;
  dv!: DataView;
  private u16!: Uint16Array;
  private u32!: Uint32Array;

  /** Byte offset of the record's prefix, or -1 when the event has none (captures, plugins). */
  rec = -1;
  /** Byte offset of the scap event header. */
  ev = 0;
  /** Event code. */
  type = 0;
  nparams = 0;
  /** Thread id. */
  tid = 0;
  /** Thread group id; 0 when the record has no prefix. */
  tgid = 0;
  /** Bits of RecordFlag. */
  flags = 0;
  annexOff = 0;
  annexLen = 0;
  /** Byte offsets and lengths of the parameters. */
  readonly off = new Int32Array(MAX_PARAMS);
  readonly len = new Int32Array(MAX_PARAMS);

  /** Bind to a buffer whose records start on 8-byte boundaries. */
  attach(buffer: ArrayBuffer, byteOffset = 0, byteLength = buffer.byteLength - byteOffset): void {
    const words = byteLength & ~7;
    this.u8 = new Uint8Array(buffer, byteOffset, byteLength);
    this.dv = new DataView(buffer, byteOffset, byteLength);
    this.u16 = new Uint16Array(buffer, byteOffset, words >> 1);
    this.u32 = new Uint32Array(buffer, byteOffset, words >> 2);
  }

  /** Move to the ring record whose prefix starts at `rec` (a multiple of 8). */
  at(rec: number): void {
    const w = rec >> 2;
    const u32 = this.u32;
    this.rec = rec;
    this.tgid = u32[w] as number;
    this.flags = u32[w + 1] as number;
    this.annexOff = rec + (u32[w + PREFIX.ANNEX_OFF / 4] as number);
    this.annexLen = u32[w + PREFIX.ANNEX_LEN / 4] as number;
    this.atEvent(rec + PREFIX.SIZE);
  }

  /** Move to a bare scap event at `ev` (a multiple of 4), whose lengths were checked. */
  atBare(ev: number): void {
    const before = this.rec >= 0 ? MAX_PARAMS : this.nparams;
    this.rec = -1;
    this.tgid = 0;
    this.flags = 1;
    this.annexLen = 0;
    if (LARGE_CELLS[this.u16[(ev + EVENT.TYPE) >> 1] as number] === 1) this.atLargeEvent(ev);
    else this.atEvent(ev);
    // A capture may leave out trailing parameters: they are empty, not what the event before had.
    const len = this.len;
    for (let i = this.nparams; i < before; i++) len[i] = 0;
  }

  /** As atEvent, for the events of plugins and the like, whose parameter lengths have 32 bits. */
  private atLargeEvent(ev: number): void {
    const { dv, off, len } = this;
    this.ev = ev;
    this.tid = dv.getUint32(ev + EVENT.TID, true);
    this.type = dv.getUint16(ev + EVENT.TYPE, true);
    const n = Math.min(dv.getUint32(ev + EVENT.NPARAMS, true), MAX_PARAMS);
    this.nparams = n;
    let p = ev + EVENT.SIZE + 4 * dv.getUint32(ev + EVENT.NPARAMS, true);
    for (let i = 0; i < n; i++) {
      const l = dv.getUint32(ev + EVENT.SIZE + 4 * i, true);
      off[i] = p;
      len[i] = l;
      p += l;
    }
  }

  private atEvent(ev: number): void {
    const u16 = this.u16;
    const h = ev >> 1;
    this.ev = ev;
    this.tid = this.u32[(ev + EVENT.TID) >> 2] as number;
    this.type = u16[h + EVENT.TYPE / 2] as number;
    const n = u16[h + EVENT.NPARAMS / 2] as number;
    this.nparams = n;
    const off = this.off;
    const len = this.len;
    let p = ev + EVENT.SIZE + 2 * n;
    const lens = h + EVENT.SIZE / 2;
    for (let i = 0; i < n; i++) {
      const l = u16[lens + i] as number;
      off[i] = p;
      len[i] = l;
      p += l;
    }
  }

  /** Time in ns since the epoch. */
  get ts(): bigint {
    return this.dv.getBigUint64(this.ev, true);
  }

  /** Time in ns since the epoch, as a double (exact to 256 ns): for differences and windows only. */
  get tsNumber(): number {
    const w = this.ev >> 2;
    return (this.u32[w] as number) + (this.u32[w + 1] as number) * TWO32;
  }

  /** Start of the process (thread group leader), ns since boot; 0 when the record has no prefix. */
  get startNs(): number {
    if (this.rec < 0) return 0;
    const w = (this.rec + PREFIX.START) >> 2;
    return (this.u32[w] as number) + (this.u32[w + 1] as number) * TWO32;
  }

  /** cgroup v2 id; 0 when unknown. */
  get cgroupId(): number {
    if (this.rec < 0) return 0;
    const w = (this.rec + PREFIX.CGROUP) >> 2;
    return (this.u32[w] as number) + (this.u32[w + 1] as number) * TWO32;
  }

  /** Table row of the event. */
  get info() {
    // biome-ignore lint/style/noNonNullAssertion: type comes from our own programs or a checked capture
    return EVENTS[this.type]!;
  }

  /** A copy of the scap event: header, lengths and parameters. */
  bytes(): Uint8Array {
    return this.u8.slice(this.ev, this.ev + this.dv.getUint32(this.ev + EVENT.LEN, true));
  }

  /** Unsigned little-endian integer of parameter `i`, by its length (1, 2, 4 or 8); 0 if empty. */
  uint(i: number): number {
    const o = this.off[i] as number;
    switch (this.len[i]) {
      case 8: {
        // small ones as integers: the sum would make a double of each
        const high = this.dv.getUint32(o + 4, true);
        const low = this.dv.getUint32(o, true);
        return high === 0 ? low : low + high * TWO32;
      }
      case 4:
        return this.dv.getUint32(o, true);
      case 2:
        return this.dv.getUint16(o, true);
      case 1:
        return this.u8[o] as number;
      default:
        return 0;
    }
  }

  /** Signed little-endian integer of parameter `i`, by its length; 0 if empty. */
  int(i: number): number {
    const o = this.off[i] as number;
    switch (this.len[i]) {
      case 8: {
        const high = this.dv.getInt32(o + 4, true);
        const low = this.dv.getInt32(o, true);
        return high === low >> 31 ? low : (low >>> 0) + high * TWO32;
      }
      case 4:
        return this.dv.getInt32(o, true);
      case 2:
        return this.dv.getInt16(o, true);
      case 1:
        return this.dv.getInt8(o);
      default:
        return 0;
    }
  }

  /** Length of the text of parameter `i`, without its NUL. */
  textLen(i: number): number {
    const l = this.len[i] as number;
    return l > 0 && this.u8[(this.off[i] as number) + l - 1] === 0 ? l - 1 : l;
  }

  /**
   * Offset of the payload of the first annex entry with this tag (and kind, unless -1), or -1.
   * The entry's length is left in `annexEntryLen`, its kind in `annexEntryKind`.
   */
  annex(tag: number, kind = -1): number {
    const u8 = this.u8;
    let p = this.annexOff;
    const end = p + this.annexLen;
    while (p + 4 <= end) {
      const l = (u8[p + 2] as number) | ((u8[p + 3] as number) << 8);
      if (p + 4 + l > end) return -1;
      if (u8[p] === tag && (kind < 0 || u8[p + 1] === kind)) {
        this.annexEntryLen = l;
        this.annexEntryKind = u8[p + 1] as number;
        return p + 4;
      }
      p += 4 + l;
    }
    return -1;
  }
  annexEntryLen = 0;
  annexEntryKind = 0;
}

/** Bytes before the path of a file in an annex FD entry. */
export const FD_PATH_AT: number = ANNEX_FD.SIZE;
