import { EVENT } from "../event/record.js";
import { EVENT_CODES } from "../event/table.js";
import {
  BlockKind,
  type BlockType,
  BYTE_ORDER_MAGIC,
  blockNumber,
  blockType,
  SECTION_BLOCK,
  TAIL_HEADER,
  TAIL_MAGIC,
} from "./blocks.js";
import { Cursor, EntryError } from "./cursor.js";
import { CaptureError } from "./error.js";
import { faultOf, LARGE_CELLS, OLD_HEADER, renewHeader } from "./eventcheck.js";
import { ListReader } from "./lists/reader.js";
import { MACHINE_BYTES, readMachine } from "./lists/small.js";
import type { MetadataSink } from "./metadata.js";
import { Window } from "./window.js";

export const HEADER = 8;
export const TRAILER = 4;
const SECTION_BYTES = 28;
const MAJOR = 1;
/** Longest block that is not called large. */
export const MAX_PLAIN = 65_536;
/** Longest block of any event: more than any plugin makes, and no reason to run out of memory. */
const MAX_LARGE = 64 << 20;

export const PLAIN_EVENT: number = blockNumber("event", 2);
export const FLAGGED_EVENT: number = blockNumber("event with flags", 2);
const PLAIN_NAME = nameOf(PLAIN_EVENT);
const FLAGGED_NAME = nameOf(FLAGGED_EVENT);

/** Where events that have to be rebuilt are put: three rooms at the start of the buffer. */
export const ROOM = 0x1_1000;

/**
 * Takes a capture apart, piece by piece as it comes: {@link push} bytes, then call {@link next} until it gives false,
 * which asks for more (or, after {@link end}, says that all was read). Knows nothing of files and compression.
 */
export class CaptureReader {
  readonly window = new Window();
  /** Offset of the current event in `window.buffer`, a multiple of 4; good until the next call. */
  ev = 0;
  /** CPU of the current event. */
  cpu = 0;
  /** Bits of EventFlag. */
  flags = 0;
  /** Annex entries that a recording of ours has behind the current event: offset in the buffer, and length; 0 = none. */
  annexOff = 0;
  annexLen = 0;
  /** Offset of the current event's block in the stream. */
  blockOffset = 0;
  /** Name of the kind of block at hand, for messages. */
  blockName = "section header";

  /** Events given, and those of event types that we do not know (made by later versions). */
  readonly stats = { events: 0, unknownEvents: 0, unknownBlocks: 0, sections: 0 };

  private readonly cursor: Cursor;
  private readonly list: ListReader;
  /** Bytes of a block that are not wanted. */
  private toSkip = 0;

  constructor(
    private readonly sink: MetadataSink,
    /** Name of the file, for messages. */
    readonly file: string,
  ) {
    this.cursor = new Cursor(this.window);
    this.list = new ListReader(this.window, sink, (offset, why) => this.fail(why, offset));
  }

  push(chunk: Uint8Array): void {
    this.window.push(chunk);
  }

  /** Nothing will be pushed any more. */
  end(): void {
    this.window.ended = true;
  }

  /** The block at hand is an event. */
  get inEvent(): boolean {
    return this.blockName.includes("event");
  }

  /** So many event blocks were read by another, from the window's position to `next`; `last`: where the last one stands. */
  passed(events: number, last: number, next: number): void {
    const w = this.window;
    this.blockOffset = w.streamOffset(last);
    this.blockName = w.dv.getUint32(last, true) === PLAIN_EVENT ? PLAIN_NAME : FLAGGED_NAME;
    this.stats.events += events;
    w.pos = next;
  }

  /** A block is next: nothing of the one before is left to be read. */
  get atBlock(): boolean {
    return this.toSkip === 0 && !this.list.open && this.stats.sections > 0;
  }

  /** Everything was read, to the last byte. */
  get done(): boolean {
    const w = this.window;
    return w.ended && w.pos === w.end && this.toSkip === 0 && !this.list.open;
  }

  /**
   * Move to the next event; what stands before it goes to the sink.
   * @throws {CaptureError}
   */
  next(): boolean {
    const w = this.window;
    for (;;) {
      if (this.toSkip > 0 && !this.skip()) return false;
      if (this.list.open) {
        if (this.list.read()) continue;
        return this.starved("the rest of the list");
      }
      const have = w.end - w.pos;
      if (have < HEADER) {
        if (have === 0 && w.ended) {
          if (this.stats.sections === 0) this.fail("empty file: expected a section header block", w.pos);
          return false;
        }
        return this.starved(`the ${HEADER} bytes of a block header`);
      }
      const at = w.pos;
      const number = w.dv.getUint32(at, true);
      const total = w.dv.getUint32(at + 4, true);
      if ((number === PLAIN_EVENT || number === FLAGGED_EVENT) && total <= have && this.plainEvent(number, at, total))
        return true;
      this.blockOffset = w.streamOffset(at);
      if (this.stats.sections === 0 && number !== SECTION_BLOCK) this.notCapture(number);
      const type = blockType(number);
      if (type?.kind === BlockKind.EVENT) {
        this.blockName = type.name;
        const want = this.eventBlockBytes(type, total);
        if (have < want) return this.starved(`the ${want} bytes of the block`);
        if (this.event(type, at, total)) return true;
        continue;
      }
      if (!this.metadata(type, number, at, total)) return false;
    }
  }

  /**
   * Take an event of today's usual form out of its block, which is there as a whole. Nearly all blocks are such.
   * @returns false if there is anything unusual about it; nothing has changed then
   */
  private plainEvent(number: number, at: number, total: number): boolean {
    const w = this.window;
    const { dv } = w;
    const flagged = number === FLAGGED_EVENT;
    const ev = at + HEADER + (flagged ? 6 : 2);
    const avail = at + total - TRAILER - ev;
    if (this.stats.sections === 0 || (ev & 3) !== 0 || avail < EVENT.SIZE || total > MAX_PLAIN) return false;
    const type = dv.getUint16(ev + EVENT.TYPE, true);
    const len = dv.getUint32(ev + EVENT.LEN, true);
    if (type >= EVENT_CODES || LARGE_CELLS[type] === 1 || len > avail) return false;
    const nparams = dv.getUint32(ev + EVENT.NPARAMS, true);
    let sum = EVENT.SIZE + 2 * nparams;
    if (sum > len) return false;
    for (let p = ev + EVENT.SIZE, end = p + 2 * nparams; p < end; p += 2) sum += dv.getUint16(p, true);
    if (sum > len) return false;
    this.blockOffset = w.streamOffset(at);
    this.blockName = flagged ? FLAGGED_NAME : PLAIN_NAME;
    this.cpu = dv.getUint16(at + HEADER, true);
    this.flags = flagged ? dv.getUint32(at + HEADER + 2, true) : 0;
    this.ev = ev;
    w.pos = at + total;
    this.annexLen = 0;
    if (avail - len >= TAIL_HEADER) this.tail(ev, len, avail);
    this.stats.events++;
    return true;
  }

  private notCapture(number: number): never {
    this.blockName = "section header";
    return this.fail(
      `not a capture file: it begins with ${hex(number)}, expected a section header block (${hex(SECTION_BLOCK)})`,
    );
  }

  /** Bytes that an event block must have in the window before it can be read; its last four are never looked at. */
  private eventBlockBytes(type: BlockType, total: number): number {
    const least = HEADER + (type.flags ? 6 : 2) + (type.version === 1 ? OLD_HEADER : EVENT.SIZE) + TRAILER;
    if (total < least) this.fail(`block length ${total} is too short: expected at least ${least}`);
    const most = type.large ? MAX_LARGE : MAX_PLAIN;
    if (total - HEADER > most)
      this.fail(
        `event block length ${total - HEADER} is greater than ${most}, the most that ${
          type.large ? "can be read" : "a block that is not of a large type may have"
        }`,
      );
    return total;
  }

  /** Take the event out of its block; false if it is of a type that we do not know. */
  private event(type: BlockType, at: number, total: number): boolean {
    const w = this.window;
    const { dv } = w;
    let ev = at + HEADER + 2;
    this.cpu = dv.getUint16(at + HEADER, true);
    if (type.flags) {
      this.flags = dv.getUint32(ev, true);
      ev += 4;
    } else this.flags = 0;
    const avail = at + total - TRAILER - ev;
    w.pos = at + total;
    if (dv.getUint16(ev + EVENT.TYPE, true) >= EVENT_CODES) {
      this.stats.unknownEvents++;
      return false;
    }
    let fault: string | undefined;
    if (type.version === 1) {
      fault = renewHeader(w.u8, dv, ev, avail, 0);
      this.ev = 0;
    } else {
      fault = faultOf(dv, ev, avail);
      this.ev = ev;
    }
    this.annexLen = 0;
    const len = dv.getUint32(ev + EVENT.LEN, true);
    // more than padding
    if (avail - len >= TAIL_HEADER && type.version !== 1) this.tail(ev, len, avail);
    if (fault !== undefined) this.fail(fault);
    if ((this.ev & 3) !== 0) this.align();
    this.stats.events++;
    return true;
  }

  /** What stands behind the event may be an annex; anything else is ignored. */
  private tail(ev: number, len: number, avail: number): void {
    const { dv } = this.window;
    const at = (len + 3) & ~3;
    if (at + TAIL_HEADER > avail || dv.getUint32(ev + at, true) !== TAIL_MAGIC) return;
    const n = dv.getUint32(ev + at + 4, true);
    if (n > avail - at - TAIL_HEADER) return;
    this.annexOff = ev + at + TAIL_HEADER;
    this.annexLen = n;
  }

  /** A block before this one has an odd length: move the event to where it is aligned. */
  private align(): void {
    const w = this.window;
    const len = w.dv.getUint32(this.ev + EVENT.LEN, true);
    const to = len <= ROOM ? 0 : this.ev & ~3;
    w.u8.copyWithin(to, this.ev, this.ev + len);
    this.ev = to;
  }

  /** Read a block that is not an event, or begin to; false if more bytes are needed first. */
  private metadata(type: BlockType | undefined, number: number, at: number, total: number): boolean {
    const w = this.window;
    this.blockName = type?.name ?? `block of unknown type ${hex(number)}`;
    if (type?.kind === BlockKind.SECTION) return this.section(at, total);
    if (total < HEADER + TRAILER)
      this.fail(`block length ${total} is too short: expected at least ${HEADER + TRAILER}`);
    if (type === undefined) {
      this.stats.unknownBlocks++;
      this.toSkip = total;
      return true;
    }
    if (type.kind === BlockKind.MACHINE) {
      const want = HEADER + MACHINE_BYTES + TRAILER;
      if (total < want) this.fail(`block length ${total} is too short: expected ${want}`);
      if (w.available < want) return this.starved("the machine info");
      this.cursor.set(at + HEADER, at + HEADER + MACHINE_BYTES);
      try {
        const info = readMachine(this.cursor);
        this.sink.machine?.(info);
      } catch (e) {
        if (e instanceof EntryError) this.fail(e.message);
        throw e;
      }
      this.toSkip = total;
      return true;
    }
    w.pos += HEADER;
    this.list.begin(type, total);
    return true;
  }

  private section(at: number, total: number): boolean {
    const w = this.window;
    if (w.available < SECTION_BYTES) return this.starved(`the ${SECTION_BYTES} bytes of a section header`);
    const magic = w.dv.getUint32(at + HEADER, true);
    if (magic !== BYTE_ORDER_MAGIC) {
      if (w.dv.getUint32(at + HEADER, false) === BYTE_ORDER_MAGIC)
        this.fail("written on a big-endian machine: only little-endian captures can be read");
      this.fail(`invalid magic number ${hex(magic)}: expected ${hex(BYTE_ORDER_MAGIC)}`);
    }
    if (total < SECTION_BYTES) this.fail(`block length ${total} is too short: expected at least ${SECTION_BYTES}`);
    const major = w.dv.getUint16(at + HEADER + 4, true);
    if (major > MAJOR)
      this.fail(`format version ${major}.${w.dv.getUint16(at + HEADER + 6, true)}: at most version ${MAJOR} is known`);
    const index = this.stats.sections++;
    this.sink.section?.(index);
    this.toSkip = total;
    return true;
  }

  /** Skip over a block, however long; false if more bytes are needed. */
  private skip(): boolean {
    const w = this.window;
    const n = Math.min(this.toSkip, w.available);
    w.pos += n;
    this.toSkip -= n;
    if (this.toSkip === 0) return true;
    return this.starved(`${this.toSkip} more bytes of the block`);
  }

  /** Not enough bytes: wait for more, or fail if there are none. */
  private starved(what: string): false {
    const w = this.window;
    if (!w.ended) return false;
    return this.fail(`the file is truncated: expected ${what}, ${w.available} bytes are left`, w.end);
  }

  /** Refuse the file at the block at hand, or at a byte of the buffer. */
  fail(reason: string, bufferOffset?: number): never {
    const offset = bufferOffset === undefined ? this.blockOffset : this.window.streamOffset(bufferOffset);
    throw new CaptureError({ file: this.file, offset, block: this.blockName }, reason);
  }
}

function nameOf(number: number): string {
  return blockType(number)?.name ?? "event";
}

function hex(n: number): string {
  return `0x${n.toString(16)}`;
}
