import type { Slice } from "../../event/bytes.js";
import { FdFlag } from "../../event/record.js";
import { type FdEntry, FdKind } from "../fd.js";
import { capturedPlain } from "./files.js";

const O_DIRECTORY = 1 << 10;
const UPPER_LAYER = 1 << 15;
const LOWER_LAYER = 1 << 16;
const SLOTS = 1 << 14;
const SLASH = 47;

/**
 * Entries of opened files. Programs open the same files over and over; entries never change, so that all who open one
 * alike may share it, and opening costs no memory.
 */
export class OpenedFiles {
  private readonly slots = new Array<FdEntry | undefined>(SLOTS).fill(undefined);
  private readonly inoLow = new Uint32Array(SLOTS);
  private readonly inoHigh = new Uint32Array(SLOTS);

  /** By slot: the code of an event, and one, if such an event of this entry was found dull (see dull.ts). */
  readonly dull = new Uint16Array(SLOTS);

  /**
   * As {@link entry}, for the text parameter with its NUL: whole paths in their shortest form that were opened before need
   * not be taken apart.
   * @returns undefined if it is another kind of path, or a file that was not opened before
   */
  known(
    flags: number,
    u8: Uint8Array,
    off: number,
    size: number,
    dev: number,
    low: number,
    high: number,
  ): FdEntry | undefined {
    const s = this.find(flags, u8, off, size, dev, low, high);
    return s < 0 ? undefined : this.slots[s];
  }

  /** As {@link known}, but gives the slot, or -1. */
  find(flags: number, u8: Uint8Array, off: number, size: number, dev: number, low: number, high: number): number {
    const len = size - 1;
    if (len < 1 || u8[off] !== SLASH || u8[off + len] !== 0) return -1;
    const s = hash(u8, off, len) ^ ((low ^ flags) & (SLOTS - 1));
    const has = this.slots[s];
    if (
      has === undefined ||
      this.inoLow[s] !== low ||
      this.inoHigh[s] !== high ||
      has.openFlags !== flags ||
      has.dev !== dev ||
      has.raw !== has.name
    )
      return -1;
    const { name } = has;
    if (name.length !== len) return -1;
    for (let i = 0; i < len; i++) if (name[i] !== u8[off + i]) return -1;
    return s;
  }

  /** The entry in a slot that {@link find} gave. */
  at(slot: number): FdEntry {
    return this.slots[slot] as FdEntry;
  }

  /**
   * The entry of an opened file.
   * @param raw the path as the program gave it
   * @param ino inode number, in two halves
   */
  entry(flags: number, path: Slice, raw: Slice, dev: number, low: number, high: number): FdEntry {
    const s = hash(path.buf, path.off, path.len) ^ ((low ^ flags) & (SLOTS - 1));
    const has = this.slots[s];
    if (
      has !== undefined &&
      this.inoLow[s] === low &&
      this.inoHigh[s] === high &&
      has.openFlags === flags &&
      has.dev === dev &&
      same(has.name, path) &&
      ((has.raw === has.name && raw.off === path.off && raw.buf === path.buf && raw.len === path.len) ||
        same(has.raw, raw))
    )
      return has;
    const layers =
      ((flags & UPPER_LAYER) !== 0 ? FdFlag.UPPER_LAYER : 0) | ((flags & LOWER_LAYER) !== 0 ? FdFlag.LOWER_LAYER : 0);
    const kind = (flags & O_DIRECTORY) !== 0 ? FdKind.DIRECTORY : FdKind.FILE;
    const name = path.copy();
    const made = capturedPlain(kind, flags);
    made.name = name;
    made.raw = same(name, raw) ? name : raw.copy();
    made.dev = dev;
    made.ino = high === 0 ? BigInt(low) : (BigInt(high) << 32n) | BigInt(low);
    made.flags = layers;
    this.slots[s] = made;
    this.dull[s] = 0;
    this.inoLow[s] = low;
    this.inoHigh[s] = high;
    return made;
  }
}

/** Of the end of a path, where paths differ most; the inode number does the rest. */
function hash(buf: Uint8Array, off: number, len: number): number {
  let h = len;
  const end = off + len;
  if (len >= 8) {
    const a = (buf[end - 8] as number) | ((buf[end - 7] as number) << 8) | ((buf[end - 6] as number) << 16);
    const b = (buf[end - 5] as number) | ((buf[end - 4] as number) << 8) | ((buf[end - 3] as number) << 16);
    const c = (buf[end - 2] as number) | ((buf[end - 1] as number) << 8);
    h = (Math.imul(a, 0x9e3779b1) + Math.imul(b, 0x85ebca6b) + Math.imul(c, 0xc2b2ae35) + len) | 0;
  } else for (let i = off; i < end; i++) h = (Math.imul(h, 31) + (buf[i] as number)) | 0;
  return (h ^ (h >>> 15)) & (SLOTS - 1);
}

function same(a: Uint8Array, s: Slice): boolean {
  const { buf, off, len } = s;
  if (a.length !== len) return false;
  for (let i = 0; i < len; i++) if (a[i] !== buf[off + i]) return false;
  return true;
}
