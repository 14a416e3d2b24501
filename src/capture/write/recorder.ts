import { setTimeout as sleep } from "node:timers/promises";
import { LIVE_SYSCALLS } from "../../event/data/live.js";
import { syscallNamed } from "../../event/table.js";
import { EventView } from "../../event/view.js";
import { type Addon, addon, type Ring } from "../../sensor/addon.js";
import { type KernelStats, readKernelStats } from "../../sensor/drops.js";
import { LiveContext } from "../../state/live.js";
import { type ProcSnapshot, scanProc } from "../../state/procfs.js";
import { SystemState } from "../../state/system.js";
import type { Condition } from "../inspector-filter.js";
import { hostMachine } from "./host.js";
import { Merge } from "./merge.js";
import { procFds } from "./proc-fds.js";
import { procThreads } from "./proc-threads.js";
import { STATEFUL, Transcript, type TranscriptStats } from "./transcript.js";
import type { CaptureWriter } from "./writer.js";

/** How to record. */
export interface RecorderOptions {
  /** Ring buffers, 1 to 16; default 1. */
  readonly rings?: number;
  /** Bytes of each; default 32 MiB. */
  readonly ringBytes?: number;
  /** Bytes of a data buffer that are kept. */
  readonly snaplen?: number;
  /** Only events for which this holds are shown on replay; those that the state needs are kept for it. */
  readonly filter?: Condition;
  /** Process whose own events are left out; default: this one. 0 = none. */
  readonly ownPid?: number;
}

/** What became of the events. */
export interface RecordStats extends TranscriptStats {
  /** Of those for the state, events that the kernel did not send: they tell of what it knew besides. */
  putIn: number;
  /** Events lost because a ring was full. */
  dropped: number;
  /** Events written after a younger one. */
  late: number;
}

const MAX_SYSCALLS = 512;
const IDLE_MS = 5;
const BATCH = 20_000;

/** System calls to be shipped: those that state needs, and those of the filter's events; all without one. */
export function recordedSyscalls(filter?: Condition): Uint8Array {
  const wanted = new Uint8Array(MAX_SYSCALLS);
  for (const [name, row] of Object.entries(LIVE_SYSCALLS)) {
    const call = syscallNamed(name);
    if (call === undefined || call.x64 < 0) continue;
    const needed = row.state === true || row.always === true || STATEFUL[call.exitEvent] === true;
    if (needed || filter === undefined || filter.mayHold(call.exitEvent)) wanted[call.x64] = 1;
  }
  return wanted;
}

/**
 * Records what happens on this machine. {@link start} attaches the programs and looks around; then {@link pump} as long
 * as wanted, {@link stop} for the rest.
 */
export class Recorder {
  readonly stats: RecordStats = {
    shown: 0,
    stateOnly: 0,
    putIn: 0,
    filtered: 0,
    dropped: 0,
    late: 0,
    firstNs: 0n,
    lastNs: 0n,
  };
  private readonly native: Addon = addon();
  private readonly view = new EventView();
  private readonly state = new SystemState({});
  private readonly live = new LiveContext(this.view, this.state);
  private readonly transcript: Transcript;
  private readonly merge: Merge;
  private readonly rings: Ring[] = [];
  /** Bytes of each that a round has to read. */
  private readonly owed: number[] = [];
  private readonly sources: Uint8Array[] = [];
  private generation = -1;
  private begun = 0n;
  private machine = hostMachine(0n);
  private stopped = false;

  constructor(private readonly options: RecorderOptions = {}) {
    this.merge = new Merge(options.rings ?? 1);
    this.transcript = new Transcript(this.view, this.state, this.live, this.stats, options.filter);
  }

  /** Attach, scan /proc. The events of the meantime wait in the rings. */
  start(): void {
    const { native, options } = this;
    const bootNs = native.bootEpochNs();
    native.load({
      rings: options.rings ?? 1,
      ringBytes: options.ringBytes ?? 32 << 20,
      snaplen: options.snaplen ?? 80,
      ownTgid: options.ownPid ?? process.pid,
      bootEpochNs: bootNs,
      filterSeed: 0n,
    });
    for (let i = 0; i < (options.rings ?? 1); i++) {
      const ring = new native.Ring(i);
      this.rings.push(ring);
      this.sources.push(new Uint8Array(ring.buffer));
    }
    native.setWanted(recordedSyscalls(options.filter));
    native.setLifecycle(true);
    native.attach();
    this.begun = BigInt(Date.now()) * 1_000_000n;
    const scan: ProcSnapshot = { ...scanProc(), bootNs };
    this.machine = hostMachine(bootNs);
    this.state.loadSnapshot(scan);
    this.transcript.know(procThreads(scan), procFds(scan));
  }

  /** Write the head of a file that begins now. */
  begin(out: CaptureWriter): void {
    this.transcript.begin(out, this.machine, this.stats.lastNs === 0n ? this.begun : this.stats.lastNs);
  }

  /**
   * Write what has happened since the last call, and wait a little if that was little.
   * @param most shown events after which to return at the latest
   * @returns whether there may be more at once
   */
  async pump(out: CaptureWriter, most = Number.POSITIVE_INFINITY): Promise<boolean> {
    const moved = this.gather();
    const n = this.drain(out, BATCH, false, this.stats.shown + most);
    if (out.full) await out.flush();
    if (moved || n >= BATCH) return true;
    await sleep(IDLE_MS);
    return false;
  }

  /** Nothing new any more; write what is there. The programs are gone afterwards. */
  async stop(out: CaptureWriter): Promise<void> {
    if (this.stopped) return;
    this.stopped = true;
    const { native } = this;
    native.setWanted(new Uint8Array(0));
    native.setLifecycle(false);
    while (this.gather()) this.drain(out, Number.POSITIVE_INFINITY, false);
    this.drain(out, Number.POSITIVE_INFINITY, true);
    await out.flush();
    this.count();
    for (const r of this.rings) r.close();
    native.close();
  }

  /** Drop everything, without writing. */
  abandon(): void {
    if (this.stopped) return;
    this.stopped = true;
    for (const r of this.rings) r.close();
    this.native.close();
  }

  /** What the kernel side has counted. */
  kernel(): KernelStats {
    return readKernelStats(this.native.stats());
  }

  private count(): void {
    const k = this.kernel();
    this.stats.dropped = k.droppedFull + k.droppedReserved;
    this.stats.late = this.merge.late;
    this.stats.putIn = this.transcript.shadow.stats.putIn;
  }

  /** Read what is in the rings now; false if there was nothing. */
  private gather(): boolean {
    const { merge, owed } = this;
    let any = false;
    let all = true;
    merge.begin();
    this.rings.forEach((ring, i) => {
      owed[i] = ring.behind;
    });
    this.rings.forEach((ring, i) => {
      // a run is bounded, and ends before a record that is being written
      for (let left = owed[i] as number; left > 0; ) {
        const bytes = ring.poll(0);
        if (bytes === 0) {
          all = false;
          break;
        }
        any = true;
        left -= bytes;
        merge.add(i, this.sources[i] as Uint8Array, ring.start, bytes);
        ring.commit();
      }
    });
    // what a ring still holds of that time may be older than all that the others gave
    if (all) merge.settle();
    return any;
  }

  private drain(out: CaptureWriter, limit: number, all: boolean, most = Number.POSITIVE_INFINITY): number {
    const { merge, stats } = this;
    if (merge.generation !== this.generation) {
      this.generation = merge.generation;
      this.view.attach(merge.buffer);
      this.transcript.shadow.attach(merge.buffer);
    }
    let n = 0;
    for (; n < limit && stats.shown < most; n++) {
      const rec = merge.next(all);
      if (rec < 0) break;
      this.take(out, rec);
    }
    return n;
  }

  private take(out: CaptureWriter, rec: number): void {
    // older than the lists: these know already
    this.view.at(rec);
    if (this.stats.firstNs === 0n && this.view.ts < this.begun) this.transcript.skip(rec);
    else this.transcript.take(out, rec);
  }
}
