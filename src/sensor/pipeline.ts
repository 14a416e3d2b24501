// The hot path: records in place -> state -> rules. Everything here is reused for every event; only an alert allocates.
import type { Engine } from "../engine/engine.js";
import { AnnexTag, RecordFlag } from "../event/record.js";
import { EventView } from "../event/view.js";
import type { OutputTemplate } from "../fields/format.js";
import { AlertFormatter, type AlertRule } from "../output/line.js";
import { LiveContext } from "../state/live.js";
import { hasAlias, pathsDiffer } from "../state/path-truth.js";
import type { SystemState } from "../state/system.js";
import {
  type AlertDetail,
  Counter,
  type FiredAlerts,
  type FormatOptions,
  MAX_BACKLOG,
  SAMPLE_EVERY,
} from "./protocol.js";
import type { Talkers } from "./talkers.js";

const RING_HEADER = 8;
const DISCARDED = 0x4000_0000;
const LENGTH = 0x3fff_ffff;
const NO_FIELDS = {};

/** What a pipeline is made of. */
export interface PipelineParts {
  readonly engine: Engine;
  readonly state: SystemState;
  readonly format: FormatOptions;
  /** {@link Counter} cells. */
  readonly counters: Float64Array;
  /** Alerts that wait to be printed, in cell 0. */
  readonly backlog: Int32Array;
  /** Is told of sampled events. */
  readonly talkers?: Talkers;
  /** No rule can match events with this filter key (low and high half). */
  readonly markBoring: (low: number, high: number) => void;
}

/** Judges runs of ring records. Not bound to a ring: a buffer of recorded ones does as well. */
export class Pipeline {
  readonly view = new EventView();
  readonly context: LiveContext;
  /** Rule indices and finished lines of the alerts since the last {@link takeAlerts}. */
  private firedRules: number[] = [];
  private firedLines: string[] = [];
  private firedDetails: AlertDetail[] = [];
  private readonly formatter: AlertFormatter;
  /** The engine's rules as the formatter wants them, by index. */
  private readonly alertRules: readonly AlertRule[];
  private headers = new Uint32Array(0);
  private untilSample = SAMPLE_EVERY;

  constructor(private readonly p: PipelineParts) {
    const { format } = p;
    this.context = new LiveContext(this.view, p.state);
    this.formatter = new AlertFormatter({
      hostname: format.hostname,
      iso8601: format.timeIso8601,
      includeOutput: format.includeOutput,
      includeMessage: format.includeMessage,
      includeFields: format.includeOutputFields,
      includeTags: format.includeTags,
    });
    this.alertRules = p.engine.rules.map((r) => ({
      name: r.name,
      priority: r.priorityName,
      tags: r.tags,
      source: r.source,
      template: r.template as OutputTemplate,
      extraFields: r.extraFields,
    }));
  }

  get base64(): boolean {
    return this.p.format.base64 === true;
  }

  /** Read records from this buffer from now on. */
  attach(buffer: ArrayBuffer): void {
    this.view.attach(buffer);
    this.headers = new Uint32Array(buffer, 0, buffer.byteLength >> 2);
  }

  /** Judge the records in `bytes` bytes from `start`. */
  drain(start: number, bytes: number): void {
    const { headers, view } = this;
    const { counters, state } = this.p;
    const end = start + bytes;
    let events = 0;
    for (let at = start; at < end; ) {
      const header = headers[at >> 2] as number;
      if ((header & DISCARDED) === 0) {
        view.at(at + RING_HEADER);
        this.judge();
        events++;
      }
      at += ((header & LENGTH) + RING_HEADER + 7) & ~7;
    }
    counters[Counter.EVENTS] = (counters[Counter.EVENTS] as number) + events;
    counters[Counter.PROCESSES] = state.procs.size;
  }

  private judge(): void {
    const { view, context } = this;
    const { state, engine, counters } = this.p;
    context.at();
    context.num++;
    state.before(context);
    const flags = view.flags;
    if ((flags & RecordFlag.GAP) !== 0) counters[Counter.GAPS] = (counters[Counter.GAPS] as number) + 1;
    if ((flags & RecordFlag.PRIMARY) !== 0) {
      counters[Counter.JUDGED] = (counters[Counter.JUDGED] as number) + 1;
      let n = --this.untilSample > 0 ? engine.process(context) : this.sample();
      if (engine.wantsResolved(context)) n = this.judgeTruth(n);
      if (n > 0) this.alert(n);
      else this.offerToFilter();
    }
    state.after(context);
  }

  /** Judge an event whose costs and maker are taken down. */
  private sample(): number {
    this.untilSample = SAMPLE_EVERY;
    const { context } = this;
    const { engine, talkers } = this.p;
    const { proc } = context;
    if (proc !== null) talkers?.note(proc.pid, proc.comm.bytes);
    return engine.processTimed(context);
  }

  /** Judge by the kernel's path and by the host's own, where they are others than the one that was asked for. */
  private judgeTruth(lexical: number): number {
    const { context } = this;
    const { engine } = this.p;
    let n = lexical;
    if (pathsDiffer(context)) n = engine.processResolved(context);
    context.resolved = false;
    if (hasAlias(context)) {
      context.canonical = true;
      n = engine.processResolved(context);
    }
    context.resolved = false;
    context.canonical = false;
    return n;
  }

  /** An event that matched nothing: if no event of its key can, the kernel need not send another. */
  private offerToFilter(): void {
    const { view, context } = this;
    const at = view.annex(AnnexTag.FILTER_KEY);
    if (at < 0 || this.p.engine.keyMayMatch(context)) return;
    this.p.markBoring(view.dv.getUint32(at, true), view.dv.getUint32(at + 4, true));
  }

  private alert(n: number): void {
    const { context, formatter } = this;
    const { engine, backlog, counters, format } = this.p;
    for (let i = 0; i < n; i++) {
      const index = engine.hits[i] as number;
      const rule = this.alertRules[index];
      if (rule === undefined) continue;
      if (Atomics.load(backlog, 0) >= MAX_BACKLOG) {
        counters[Counter.LOST_ALERTS] = (counters[Counter.LOST_ALERTS] as number) + 1;
        continue;
      }
      Atomics.add(backlog, 0, 1);
      this.firedRules.push(index);
      const alert = formatter.alert(rule, context);
      this.firedLines.push(format.json ? formatter.alertJson(alert) : formatter.alertText(alert));
      const { ts, message, fields } = alert;
      const { num } = context;
      this.firedDetails.push(
        format.details === true ? { ts, num, message, fields } : { ts, num, message: "", fields: NO_FIELDS },
      );
    }
    counters[Counter.ALERTS] = (counters[Counter.ALERTS] as number) + n;
  }

  /** Go on where another pipeline stops, on the same buffer. */
  follow(before: Pipeline, buffer: ArrayBuffer): void {
    this.attach(buffer);
    this.context.num = before.context.num;
  }

  /** As if no event had been judged: counters, alerts and event numbers start anew. */
  forget(): void {
    const { counters, backlog } = this.p;
    Atomics.sub(backlog, 0, this.firedLines.length);
    this.takeAlerts();
    counters.fill(0);
    this.p.engine.forgetStats();
    this.p.talkers?.clear();
    this.context.num = 0;
  }

  /** The alerts since the last call; undefined if there are none. */
  takeAlerts(): FiredAlerts | undefined {
    if (this.firedLines.length === 0) return undefined;
    const taken = { rules: this.firedRules, lines: this.firedLines, details: this.firedDetails };
    this.firedDetails = [];
    this.firedRules = [];
    this.firedLines = [];
    return taken;
  }
}
