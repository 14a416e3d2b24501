import type { Engine } from "../../src/engine/engine.js";
import { RecordFlag } from "../../src/event/record.js";
import { EventView } from "../../src/event/view.js";
import { LiveContext } from "../../src/state/live.js";
import { hasAlias, pathsDiffer } from "../../src/state/path-truth.js";
import { Process } from "../../src/state/process.js";
import type { ProcSnapshot } from "../../src/state/procfs.js";
import { SystemState } from "../../src/state/system.js";
import type { Recording } from "../support/record.js";

/** Events of a stretch: less than a millisecond's work, short enough that most are not disturbed in some round. */
const STRETCH = 1000;

/** How an event is judged. */
export type Mode = "compiled" | "interpreted";

/** A recording that can be played again and again, with the table of processes as it was when it began. */
export class Replay {
  private readonly view = new EventView();
  private readonly state = new SystemState({ live: false });
  private readonly context: LiveContext;
  /** The process of each event as it was at that moment. */
  private readonly procs: (Process | null)[] = [];
  /** Offsets of the events of the load, without those of the host's other work. */
  private readonly events: Int32Array;
  private readonly primary: Uint8Array;

  constructor(recording: Recording, before: ProcSnapshot) {
    this.state.loadSnapshot(before);
    this.context = new LiveContext(this.view, this.state);
    this.view.attach(recording.buffer);
    this.events = this.freeze(recording);
    this.primary = Uint8Array.from(this.events, (at) => (this.isPrimary(at) ? 1 : 0));
  }

  /** Number of events of the load. */
  get size(): number {
    return this.events.length;
  }

  /** Number of events that rules judge. */
  get judged(): number {
    return this.primary.reduce((n, p) => n + p, 0);
  }

  /** Names and numbers of the judged events, most frequent first. */
  census(): [string, number][] {
    const counts = new Map<string, number>();
    this.events.forEach((at, i) => {
      if (this.primary[i] !== 1) return;
      this.view.at(at);
      counts.set(this.view.info.name, (counts.get(this.view.info.name) ?? 0) + 1);
    });
    return [...counts].sort((a, b) => b[1] - a[1]);
  }

  /** Number of stretches that are timed on their own. */
  get stretches(): number {
    return Math.ceil(this.events.length / STRETCH);
  }

  /**
   * Record, state, rules, state: all that a worker does for an event but the ring and the alerts.
   * @param times set to the ns of each stretch
   * @returns how many rules matched
   */
  whole(engine: Engine, mode: Mode, times: Float64Array): number {
    return this.timed(times, (from, to) => {
      const { view, context, state } = this;
      const { events } = this;
      let matches = 0;
      for (let i = from; i < to; i++) {
        view.at(events[i] as number);
        context.at();
        context.num++;
        state.before(context);
        if ((view.flags & RecordFlag.PRIMARY) !== 0) matches += judge(engine, context, mode);
        state.after(context);
      }
      return matches;
    });
  }

  /** Rules alone: the process of each event is at hand. */
  rules(engine: Engine, mode: Mode, times: Float64Array): number {
    return this.timed(times, (from, to) => {
      const { view, context, procs, primary } = this;
      const { events } = this;
      let matches = 0;
      for (let i = from; i < to; i++) {
        if (primary[i] === 0) continue;
        view.at(events[i] as number);
        context.at();
        context.proc = procs[i] as Process | null;
        context.num++;
        matches += judge(engine, context, mode);
      }
      return matches;
    });
  }

  private timed(times: Float64Array, play: (from: number, to: number) => number): number {
    const n = this.events.length;
    let matches = 0;
    for (let s = 0, from = 0; from < n; s++, from += STRETCH) {
      const start = process.hrtime.bigint();
      matches += play(from, Math.min(n, from + STRETCH));
      times[s] = Number(process.hrtime.bigint() - start);
    }
    return matches;
  }

  private isPrimary(at: number): boolean {
    this.view.at(at);
    return (this.view.flags & RecordFlag.PRIMARY) !== 0;
  }

  /** Play the recording once to find the events of the load and their processes. */
  private freeze({ events, root }: Recording): Int32Array {
    const { view, context, state, procs } = this;
    const kept: number[] = [];
    const ours = new Map<Process, boolean>();
    const isOurs = (p: Process): boolean => {
      let yes = ours.get(p);
      if (yes === undefined) {
        yes = p.pid === root || (p.parent !== null && isOurs(p.parent));
        ours.set(p, yes);
      }
      return yes;
    };
    const copies = new Map<Process, Process>();
    const copyOf = (p: Process | null): Process | null => {
      if (p === null) return null;
      let c = copies.get(p);
      if (c === undefined) {
        c = Object.assign(new Process(p.pid, p.startNs), p);
        copies.set(p, c);
        c.parent = copyOf(p.parent);
      }
      return c;
    };
    events.forEach((at) => {
      view.at(at);
      context.at();
      state.before(context);
      const p = context.proc;
      // what changes a process makes it another one from here on
      if ((view.flags & RecordFlag.STATE) !== 0 && p !== null) copies.delete(p);
      if (p !== null && isOurs(p)) {
        kept.push(at);
        procs.push(copyOf(p));
      }
      state.after(context);
    });
    return Int32Array.from(kept);
  }
}

/** As the sensor's pipeline does: by the path asked for, by the kernel's and by the host's own where they are others. */
function judge(engine: Engine, x: LiveContext, mode: Mode): number {
  let n = mode === "compiled" ? engine.process(x) : engine.processInterpreted(x);
  if (mode === "compiled" && !engine.wantsResolved(x)) return n;
  if (pathsDiffer(x)) n = again(engine, x, mode);
  x.resolved = false;
  if (hasAlias(x)) {
    x.canonical = true;
    n = again(engine, x, mode);
    x.canonical = false;
  }
  return n;
}

function again(engine: Engine, x: LiveContext, mode: Mode): number {
  return mode === "compiled" ? engine.processResolved(x) : engine.processResolvedInterpreted(x);
}
