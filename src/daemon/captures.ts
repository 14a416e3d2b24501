import { accessSync, constants } from "node:fs";
import { dirname } from "node:path";
import { Worker } from "node:worker_threads";
import type { Trigger } from "../capture/alert/deadline.js";
import type { ScribeReport, ScribeSettings } from "../capture/alert/scribe.js";
import type { CaptureThreadOptions, FromScribe, ToScribe } from "../capture/alert/thread.js";
import { type Config, ConfigError } from "../config/config.js";

/** Memory of the tap of each worker. */
export const TAP_BYTES = 4 << 20;

const STOP_MS = 10_000;
const MB = 1 << 20;
const LITTLE_NS = 50_000_000n;

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
  /** Time of the last trigger that was handed on, and until when a file goes on because of it, ns. */
  private sent = 0n;
  private until = 0n;
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
          this.sent = 0n;
          this.until = 0n;
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

  /** There was an alert. Those that change little are not handed on: there may be thousands a second. */
  alert(trigger: Trigger): void {
    const { ts, begins, durationMs } = trigger;
    const until = ts + BigInt(durationMs) * 1_000_000n;
    if (!begins && ts > this.until) return;
    if (ts - this.sent < LITTLE_NS && until - this.until < LITTLE_NS) return;
    if (begins) this.sent = ts;
    if (until > this.until) this.until = until;
    this.send({ type: "alert", trigger });
  }

  /** From the next file on. */
  change(settings: ScribeSettings): void {
    this.send({ type: "change", settings });
  }

  /** Finish the file that is being written. */
  async stop(): Promise<void> {
    this.send({ type: "stop" });
    await Promise.race([this.stopped, new Promise((r) => setTimeout(r, STOP_MS).unref())]);
    await this.worker.terminate();
  }

  private send(message: ToScribe): void {
    this.worker.postMessage(message);
  }
}
