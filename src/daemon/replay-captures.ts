import { Deadline } from "../capture/alert/deadline.js";
import { CaptureFile, filesThere } from "../capture/alert/file.js";
import type { ScribeSettings } from "../capture/alert/scribe.js";
import { EventFlag } from "../capture/blocks.js";
import type { Inspector } from "../capture/inspector.js";
import { recordingPath } from "../capture/recording.js";
import type { CaptureSession } from "../capture/session.js";
import { stateFds, stateThreads } from "../capture/write/state-entries.js";
import { newFdEvents } from "../capture/write/transcript.js";
import { HeadKeeper, writeHidden, writeShown } from "../capture/write/transfer.js";
import { CaptureWriter } from "../capture/write/writer.js";
import type { Config } from "../config/config.js";
import type { EngineRule } from "../engine/rule.js";
import type { LiveContext } from "../state/live.js";
import { triggerOf } from "./captures.js";

interface Open {
  readonly file: CaptureFile;
  readonly writer: CaptureWriter;
  /** The state of the section that the file began in. */
  readonly inspector: Inspector;
  shown: number;
}

/** Captures of the alerts of a replay: from the event on, for what was before it is in the capture that is replayed. */
export class ReplayCaptures {
  /** Told what the capture says of the machine. */
  readonly metadata = new HeadKeeper();
  private readonly deadline = new Deadline();
  private open: Open | null = null;

  /**
   * @param report told of each file
   * @param limit told of a file that has become as long as it may be, and how long it is
   */
  constructor(
    private readonly settings: ScribeSettings,
    private readonly report: (text: string) => void,
    private readonly limit: (bytes: number) => void,
  ) {}

  /**
   * An alert of the event at hand. Call before {@link event}.
   * @throws if a file cannot be made
   */
  alert(config: Config, rule: EngineRule, x: LiveContext, session: CaptureSession): void {
    const t = triggerOf(config, { ...rule, captureMs: rule.captureDuration }, x.ev.ts, x.num);
    this.deadline.prolong(t);
    if (!t.begins || this.open !== null) return;
    const { settings, metadata } = this;
    if (filesThere(settings.prefix) >= settings.maxFiles) return;
    const { inspector } = session;
    const { capture } = inspector.state;
    const file = new CaptureFile(recordingPath(settings.prefix, t.ts, BigInt(t.num)), settings.maxBytes);
    const writer = new CaptureWriter(file);
    writer.head({ ...metadata.take(), threads: stateThreads(capture), fds: stateFds(capture) });
    for (const e of newFdEvents(capture, t.ts)) writer.event(e, 0, e.length, 0, EventFlag.STATE_ONLY);
    this.open = { file, writer, inspector, shown: 0 };
  }

  /** The event at hand, whether it has an alert or not. */
  event(x: LiveContext, session: CaptureSession): void {
    const { open } = this;
    if (open === null) return;
    if (open.inspector !== session.inspector) {
      this.end();
      return;
    }
    writeShown(open.writer, x);
    open.shown++;
    if (open.shown >= this.settings.maxEvents || x.ev.ts >= this.deadline.at) this.end();
    else if (open.writer.full) this.flush(open);
  }

  /** An event that rules do not see. */
  hidden(x: LiveContext): void {
    if (this.open !== null) writeHidden(this.open.writer, x);
  }

  private flush({ writer, file }: Open): void {
    // written before this returns: faults are kept by the file
    void writer.flush();
    if (file.full || file.fault !== undefined) this.end();
  }

  /** Finish the file that is being written. @throws if that fails */
  end(): void {
    const { open } = this;
    if (open === null) return;
    this.open = null;
    this.deadline.at = 0n;
    const { file, writer } = open;
    void writer.flush();
    file.finish();
    this.report(`capture written: ${file.path}`);
    if (file.full) this.limit(file.bytes);
  }
}
