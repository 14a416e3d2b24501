import type { Engine } from "../../src/engine/engine.js";
import { RecordFlag } from "../../src/event/record.js";
import { EventView } from "../../src/event/view.js";
import { LiveContext } from "../../src/state/live.js";
import { pathsDiffer } from "../../src/state/path-truth.js";
import { Process } from "../../src/state/process.js";
import type { ProcSnapshot } from "../../src/state/procfs.js";
import { SystemState } from "../../src/state/system.js";
import type { Recording } from "../support/record.js";

/** How an event is judged. */
export type Mode = "compiled" | "interpreted";

/** A recording that can be played again and again, with the table of processes as it was when it began. */
export class Replay {
  private readonly view = new EventView();
  private readonly state = new SystemState({ live: false });
  private readonly context: LiveContext;
  /** The process of each event as it was at that moment. */
  private readonly procs: (Process | null)[] = [];
  private readonly primary: Uint8Array;

  constructor(
    private readonly recording: Recording,
    before: ProcSnapshot,
  ) {
    this.state.loadSnapshot(before);
    this.context = new LiveContext(this.view, this.state);
    this.view.attach(recording.buffer);
    this.primary = new Uint8Array(recording.events.length);
    this.freeze();
  }

  /** Number of events that rules judge. */
  get judged(): number {
    return this.primary.reduce((n, p) => n + p, 0);
  }

  /** Names and numbers of the judged events, most frequent first. */
  census(): [string, number][] {
    const counts = new Map<string, number>();
    this.recording.events.forEach((at, i) => {
      if (this.primary[i] !== 1) return;
      this.view.at(at);
      counts.set(this.view.info.name, (counts.get(this.view.info.name) ?? 0) + 1);
    });
    return [...counts].sort((a, b) => b[1] - a[1]);
  }

  /** Record, state, rules, state: all that a worker does for an event but the ring and the alerts. */
  whole(engine: Engine, mode: Mode): number {
    const { view, context, state } = this;
    const { events } = this.recording;
    let matches = 0;
    for (let i = 0; i < events.length; i++) {
      view.at(events[i] as number);
      context.at();
      context.num++;
      state.before(context);
      if ((view.flags & RecordFlag.PRIMARY) !== 0) matches += judge(engine, context, mode);
      state.after(context);
    }
    return matches;
  }

  /** Rules alone: the process of each event is at hand. */
  rules(engine: Engine, mode: Mode): number {
    const { view, context, procs, primary } = this;
    const { events } = this.recording;
    let matches = 0;
    for (let i = 0; i < events.length; i++) {
      if (primary[i] === 0) continue;
      view.at(events[i] as number);
      context.at();
      context.proc = procs[i] as Process | null;
      context.num++;
      matches += judge(engine, context, mode);
    }
    return matches;
  }

  private freeze(): void {
    const { view, context, state, procs, primary } = this;
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
    this.recording.events.forEach((at, i) => {
      view.at(at);
      context.at();
      state.before(context);
      primary[i] = view.flags & RecordFlag.PRIMARY ? 1 : 0;
      // what changes a process makes it another one from here on
      if ((view.flags & RecordFlag.STATE) !== 0 && context.proc !== null) copies.delete(context.proc);
      procs.push(copyOf(context.proc));
      state.after(context);
    });
  }
}

function judge(engine: Engine, x: LiveContext, mode: Mode): number {
  if (mode === "compiled") {
    const n = engine.process(x);
    return engine.wantsResolved(x) && pathsDiffer(x) ? engine.processResolved(x) : n;
  }
  const n = engine.processInterpreted(x);
  return pathsDiffer(x) ? engine.processResolvedInterpreted(x) : n;
}
