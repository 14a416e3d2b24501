import { setTimeout as sleep } from "node:timers/promises";
import { EVENT } from "../event/record.js";
import { eventCodes } from "../event/table.js";
import type { LiveContext } from "../state/live.js";
import { EventFlag } from "./blocks.js";
import { ConversionError, Converter, Outcome } from "./convert/converter.js";
import { CaptureError } from "./error.js";
import { Feed } from "./feed.js";
import { Inspector, type InspectorOptions } from "./inspector.js";
import { StateLoader } from "./load.js";
import type { MachineInfo, MetadataSink } from "./metadata.js";
import { Passer, type Unwatched } from "./passer.js";
import { CaptureReader, ROOM } from "./reader.js";
import { type CaptureSource, type SourceProgress, sourceName } from "./source.js";
import { tee } from "./tee.js";

export interface CaptureOptions extends InspectorOptions {
  /** Keep the pace of the recording instead of full speed. */
  readonly realtime?: boolean;
  /** Told now and then how many bytes of the source were read. */
  readonly onProgress?: (bytes: number) => void;
  readonly signal?: AbortSignal;
  /** Told what the capture says of the machine, as it is read. */
  readonly metadata?: MetadataSink;
  /** Told of each event that rules do not see, after the state has taken it in. */
  readonly onHidden?: (x: LiveContext) => void;
  /** Event source of a plugin's events; undefined = the plugin is not loaded. */
  readonly pluginSource?: (pluginId: number) => string | undefined;
}

/** What a replay came to. */
export interface CaptureSummary {
  /** Events that got a number: all but those that only complete others. */
  events: number;
  /** Events that rules could see. */
  shown: number;
  /** Times of the first and last event, ns since the epoch; 0 = there were none. */
  firstNs: bigint;
  lastNs: bigint;
  /** Bytes of the source. */
  bytes: number;
  /** Events of types that are not known here. */
  unknownEvents: number;
}

const SYSCALL = "syscall";
const MS = 1_000_000n;
/** Whoever sleeps looks so often whether it is to stop. */
const MAX_SLEEP_MS = 100;
const PLUGIN_EVENT = eventCodes("pluginevent")[0] ?? -1;

// At the head of a section these tell of the state at its beginning; rules do not see them.
const INITIAL: ReadonlySet<number> = new Set(
  ["container", "useradded", "userdeleted", "groupadded", "groupdeleted", "asyncevent"]
    .map((name) => Math.max(...eventCodes(name)))
    .filter((code) => code > 0),
);

/**
 * A capture being replayed: its state is brought up event by event, just as that of a live source.
 *
 * ```ts
 * const capture = await CaptureSession.open("trace.scap");
 * await capture.run((x) => { if (engine.process(x) > 0) ... });
 * ```
 */
export class CaptureSession {
  /** State and context of the section at hand. */
  inspector: Inspector;
  /** Name of the source, for messages. */
  readonly name: string;
  readonly summary: CaptureSummary = {
    events: 0,
    shown: 0,
    firstNs: 0n,
    lastNs: 0n,
    bytes: 0,
    unknownEvents: 0,
  };

  private passer: Passer | undefined;
  private readonly reader: CaptureReader;
  private readonly converter: Converter;
  private readonly loader: StateLoader;
  private readonly progress: SourceProgress = { read: 0 };
  private readonly feed: Feed;
  private generation = -1;
  /** The first event was read, but not yet judged. */
  private ahead = false;
  /** Only events of the initial state came so far. */
  private initial = true;
  private stopped = false;
  /** Time of the last event, in two signed halves: a bigint for each event would cost more than all else here. */
  private lastLow = 0;
  private lastHigh = 0;
  /** Thrown by the first event, when the file was opened. */
  private fault: CaptureError | undefined;

  private constructor(
    source: CaptureSource,
    private readonly options: CaptureOptions,
  ) {
    this.name = sourceName(source);
    this.inspector = new Inspector(options);
    this.loader = new StateLoader(() => this.inspector);
    const loader = this.loader;
    const own = Object.assign(loader, { section: (index: number) => this.section(index) });
    const sink = options.metadata === undefined ? own : tee(own, options.metadata);
    this.reader = new CaptureReader(sink, this.name);
    this.converter = new Converter(this.reader.window, [ROOM, 2 * ROOM]);
    this.feed = new Feed(source, this.progress);
  }

  /**
   * Read up to the first event.
   * @throws {CaptureError} if this is no capture, or one without events
   */
  static async open(source: CaptureSource, options: CaptureOptions = {}): Promise<CaptureSession> {
    const s = new CaptureSession(source, options);
    try {
      while (!s.reader.next()) if (!(await s.more())) s.reader.fail("no events in file");
      s.ahead = true;
    } catch (e) {
      // a bad first event is told when it is its turn
      if (!(e instanceof CaptureError) || !s.reader.inEvent) {
        await s.feed.close();
        throw e;
      }
      s.fault = e;
    }
    return s;
  }

  /** Do not show these events. */
  pass(unwatched: Unwatched): void {
    this.passer = new Passer(unwatched);
  }

  /** The current event has matched no rule: others like it, which none can match, need not be shown. */
  unmatched(x: LiveContext): void {
    this.passer?.learn(x);
  }

  /** What the capture says of the machine that it was recorded on. */
  get machine(): MachineInfo | undefined {
    return this.loader.machineInfo;
  }

  /** Stop before the next event. */
  stop(): void {
    this.stopped = true;
  }

  /**
   * Replay to the end, or to the place where the file is broken.
   * @param each called for each event that rules may see, while it stands
   * @throws {CaptureError} after all good events
   */
  async run(each: (x: LiveContext) => void): Promise<CaptureSummary> {
    const { realtime = false } = this.options;
    let begun = 0;
    let first = 0n;
    try {
      for (;;) {
        for (let x = this.advance(); x !== undefined; x = this.advance()) {
          if (realtime) {
            const { ts } = x.ev;
            if (begun === 0) {
              begun = Date.now();
              first = ts;
            }
            const due = begun + Number((ts - first) / MS);
            for (let early = due - Date.now(); early > 1 && !this.stopped; early = due - Date.now())
              await sleep(Math.min(early, MAX_SLEEP_MS), undefined, this.sleepOptions());
            if (this.stopped) break;
          }
          each(x);
        }
        if (this.stopped || !(await this.more())) break;
      }
    } finally {
      await this.close();
    }
    return this.summary;
  }

  /** As {@link run}, one by one. Each event is good until the next is asked for. */
  async *events(): AsyncGenerator<LiveContext> {
    try {
      for (;;) {
        for (let x = this.advance(); x !== undefined; x = this.advance()) yield x;
        if (this.stopped || !(await this.more())) break;
      }
    } finally {
      await this.close();
    }
  }

  private sleepOptions(): { signal?: AbortSignal } {
    return this.options.signal === undefined ? {} : { signal: this.options.signal };
  }

  /** Get the next bytes; false if there are none. */
  private async more(): Promise<boolean> {
    const { reader, options } = this;
    if (reader.window.ended) return false;
    options.signal?.throwIfAborted();
    const more = await this.feed.fill(reader.window);
    this.summary.bytes = this.progress.read;
    options.onProgress?.(this.progress.read);
    if (!more) reader.end();
    return true;
  }

  /** Move to the next event that rules may see; undefined if more bytes are needed. */
  private advance(): LiveContext | undefined {
    const { reader, converter, summary } = this;
    if (this.fault !== undefined) throw this.fault;
    while (!this.stopped) {
      if (this.ahead) this.ahead = false;
      else {
        if (this.passer !== undefined) this.passBy(this.passer);
        if (!reader.next()) return undefined;
      }
      const { window } = reader;
      let outcome: number;
      try {
        outcome = converter.convert(reader.ev);
      } catch (e) {
        if (e instanceof ConversionError) reader.fail(e.message);
        throw e;
      }
      if (outcome === Outcome.DROP) continue;
      if (window.generation !== this.generation) {
        this.inspector.context.ev.attach(window.buffer);
        this.generation = window.generation;
      }
      const ev = converter.ev;
      const type = window.dv.getUint16(ev + EVENT.TYPE, true);
      if (this.loader.dirty) this.loader.flush();
      let flags = reader.flags;
      if (this.initial) {
        if (INITIAL.has(type)) flags |= EventFlag.STATE_ONLY;
        else this.initial = false;
      }
      if (summary.events++ === 0) summary.firstNs = window.dv.getBigUint64(ev, true);
      this.lastLow = window.dv.getInt32(ev, true);
      this.lastHigh = window.dv.getInt32(ev + 4, true);
      const source = type === PLUGIN_EVENT ? this.sourceOf(ev) : SYSCALL;
      const x = this.inspector.nextAt(ev, reader.cpu, source, flags, reader.annexOff, reader.annexLen);
      if (x === null) {
        this.options.onHidden?.(this.inspector.context);
        continue;
      }
      summary.shown++;
      return x;
    }
    return undefined;
  }

  /** Read on over events that nobody would look at. */
  private passBy(passer: Passer): void {
    const { reader, inspector, summary } = this;
    if (this.initial || this.loader.dirty || this.options.onHidden !== undefined) return;
    if (!inspector.mayPass || !reader.atBlock || !passer.run(reader, inspector)) return;
    this.lastLow = passer.low;
    this.lastHigh = passer.high;
    summary.events += passer.events;
    summary.shown += passer.shown;
  }

  private sourceOf(ev: number): string {
    const { dv } = this.reader.window;
    const nparams = dv.getUint32(ev + EVENT.NPARAMS, true);
    const at = ev + EVENT.SIZE + 4 * nparams;
    const id = nparams > 0 && dv.getUint32(ev + EVENT.SIZE, true) === 4 ? dv.getUint32(at, true) : 0;
    if (id === 0) return SYSCALL;
    const source = this.options.pluginSource?.(id);
    return source ?? this.reader.fail(`the event is of the plugin with id ${id}, which is not loaded`);
  }

  private section(index: number): void {
    if (index === 0) return;
    // The file goes on with another capture: nothing of the first holds any more, but the numbers go on.
    this.inspector.done();
    const { num } = this.inspector.context;
    this.inspector = new Inspector(this.options);
    this.inspector.context.num = num;
    this.converter.reset();
    this.generation = -1;
    this.loader.restart();
    this.initial = true;
  }

  private async close(): Promise<void> {
    this.inspector.done();
    this.summary.lastNs = (BigInt(this.lastHigh >>> 0) << 32n) | BigInt(this.lastLow >>> 0);
    this.summary.unknownEvents = this.reader.stats.unknownEvents;
    await this.feed.close();
  }
}

/** Every event of a capture that rules may see; each is good until the next is asked for. */
export async function* openCapture(source: CaptureSource, options?: CaptureOptions): AsyncGenerator<LiveContext> {
  yield* (await CaptureSession.open(source, options)).events();
}
