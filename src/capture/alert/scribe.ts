// Keeps the last seconds of what the workers see, and writes them and what follows to a file when there is an alert.
import { EVENT, PREFIX } from "../../event/record.js";
import { EventView } from "../../event/view.js";
import { Tap } from "../../sensor/tap.js";
import { Action, LIVE_ACTIONS } from "../../state/actions.js";
import { LiveContext } from "../../state/live.js";
import { scanProc } from "../../state/procfs.js";
import { SystemState } from "../../state/system.js";
import { recordingPath } from "../recording.js";
import { hostMachine } from "../write/host.js";
import { Merge } from "../write/merge.js";
import { liveProcesses } from "../write/state-entries.js";
import { Transcript } from "../write/transcript.js";
import { CaptureWriter } from "../write/writer.js";
import { Backlog } from "./backlog.js";
import { Deadline, type Trigger } from "./deadline.js";
import { CaptureFile, type FileLimits, filesThere } from "./file.js";

/** What files are called, and what they hold; can change between two of them. */
export interface ScribeSettings extends FileLimits {
  /** Path of the files, up to time and number of the event. */
  readonly prefix: string;
  /** Time before the alert that is in the file. */
  readonly windowMs: number;
}

export interface ScribeOptions extends ScribeSettings {
  /** One for each worker. */
  readonly taps: readonly SharedArrayBuffer[];
  /** Memory for what has happened before an alert. */
  readonly windowBytes: number;
  readonly bootNs: bigint;
  readonly maxProcesses: number;
}

/** Why a file has ended. */
export type FileEnd = "time" | "size" | "events" | "stop";

export type ScribeReport =
  | {
      readonly type: "file";
      readonly path: string;
      readonly rule: string;
      readonly end: FileEnd;
      readonly events: number;
      readonly bytes: number;
      /** Records that were missed since the last report: there were more than could be taken. */
      readonly lost: number;
    }
  | { readonly type: "trouble"; readonly message: string };

interface Open {
  readonly file: CaptureFile;
  readonly writer: CaptureWriter;
  readonly transcript: Transcript;
  readonly rule: string;
  /** Events that have got into the file, and the time of the last one. */
  kept: number;
  keptNs: bigint;
}

const RING_HEADER = 8;
const LENGTH = 0x3fff_ffff;
const TWO32 = 0x1_0000_0000;
/** After this long without events past its end, a file ends by the clock. */
const QUIET_NS = 1_000_000_000n;
/** A file that could not be made is not tried again sooner. */
const AGAIN_MS = 1000;

/** Writes captures of alerts. Not bound to a thread: {@link pump} is called again and again. */
export class Scribe {
  private readonly taps: readonly Tap[];
  private readonly merge: Merge;
  private readonly backlog: Backlog;
  private readonly view = new EventView();
  private readonly state: SystemState;
  private readonly live: LiveContext;
  private readonly deadline = new Deadline();
  private settings: ScribeSettings;
  private open: Open | null = null;
  /** Time of the last event of the last file. */
  private writtenNs = 0n;
  private lostBefore = 0;
  /** What stood in the way of the last file, and when it is tried again. */
  private told = "";
  private tryAt = 0;

  constructor(
    private readonly options: ScribeOptions,
    private readonly report: (r: ScribeReport) => void,
  ) {
    this.settings = options;
    this.taps = options.taps.map((t) => new Tap(t));
    this.merge = new Merge(this.taps.length, 1 << 20);
    this.backlog = new Backlog(options.windowBytes);
    this.view.attach(this.backlog.buffer);
    this.state = new SystemState({ processes: options.maxProcesses });
    this.live = new LiveContext(this.view, this.state);
    this.state.loadSnapshot({ ...scanProc(), bootNs: options.bootNs });
  }

  /** From the next file on. */
  change(settings: ScribeSettings): void {
    this.settings = settings;
    this.told = "";
  }

  /** Take what the workers have seen since the last call; false if that was nothing. */
  pump(): boolean {
    let any = false;
    this.merge.begin();
    this.taps.forEach((tap, i) => {
      const n = tap.take();
      if (n === 0) return;
      any = true;
      this.merge.add(i, tap.bytes, 0, n);
    });
    this.merge.settle();
    this.drain(false);
    if (!any && this.open !== null && now() > this.deadline.at + QUIET_NS) this.end("time");
    return any;
  }

  /** There was an alert. What is in a file already needs no other one: alerts come later than their events. */
  alert(t: Trigger): void {
    if (t.ts <= this.writtenNs) return;
    this.deadline.prolong(t);
    if (t.begins && this.open === null) this.begin(t);
  }

  /** Nothing will come any more: write what is there, and end. */
  stop(): void {
    while (this.pump());
    this.merge.begin();
    this.drain(true);
    if (this.open !== null) this.end("stop");
  }

  private drain(all: boolean): void {
    const { merge, backlog } = this;
    const { buffer } = merge;
    const u8 = new Uint8Array(buffer);
    const u32 = new Uint32Array(buffer);
    const windowNs = this.settings.windowMs * 1e6;
    for (;;) {
      const rec = merge.next(all);
      if (rec < 0) break;
      const len = (u32[(rec - RING_HEADER) >> 2] as number) & LENGTH;
      const ev = (rec + PREFIX.SIZE + EVENT.TS) >> 2;
      const ts = (u32[ev + 1] as number) * TWO32 + (u32[ev] as number);
      if (this.open === null) while (backlog.oldestTs < ts - windowNs) this.forget();
      while (!backlog.fits(len)) this.forget();
      backlog.push(u8, rec, len, ts);
      if (this.open !== null) this.write();
    }
  }

  /** Drop the oldest record; what it says of processes is kept. */
  private forget(): void {
    const { backlog, view, live, state } = this;
    const rec = backlog.oldest;
    view.at(rec);
    if (LIVE_ACTIONS[view.type] !== Action.NONE) {
      live.at();
      state.before(live);
      state.after(live);
    }
    backlog.drop();
  }

  private begin(t: Trigger): void {
    const { settings, backlog, state } = this;
    if (!this.mayBegin()) return;
    let file: CaptureFile;
    try {
      file = new CaptureFile(recordingPath(settings.prefix, t.ts, BigInt(t.num)), settings.maxBytes);
    } catch (e) {
      this.trouble(`cannot write a capture of an alert: ${(e as Error).message}`);
      return;
    }
    const from = Number(t.ts) - settings.windowMs * 1e6;
    while (backlog.oldestTs < from) this.forget();
    const stats = { shown: 0, stateOnly: 0, filtered: 0, firstNs: 0n, lastNs: 0n };
    const transcript = new Transcript(this.view, state, this.live, stats);
    transcript.shadow.attach(backlog.buffer);
    transcript.know(liveProcesses(state), []);
    const writer = new CaptureWriter(file);
    this.open = { file, writer, transcript, rule: t.rule, kept: 0, keptNs: 0n };
    const ts = backlog.count === 0 ? t.ts : BigInt(backlog.oldestTs);
    transcript.begin(writer, hostMachine(this.options.bootNs), ts);
    this.flush();
    if (this.open !== null) this.write();
  }

  /** Is there room for one more file? */
  private mayBegin(): boolean {
    const { prefix, maxFiles } = this.settings;
    if (this.told !== "" && performance.now() < this.tryAt) return false;
    try {
      const there = filesThere(prefix);
      if (there < maxFiles) return true;
      this.trouble(
        `there are ${there} captures of alerts, as many as may be: no more is made until some are taken away`,
      );
    } catch (e) {
      this.trouble(`cannot look for captures of alerts: ${(e as Error).message}`);
    }
    return false;
  }

  /** Told once, until a file has succeeded. */
  private trouble(message: string): void {
    if (this.told !== message) this.report({ type: "trouble", message });
    this.told = message;
    this.tryAt = performance.now() + AGAIN_MS;
  }

  /** Write the backlog to the file, up to where it ends. */
  private write(): void {
    const { backlog, settings, deadline } = this;
    while (this.open !== null && backlog.count > 0) {
      const { transcript, writer } = this.open;
      transcript.take(writer, backlog.oldest);
      backlog.drop();
      if (transcript.stats.shown >= settings.maxEvents) this.end("events");
      else if (transcript.stats.lastNs >= deadline.at) this.end("time");
      else if (writer.full) this.flush();
    }
  }

  /** Hand over what has come together. */
  private flush(): void {
    const { open } = this;
    if (open === null) return;
    // written before this returns: faults are kept by the file
    void open.writer.flush();
    if (open.file.full || open.file.fault !== undefined) this.end("size");
    else {
      open.kept = open.writer.events;
      open.keptNs = open.transcript.stats.lastNs;
    }
  }

  private end(why: FileEnd): void {
    const { open } = this;
    if (open === null) return;
    this.open = null;
    this.deadline.at = 0n;
    void open.writer.flush();
    const lost = this.taps.reduce((sum, t) => sum + t.lost, 0) - this.lostBefore;
    this.lostBefore += lost;
    const { file, rule } = open;
    if (file.bytes === 0 && file.fault === undefined) {
      file.discard();
      this.trouble(
        "a capture of an alert may be so small that not even the processes fit: raise saker.capture.max_size_mb",
      );
      return;
    }
    try {
      file.finish();
    } catch (e) {
      this.trouble(`cannot write ${file.path}: ${(e as Error).message}`);
      return;
    }
    this.told = "";
    this.writtenNs = file.full ? open.keptNs : open.transcript.stats.lastNs;
    const end = file.full ? "size" : why;
    const events = file.full ? open.kept : open.writer.events;
    this.report({ type: "file", path: file.path, rule, end, events, bytes: file.bytes, lost });
  }
}

function now(): bigint {
  return BigInt(Date.now()) * 1_000_000n;
}
