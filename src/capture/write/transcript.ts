import { EVENT } from "../../event/record.js";
import { EVENTS } from "../../event/table.js";
import type { EventView } from "../../event/view.js";
import type { CaptureState } from "../../state/capture/capture.js";
import { FdInfo } from "../../state/fd.js";
import type { LiveContext } from "../../state/live.js";
import type { SystemState } from "../../state/system.js";
import { EventFlag } from "../blocks.js";
import type { Condition } from "../inspector-filter.js";
import { StateLoader } from "../load.js";
import type { FdListEntry, MachineInfo, ThreadEntry } from "../metadata.js";
import { hostGroups, hostInterfaces, hostUsers } from "./host.js";
import { Shadow } from "./shadow.js";
import { stateFds, stateNewFds, stateThreads } from "./state-entries.js";
import { fdEvents } from "./synth.js";
import type { CaptureHead, CaptureWriter } from "./writer.js";

/** What became of the events. */
export interface TranscriptStats {
  /** Events written that a replay shows. */
  shown: number;
  /** Events written that only change the state. */
  stateOnly: number;
  /** Events that the filter left out altogether. */
  filtered: number;
  firstNs: bigint;
  lastNs: bigint;
}

/** Codes of events that readers need to know processes and fds. */
export const STATEFUL: readonly boolean[] = EVENTS.map(
  (e) => ["MODIFIES_STATE", "CREATES_FD", "DESTROYS_FD"].some((f) => e.flags.has(f)) || e.name === "procexit",
);

/** Events that tell of the fds that are of too new a kind for the lists at the head of a file. */
export function* newFdEvents(c: CaptureState, ts: bigint): Generator<Uint8Array> {
  const info = new FdInfo();
  for (const [tid, fd, entry] of stateNewFds(c)) {
    info.load(fd, entry);
    yield* fdEvents({ ts, tid }, info, entry.openFlags, entry.pid);
  }
}

/** Writes live records as a capture, and puts in what a reader could not know otherwise. */
export class Transcript {
  readonly shadow = new Shadow((e) => this.putIn(e));
  private out: CaptureWriter | null = null;

  /**
   * @param live context of `view` over `state`, which stands where the transcript begins
   * @param filter only events for which this holds are shown
   */
  constructor(
    private readonly view: EventView,
    private readonly state: SystemState,
    private readonly live: LiveContext,
    readonly stats: TranscriptStats,
    private readonly filter?: Condition,
  ) {}

  /** What the head of the file says of the machine. */
  know(threads: Iterable<ThreadEntry>, fds: Iterable<readonly [number, Iterable<FdListEntry>]>): void {
    const { inspector } = this.shadow;
    const loader = new StateLoader(() => inspector);
    for (const i of hostInterfaces()) loader.interface(i);
    for (const t of threads) loader.thread(t);
    for (const [tid, list] of fds) {
      loader.fdList(tid);
      for (const fd of list) loader.fd(tid, fd);
    }
    loader.flush();
  }

  /** Write the head of a file that begins now. */
  begin(out: CaptureWriter, machine: MachineInfo, ts: bigint): void {
    out.head(this.head(machine));
    this.out = out;
    for (const e of newFdEvents(this.shadow.inspector.state.capture, ts)) this.putIn(e);
  }

  private head(machine: MachineInfo): CaptureHead {
    const { capture } = this.shadow.inspector.state;
    return {
      machine,
      interfaces: hostInterfaces(),
      users: hostUsers(),
      groups: hostGroups(),
      threads: stateThreads(capture),
      fds: stateFds(capture),
    };
  }

  /** Bring the state up to the record at `rec` of the view's buffer, without writing. */
  skip(rec: number): void {
    this.view.at(rec);
    this.live.at();
    this.live.num++;
    this.state.before(this.live);
    this.state.after(this.live);
  }

  /** Write the event of the record at `rec` of the view's buffer. */
  take(out: CaptureWriter, rec: number): void {
    const { view, live, state, shadow, stats } = this;
    this.out = out;
    view.at(rec);
    live.at();
    live.num++;
    state.before(live);
    shadow.before(live);
    shadow.event(live);
    const shown = this.filter === undefined || this.filter.holds(live);
    if (shown || STATEFUL[view.type]) {
      const { ev } = view;
      const len = view.dv.getUint32(ev + EVENT.LEN, true);
      out.event(view.u8, ev, len, 0, shown ? 0 : EventFlag.STATE_ONLY, shown ? shadow.tail(live) : undefined);
      if (shown) stats.shown++;
      else stats.stateOnly++;
      stats.lastNs = view.ts;
      if (stats.firstNs === 0n) stats.firstNs = stats.lastNs;
    } else stats.filtered++;
    shadow.after(live);
    state.after(live);
  }

  private putIn(event: Uint8Array): void {
    this.out?.event(event, 0, event.length, 0, EventFlag.STATE_ONLY);
    this.stats.stateOnly++;
  }
}
