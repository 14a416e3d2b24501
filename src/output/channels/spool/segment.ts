import {
  closeSync,
  constants,
  fdatasync,
  fstatSync,
  ftruncateSync,
  openSync,
  read,
  readSync,
  rmSync,
  write,
} from "node:fs";
import { promisify } from "node:util";
import { decodeRecord, type SpoolRecord } from "./record.js";

const writeLater = promisify(write);
const readLater = promisify(read);
const syncLater = promisify(fdatasync);
const CHUNK = 256 << 10;
const SUFFIX = ".seg";
const DIGITS = 20;

/** Name of the file whose first record has this number; names sort as numbers do. */
export function segmentName(first: bigint): string {
  return String(first).padStart(DIGITS, "0") + SUFFIX;
}

/** Number of the first record by the file's name; undefined if it is no segment. */
export function segmentFirst(name: string): bigint | undefined {
  return name.length === DIGITS + SUFFIX.length && /^\d+\.seg$/.test(name) ? BigInt(name.slice(0, DIGITS)) : undefined;
}

/** What a check of a segment found. */
export interface SegmentCheck {
  readonly records: number;
  /** Number of the last good record. */
  readonly last: bigint | undefined;
  /** Bytes that are good. */
  readonly good: number;
  /** Bytes behind them. */
  readonly bad: number;
}

/** An append-only file of records. */
export class Segment {
  readonly fd: number;
  size: number;
  /** Number of the last record, first - 1 if there is none. */
  last: bigint;

  constructor(
    readonly path: string,
    readonly first: bigint,
  ) {
    this.fd = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    this.size = fstatSync(this.fd).size;
    this.last = first - 1n;
  }

  /** Read all of it and find where it stops making sense. */
  check(): SegmentCheck {
    let records = 0;
    let good = 0;
    let last: bigint | undefined;
    let from = 0;
    let bytes: Buffer = Buffer.alloc(0);
    let need = CHUNK;
    for (;;) {
      const r = decodeRecord(bytes, good - from);
      if (typeof r === "number") {
        // too few bytes at hand: more of the file, or its end
        if (from + bytes.length >= this.size) break;
        need = Math.max(CHUNK, r);
        bytes = Buffer.alloc(Math.min(need, this.size - good));
        from = good;
        readSync(this.fd, bytes, 0, bytes.length, from);
        continue;
      }
      if (r === undefined || r.seq !== (last ?? this.first - 1n) + 1n) break;
      records++;
      last = r.seq;
      good += r.size;
    }
    return { records, last, good, bad: this.size - good };
  }

  /** Cut what does not make sense. */
  cut(size: number): void {
    ftruncateSync(this.fd, size);
    this.size = size;
  }

  /** Append records whose last has this number; all or nothing. */
  async append(bytes: Buffer, last: bigint): Promise<void> {
    try {
      for (let at = 0; at < bytes.length; ) {
        at += (await writeLater(this.fd, bytes, at, bytes.length - at, this.size + at)).bytesWritten;
      }
    } catch (e) {
      ftruncateSync(this.fd, this.size);
      throw e;
    }
    this.size += bytes.length;
    this.last = last;
  }

  /** Some records from an offset on, at least one unless the end or damage is there. */
  async read(offset: number): Promise<SpoolRecord[]> {
    const out: SpoolRecord[] = [];
    let bytes = await this.bytes(offset, CHUNK);
    for (let at = 0; ; ) {
      const r = decodeRecord(bytes, at);
      if (typeof r === "object") {
        out.push(r);
        at += r.size;
      } else if (typeof r === "number" && out.length === 0 && r > bytes.length && offset + r <= this.size) {
        bytes = await this.bytes(offset, r);
      } else {
        return out;
      }
    }
  }

  private async bytes(offset: number, most: number): Promise<Buffer> {
    const length = Math.max(0, Math.min(most, this.size - offset));
    const buffer = Buffer.allocUnsafe(length);
    const { bytesRead } = await readLater(this.fd, buffer, 0, length, offset);
    return buffer.subarray(0, bytesRead);
  }

  /** Have the disk keep what was appended. */
  sync(): Promise<void> {
    return syncLater(this.fd);
  }

  close(): void {
    closeSync(this.fd);
  }

  remove(): void {
    this.close();
    rmSync(this.path, { force: true });
  }
}
