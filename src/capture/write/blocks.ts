import { EVENT } from "../../event/record.js";
import { BYTE_ORDER_MAGIC, blockNumber, SECTION_BLOCK, TAIL_HEADER, TAIL_MAGIC } from "../blocks.js";
import { LARGE_CELLS } from "../eventcheck.js";

const MAJOR = 1;
const MINOR = 2;
const HEADER = 8;
const TRAILER = 4;
const INITIAL = 1 << 20;
const MAX_TEXT = 0xffff;

const EV = blockNumber("event", 2);
const EVF = blockNumber("event with flags", 2);
const LARGE = blockNumber("large event", 2);
const LARGE_FLAGS = blockNumber("large event with flags", 2);

/**
 * Puts blocks together in one growing buffer; whoever fills it takes the bytes away with {@link take}. Little endian, as
 * the format wants where we run.
 */
export class BlockWriter {
  u8 = new Uint8Array(INITIAL);
  private dv = new DataView(this.u8.buffer);
  /** Bytes that wait to be taken. */
  pos = 0;
  private blockAt = 0;
  private entryAt = 0;

  /** Make room for `n` more bytes. */
  reserve(n: number): void {
    const need = this.pos + n;
    if (need <= this.u8.length) return;
    let size = this.u8.length * 2;
    while (size < need) size *= 2;
    const u8 = new Uint8Array(size);
    u8.set(this.u8.subarray(0, this.pos));
    this.u8 = u8;
    this.dv = new DataView(u8.buffer);
  }

  /** A copy of what has come together; the buffer is empty again. */
  take(): Uint8Array {
    const out = this.u8.slice(0, this.pos);
    this.pos = 0;
    return out;
  }

  begin(number: number): void {
    this.blockAt = this.pos;
    this.u32(number);
    this.u32(0);
  }

  /** Finish the block: padding, and its length at both ends. */
  end(): void {
    this.reserve(HEADER);
    while (((this.pos - this.blockAt) & 3) !== 0) this.u8[this.pos++] = 0;
    const total = this.pos + TRAILER - this.blockAt;
    this.dv.setUint32(this.blockAt + 4, total, true);
    this.u32(total);
  }

  /** Begin an entry whose first word is its length. */
  beginEntry(): void {
    this.entryAt = this.pos;
    this.u32(0);
  }

  /** @param counted does the length count its own word? */
  endEntry(counted = true): void {
    this.dv.setUint32(this.entryAt, this.pos - this.entryAt - (counted ? 0 : 4), true);
  }

  byte(v: number): void {
    this.reserve(1);
    this.u8[this.pos++] = v;
  }

  u16(v: number): void {
    this.reserve(2);
    this.dv.setUint16(this.pos, v, true);
    this.pos += 2;
  }

  u32(v: number): void {
    this.reserve(4);
    this.dv.setUint32(this.pos, v, true);
    this.pos += 4;
  }

  u64(v: bigint | number): void {
    this.reserve(8);
    this.dv.setBigUint64(this.pos, BigInt.asUintN(64, BigInt(v)), true);
    this.pos += 8;
  }

  bytes(b: Uint8Array): void {
    this.reserve(b.length);
    this.u8.set(b, this.pos);
    this.pos += b.length;
  }

  /** Text after its 16-bit length; what exceeds `max` is cut off. */
  text(b: Uint8Array, max = MAX_TEXT): void {
    const n = Math.min(b.length, max);
    this.u16(n);
    this.bytes(n === b.length ? b : b.subarray(0, n));
  }

  section(): void {
    this.begin(SECTION_BLOCK);
    this.u32(BYTE_ORDER_MAGIC);
    this.u16(MAJOR);
    this.u16(MINOR);
    this.u64(-1n);
    this.end();
  }

  /**
   * An event block.
   *
   * @param from bytes with an event (header, lengths, parameters) at `off`, `len` bytes of them
   * @param flags bits of EventFlag
   * @param tail annex entries of the event, written where other readers see padding
   */
  event(from: Uint8Array, off: number, len: number, cpu: number, flags: number, tail?: Uint8Array): void {
    const large = LARGE_CELLS[(from[off + EVENT.TYPE] as number) | ((from[off + EVENT.TYPE + 1] as number) << 8)] === 1;
    const head = flags === 0 ? 2 : 6;
    const extra = tail === undefined ? 0 : 3 + TAIL_HEADER + tail.length;
    this.reserve(HEADER + head + len + 3 + extra + TRAILER);
    const { u8, dv } = this;
    const at = this.pos;
    dv.setUint32(at, flags === 0 ? (large ? LARGE : EV) : large ? LARGE_FLAGS : EVF, true);
    let p = at + HEADER;
    dv.setUint16(p, cpu, true);
    p += 2;
    if (flags !== 0) {
      dv.setUint32(p, flags, true);
      p += 4;
    }
    copy(u8, p, from, off, len);
    p += len;
    if (tail !== undefined) {
      // where it stands is aligned to the event, not to the block
      for (let pad = -len & 3; pad > 0; pad--) u8[p++] = 0;
      dv.setUint32(p, TAIL_MAGIC, true);
      dv.setUint32(p + 4, tail.length, true);
      u8.set(tail, p + TAIL_HEADER);
      p += TAIL_HEADER + tail.length;
    }
    while (((p - at) & 3) !== 0) u8[p++] = 0;
    const total = p + TRAILER - at;
    dv.setUint32(p, total, true);
    dv.setUint32(at + 4, total, true);
    this.pos = p + TRAILER;
  }
}

/** Most events are shorter than what makes a call of `set` pay. */
const SHORT = 96;

function copy(to: Uint8Array, at: number, from: Uint8Array, off: number, len: number): void {
  if (len > SHORT) {
    to.set(from.subarray(off, off + len), at);
    return;
  }
  for (let i = 0; i < len; i++) to[at + i] = from[off + i] as number;
}
