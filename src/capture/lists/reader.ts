import { BlockKind, type BlockType } from "../blocks.js";
import { Cursor, EntryError } from "../cursor.js";
import type { MetadataSink } from "../metadata.js";
import type { Window } from "../window.js";
import { MAX_FD_ENTRY, readFd } from "./fd.js";
import { MAX_THREAD_ENTRY, readThread } from "./process.js";
import { MAX_INTERFACE_ENTRY, MAX_USER_ENTRY, readInterface, readUser } from "./small.js";

const HEADER = 8;
const TRAILER = 4;
const PADDING = 4;
/** Longest entry that is taken for real; those of today have less than 20 KiB. */
const MAX_ENTRY = 1 << 20;

// From this version on, each entry begins with its length.
const FIRST_WITH_LENGTH: Readonly<Record<number, number>> = {
  [BlockKind.PROCESSES]: 9,
  [BlockKind.FDS]: 2,
  [BlockKind.INTERFACES]: 2,
  [BlockKind.USERS]: 2,
};

const MAX_OLD_ENTRY: Readonly<Record<number, number>> = {
  [BlockKind.PROCESSES]: MAX_THREAD_ENTRY,
  [BlockKind.FDS]: MAX_FD_ENTRY,
  [BlockKind.INTERFACES]: MAX_INTERFACE_ENTRY,
  [BlockKind.USERS]: MAX_USER_ENTRY,
};

/** Reads the entries of list blocks one by one, so that a list of any length passes through a small window. */
export class ListReader {
  open = false;
  private kind = 0;
  private version = 0;
  private sized = false;
  private total = 0;
  /** Offset in the stream where the entries end, trailer excluded. */
  private end = 0;
  private tid = 0;
  private headRead = false;
  private readonly cursor: Cursor;

  constructor(
    private readonly w: Window,
    private readonly sink: MetadataSink,
    private readonly fail: (bufferOffset: number, why: string) => never,
  ) {
    this.cursor = new Cursor(w);
  }

  /** Begin a block whose header has just been read. */
  begin(type: BlockType, total: number): void {
    const { w, sink } = this;
    this.kind = type.kind;
    this.version = type.version;
    this.sized = type.version >= (FIRST_WITH_LENGTH[type.kind] as number);
    this.total = total;
    this.end = w.streamOffset(w.pos) + total - HEADER - TRAILER;
    this.headRead = type.kind !== BlockKind.FDS;
    this.open = true;
    if (type.kind === BlockKind.INTERFACES) sink.interfaceList?.();
    else if (type.kind === BlockKind.USERS) sink.userList?.();
  }

  /** Read as much as there is; false if more bytes are needed. */
  read(): boolean {
    const { w } = this;
    if (!this.headRead && !this.readHead()) return false;
    for (;;) {
      const left = this.end - w.streamOffset(w.pos);
      if (left < PADDING) return this.close(left);
      if (!this.entry(left)) return false;
    }
  }

  /** An fd list begins with the thread that it is of. */
  private readHead(): boolean {
    const { w, cursor } = this;
    if (this.end - w.streamOffset(w.pos) < 8) this.fail(w.pos, "fd list without a thread id");
    if (w.available < 8) return false;
    cursor.set(w.pos, w.pos + 8);
    this.tid = cursor.i64("tid");
    w.pos += 8;
    this.headRead = true;
    this.sink.fdList?.(this.tid);
    return true;
  }

  private close(padding: number): boolean {
    const { w } = this;
    if (w.available < padding + TRAILER) return false;
    const trailer = w.dv.getUint32(w.pos + padding, true);
    if (trailer !== this.total)
      this.fail(w.pos + padding, `wrong block total length, header=${this.total}, trailer=${trailer}`);
    w.pos += padding + TRAILER;
    this.open = false;
    return true;
  }

  private entry(left: number): boolean {
    const { w, cursor } = this;
    const at = w.pos;
    // an interface's length does not count itself
    const own = this.kind === BlockKind.INTERFACES ? 4 : 0;
    let size = Math.min(left, MAX_OLD_ENTRY[this.kind] as number);
    if (this.sized) {
      if (w.available < 4) return false;
      size = w.dv.getUint32(at, true) + own;
      if (size < 4 || size > left || size > MAX_ENTRY)
        this.fail(at, `corrupted entry: length ${size}, ${left} bytes are left of the list`);
    }
    if (w.available < size) {
      // one without a length may be shorter than the longest: the end of the file is no fault yet
      if (this.sized || !w.ended) return false;
      size = w.available;
    }
    cursor.set(at + (this.sized ? 4 : 0), at + size);
    try {
      this.deliver();
    } catch (e) {
      if (e instanceof EntryError) this.fail(at, e.message);
      throw e;
    }
    w.pos = this.sized ? at + size : cursor.pos;
    return true;
  }

  private deliver(): void {
    const { cursor, sink, version } = this;
    // an entry is read even if nobody wants it: without a length, that is how its end is found
    switch (this.kind) {
      case BlockKind.PROCESSES: {
        const entry = readThread(cursor, version);
        sink.thread?.(entry);
        return;
      }
      case BlockKind.FDS: {
        const entry = readFd(cursor, version);
        sink.fd?.(this.tid, entry);
        return;
      }
      case BlockKind.INTERFACES: {
        const entry = readInterface(cursor);
        sink.interface?.(entry);
        return;
      }
      default: {
        const entry = readUser(cursor);
        if ("uid" in entry) sink.user?.(entry);
        else sink.group?.(entry);
      }
    }
  }
}
