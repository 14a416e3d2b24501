import { EMPTY } from "../event/bytes.js";
import { sameBytes } from "./pool.js";

/** Bytes that several processes share (a fork inherits arguments and environment), with a count of the sharers. */
export class Blob {
  refs = 0;
  constructor(readonly bytes: Uint8Array) {}
}

export const EMPTY_BLOB: Blob = new Blob(EMPTY);

/** Blobs kept at hand. */
const RECENT = 64;
/** Bytes looked at to choose the place of a blob. */
const SAMPLES = 16;

/**
 * The blobs of the last programs: what a shell, a make or a cron job starts has the same environment again and again,
 * and comparing one with it is cheaper than copying it.
 */
export class RecentBlobs {
  private readonly slots: Blob[] = new Array<Blob>(RECENT).fill(EMPTY_BLOB);

  /** A blob of these bytes: one of the last, or a new one. */
  blob(buf: Uint8Array, off: number, len: number): Blob {
    const step = len > SAMPLES ? (len / SAMPLES) | 0 : 1;
    let h = len;
    for (let i = off + len - 1; i >= off; i -= step) h = Math.imul(h ^ (buf[i] as number), 0x01000193);
    const slot = (h ^ (h >>> 15)) & (RECENT - 1);
    const old = this.slots[slot] as Blob;
    if (sameBytes(old.bytes, buf, off, len)) return old;
    const made = new Blob(buf.slice(off, off + len));
    this.slots[slot] = made;
    return made;
  }
}
