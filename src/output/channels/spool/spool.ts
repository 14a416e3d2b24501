import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { OutputError } from "../../errors.js";
import { reasonOf, SendFault } from "../channel.js";
import { dropLock, takeLock } from "./lock.js";
import { Position } from "./position.js";
import { encodeRecord, HEADER, type SpoolRecord } from "./record.js";
import { Segment, segmentFirst, segmentName } from "./segment.js";

/** Options of `spool`. */
export interface SpoolOptions {
  /** Folder of its own. */
  readonly path: string;
  /** Most bytes on disk. Default 256 MiB. */
  readonly max_size?: number;
  /**
   * When the disk is told to keep what was written. `interval` (default): within a second, so a crash of the process
   * costs nothing and a power cut at most a second of alerts. `always`: before an alert counts as taken. `never`.
   */
  readonly fsync?: "always" | "interval" | "never";
}

const DEFAULT_SIZE = 256 << 20;
const LONGEST_SEGMENT = 8 << 20;
const SHORTEST_SEGMENT = 4 << 10;
const SYNC_MS = 1000;

/**
 * A queue on disk: append-only segments, and the position of the next message to be delivered. It is first in, first
 * out; what was appended survives the death of the process; a record that a crash cut short is cut off.
 */
export class Spool {
  private readonly segments: Segment[] = [];
  private readonly position: Position;
  private readonly lock: string;
  private readonly maxSize: number;
  private readonly segmentSize: number;
  private readonly fsync: "always" | "interval" | "never";
  private nextSeq = 1n;
  /** Where in the first segment the next message to be delivered is. */
  private offset = 0;
  private ready: SpoolRecord[] = [];
  private diskBytes = 0;
  private readonly unsynced = new Set<Segment>();
  private syncing: NodeJS.Timeout | undefined;
  /** The append under way. */
  private appending: Promise<void> | undefined;
  private closed = false;
  /** Bytes that had to be given up at the start, because they were damaged. */
  damaged = 0;

  /** @throws {OutputError} if the folder cannot be used */
  constructor(private readonly options: SpoolOptions) {
    this.maxSize = options.max_size ?? DEFAULT_SIZE;
    this.segmentSize = Math.min(LONGEST_SEGMENT, Math.max(SHORTEST_SEGMENT, Math.floor(this.maxSize / 8)));
    this.fsync = options.fsync ?? "interval";
    this.lock = join(options.path, "lock");
    try {
      mkdirSync(options.path, { recursive: true, mode: 0o700 });
      takeLock(this.lock);
      this.position = new Position(join(options.path, "position"));
      this.recover();
    } catch (e) {
      if (e instanceof OutputError) throw e;
      throw new OutputError(`spool '${options.path}' cannot be used: ${reasonOf(e)}`);
    }
  }

  /** Messages that wait. */
  get size(): number {
    return Number(this.nextSeq - this.head);
  }

  /** Bytes on disk, with those of messages that were delivered but share a file with others. */
  get bytes(): number {
    return this.diskBytes;
  }

  private get head(): bigint {
    const first = this.position.value ?? 1n;
    return first < this.nextSeq ? first : this.nextSeq;
  }

  private recover(): void {
    const { path } = this.options;
    const firsts = readdirSync(path)
      .map(segmentFirst)
      .filter((n): n is bigint => n !== undefined)
      .sort((a, b) => (a < b ? -1 : 1));
    let head = this.position.value ?? firsts[0] ?? 1n;
    this.nextSeq = head;
    for (const first of firsts) {
      const s = new Segment(join(path, segmentName(first)), first);
      const found = s.check();
      this.damaged += found.bad;
      s.cut(found.good);
      s.last = found.last ?? first - 1n;
      if (found.last === undefined || found.last < head) {
        s.remove();
        continue;
      }
      this.segments.push(s);
      this.diskBytes += s.size;
      this.nextSeq = s.last + 1n;
    }
    // damage may have taken the message that was next
    const oldest = this.segments[0];
    if (oldest !== undefined && oldest.first > head) {
      head = oldest.first;
      this.position.set(head);
    }
    if (this.position.value === undefined) this.position.set(head);
  }

  /**
   * Take as many of the messages as there is room for; how many that was.
   * @throws {SendFault} if the disk does not take them
   */
  async append(payloads: readonly Uint8Array[]): Promise<number> {
    if (this.closed) throw new SendFault("the spool is closed");
    const { nextSeq } = this;
    this.makeRoom();
    const records: Buffer[] = [];
    let bytes = 0;
    for (const p of payloads) {
      bytes += HEADER + p.length;
      if (this.diskBytes + bytes > this.maxSize) break;
      records.push(encodeRecord(nextSeq + BigInt(records.length), p));
    }
    if (records.length === 0) {
      if (this.diskBytes === 0) throw new SendFault("an alert is longer than the whole spool", { lost: 1 });
      return 0;
    }
    this.appending = this.write(Buffer.concat(records), nextSeq + BigInt(records.length));
    try {
      await this.appending;
    } catch (e) {
      throw new SendFault(`spool: ${reasonOf(e)}`, { retry: true });
    } finally {
      this.appending = undefined;
    }
    return records.length;
  }

  private async write(bytes: Buffer, nextSeq: bigint): Promise<void> {
    const s = this.writable();
    await s.append(bytes, nextSeq - 1n);
    this.diskBytes += bytes.length;
    this.nextSeq = nextSeq;
    if (this.fsync === "always") await s.sync();
    else if (this.fsync === "interval") this.syncSoon(s);
  }

  /** All was delivered: what is left on disk can go. */
  private makeRoom(): void {
    const s = this.segments[0];
    if (this.size === 0 && s !== undefined && this.diskBytes >= this.maxSize / 2) this.forget(s);
  }

  /** The segment that is appended to. */
  private writable(): Segment {
    const last = this.segments.at(-1);
    if (last !== undefined && last.size < this.segmentSize) return last;
    const s = new Segment(join(this.options.path, segmentName(this.nextSeq)), this.nextSeq);
    s.cut(0);
    this.segments.push(s);
    return s;
  }

  private syncSoon(s: Segment): void {
    this.unsynced.add(s);
    this.syncing ??= setTimeout(() => {
      this.syncing = undefined;
      for (const u of this.unsynced) void u.sync().catch(() => {});
      this.unsynced.clear();
    }, SYNC_MS).unref();
  }

  /** The next message to be delivered; it stays until {@link shift}. */
  async peek(): Promise<SpoolRecord | undefined> {
    if (this.ready.length === 0) await this.load();
    return this.ready[0];
  }

  private async load(): Promise<void> {
    while (this.size > 0 && !this.closed) {
      const s = this.segments[0];
      if (s === undefined) throw new Error("messages are missing from it");
      const found = await s.read(this.offset);
      const { head } = this;
      const behind = found.filter((r) => r.seq >= head);
      if (behind.length > 0) {
        for (const r of found) if (r.seq < head) this.offset += r.size;
        this.ready = behind;
        return;
      }
      for (const r of found) this.offset += r.size;
      if (found.length > 0) continue;
      // the end of this file; damage since the start costs the rest of it
      const rest = s.size - this.offset;
      if (rest > 0) {
        this.damaged += rest;
        this.position.set(s.last + 1n);
        this.offset = s.size;
      }
      if (this.segments.length > 1) this.forget(s);
      else if (rest <= 0) throw new Error("messages are missing from it");
    }
  }

  /** The message that {@link peek} gave was delivered. */
  shift(): void {
    const r = this.ready.shift();
    if (r === undefined) return;
    this.offset += r.size;
    this.position.set(r.seq + 1n);
    const s = this.segments[0];
    // nothing waits in this file; the one that is appended to is begun anew, lest delivered messages fill the spool
    const idle = this.segments.length > 1 || (s !== undefined && s.size >= this.segmentSize / 2 && !this.appending);
    if (s !== undefined && r.seq >= s.last && idle) this.forget(s);
  }

  private forget(s: Segment): void {
    this.segments.shift();
    this.unsynced.delete(s);
    this.offset = 0;
    this.ready = [];
    this.diskBytes -= s.size;
    s.remove();
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    clearTimeout(this.syncing);
    await this.appending?.catch(() => {});
    for (const s of this.unsynced) await s.sync().catch(() => {});
    for (const s of this.segments) s.close();
    this.position.close();
    dropLock(this.lock);
  }
}
