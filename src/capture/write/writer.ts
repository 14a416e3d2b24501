import type { FdListEntry, GroupEntry, InterfaceEntry, MachineInfo, ThreadEntry, UserEntry } from "../metadata.js";
import { BlockWriter } from "./blocks.js";
import { writeFds, writeInterfaces, writeMachine, writeThreads, writeUsers } from "./lists.js";
import type { ByteSink } from "./sink.js";

/** What a capture says of the machine before its first event. What is left out is not in the file. */
export interface CaptureHead {
  readonly machine: MachineInfo;
  readonly interfaces?: readonly InterfaceEntry[];
  readonly users?: readonly UserEntry[];
  readonly groups?: readonly GroupEntry[];
  readonly threads?: Iterable<ThreadEntry>;
  /** Each thread with its fds. */
  readonly fds?: Iterable<readonly [tid: number, fds: Iterable<FdListEntry>]>;
}

const FLUSH = 1 << 18;

/**
 * Writes a capture: {@link head}, then {@link event} after event. Events come together in memory; call {@link flush}
 * often, it does nothing until there is enough to write.
 */
export class CaptureWriter {
  private readonly blocks = new BlockWriter();
  /** Events written. */
  events = 0;

  constructor(private readonly sink: ByteSink) {}

  /** Bytes so far, those in memory included: before compression of these, after that of the others. */
  get bytes(): number {
    return this.sink.bytes + this.blocks.pos;
  }

  /** Begin a section: once at the head of the file, and again where the file goes on with another capture. */
  head(h: CaptureHead): void {
    const w = this.blocks;
    w.section();
    writeMachine(w, h.machine);
    if (h.interfaces !== undefined) writeInterfaces(w, h.interfaces);
    if (h.users !== undefined || h.groups !== undefined) writeUsers(w, h.users ?? [], h.groups ?? []);
    if (h.threads !== undefined) writeThreads(w, h.threads);
    for (const [tid, fds] of h.fds ?? []) writeFds(w, tid, fds);
  }

  /**
   * @param from bytes with an event at `off`, `len` bytes of them
   * @param flags bits of EventFlag
   * @param tail annex entries (see BlockWriter.event)
   */
  event(from: Uint8Array, off: number, len: number, cpu = 0, flags = 0, tail?: Uint8Array): void {
    this.blocks.event(from, off, len, cpu < 0 ? 0 : cpu, flags, tail);
    this.events++;
  }

  /** Is there enough to be written? */
  get full(): boolean {
    return this.blocks.pos >= FLUSH;
  }

  /** Write what has come together. */
  async flush(): Promise<void> {
    if (this.blocks.pos > 0) await this.sink.write(this.blocks.take());
  }

  async close(): Promise<void> {
    await this.flush();
    await this.sink.close();
  }
}
