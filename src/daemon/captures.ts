import { accessSync, constants } from "node:fs";
import { dirname } from "node:path";
import { Worker } from "node:worker_threads";
import type { Trigger } from "../capture/alert/deadline.js";
import { TriggerGate } from "../capture/alert/gate.js";
import type { ScribeReport, ScribeSettings } from "../capture/alert/scribe.js";
import type { CaptureThreadOptions, FromScribe, ToScribe } from "../capture/alert/thread.js";
import { type Config, ConfigError } from "../config/config.js";

/** Memory of the tap of each worker. */
export const TAP_BYTES = 4 << 20;

const STOP_MS = 10_000;
const MB = 1 << 20;

/** The bundle of thread.js; found from this module and from a bundle of it in a sister folder alike. */
const THREAD = new URL("../capture/alert/thread.bundle.js", import.meta.url);

/** What a rule says of captures. */
interface CapturedRule {
  readonly name: string;
  readonly capture: boolean;
  readonly captureMs: number;
}

/** Most bytes of a file: `capture.max_file_size_mb`, if it is set, and never more than our own limit. */
export function maxFileMb({ capture, saker }: Config): number {
  const own = saker.capture.max_size_mb;
  return capture.max_file_size_mb > 0 ? Math.min(own, capture.max_file_size_mb) : own;
}

/** @throws {ConfigError} if captures are wanted and their folder is not there, or cannot be written to */
export function captureSettings(config: Config): ScribeSettings {
  const { path_prefix: prefix } = config.capture;
  const { window, max_events, max_files } = config.saker.capture;
  const folder = dirname(prefix);
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (e) {
    throw new ConfigError(
      `capture.path_prefix '${prefix}': captures cannot be written to ${folder} (${(e as NodeJS.ErrnoException).code ?? ""}): make that folder, or name another one`,
    );
  }
  return {
    prefix,
    windowMs: window,
    maxBytes: maxFileMb(config) * MB,
    maxEvents: max_events,
    maxFiles: max_files,
  };
}

/** What an alert means for captures. */
export function triggerOf({ capture }: Config, rule: CapturedRule, ts: bigint, num: number): Trigger {
  const durationMs = rule.captureMs > 0 ? rule.captureMs : capture.default_duration;
  return { ts, num, rule: rule.name, begins: capture.mode === "all_rules" || rule.capture, durationMs };
}

/** Captures of alerts: a thread of their own, told of alerts. */
export class Captures {
  /** Files written. */
  files = 0;
  /** Records that were missed in them. */
  lost = 0;
  private readonly gate = new TriggerGate();
  private readonly ready: Promise<void>;
  private readonly stopped: Promise<void>;

  private constructor(
    private readonly worker: Worker,
    report: (r: ScribeReport) => void,
  ) {
    let onReady = (): void => {};
    let onStopped = (): void => {};
    this.stopped = new Promise((resolve) => {
      onStopped = resolve;
    });
    this.ready = new Promise((resolve, reject) => {
      onReady = resolve;
      worker.once("error", reject);
    });
    worker.on("message", (m: FromScribe) => {
      if (m.type === "ready") onReady();
      else if (m.type === "stopped") onStopped();
      else {
        if (m.type === "file") {
          this.files++;
          this.lost += m.lost;
          this.handOn(this.gate.ended());
        }
        report(m);
      }
    });
    worker.on("error", (e) => {
      report({ type: "trouble", message: `captures of alerts have ended: ${e.message}` });
      onStopped();
    });
  }

  /** Resolves when it takes in what the taps bring. */
  static async start(options: CaptureThreadOptions, report: (r: ScribeReport) => void): Promise<Captures> {
    const worker = new Worker(THREAD, { workerData: options, name: "saker-capture" });
    const c = new Captures(worker, report);
    await c.ready;
    return c;
  }

  /** There was an alert. */
  alert(trigger: Trigger): void {
    if (this.gate.passes(trigger)) this.handOn(trigger);
  }

  /** From the next file on. */
  change(settings: ScribeSettings): void {
    this.send({ type: "change", settings });
  }

  /** Finish the file that is being written. */
  async stop(): Promise<void> {
    this.handOn(this.gate.newest);
    this.send({ type: "stop" });
    await Promise.race([this.stopped, new Promise((r) => setTimeout(r, STOP_MS).unref())]);
    await this.worker.terminate();
  }

  private handOn(trigger: Trigger | undefined): void {
    if (trigger !== undefined) this.send({ type: "alert", trigger });
  }

  private send(message: ToScribe): void {
    this.worker.postMessage(message);
  }
}
