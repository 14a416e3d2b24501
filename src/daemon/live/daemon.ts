import { release } from "node:os";
import { basename } from "node:path";
import type { Logger } from "pino";
import type { ScribeReport, ScribeSettings } from "../../capture/alert/scribe.js";
import { type Config, type LoadedConfig, ringBytes, workerCount } from "../../config/config.js";
import type { RulesFile } from "../../config/rules-files.js";
import { closingText } from "../../output/channels/stdout.js";
import { type OutputTrouble, troubleText } from "../../output/channels/trouble.js";
import { captureLimitMessage, reloadFailureMessage, timeoutsMessage, troubleMessage } from "../../output/internal.js";
import type { Alert } from "../../output/line.js";
import { TokenBucket } from "../../output/rate.js";
import { LiveSensor } from "../../sensor/live.js";
import { type AlertDetail, Counter, type RuleSummary } from "../../sensor/protocol.js";
import { wantedNames } from "../../sensor/wanted.js";
import type { Captures } from "../captures.js";
import { DROP_RULE } from "../drops.js";
import { setLog } from "../log.js";
import { AlertCounts, flowLines } from "../summary.js";
import { alike, needRestart } from "./changes.js";
import { LiveDrops } from "./drops.js";
import { Health } from "./health.js";
import { hostName, judgeOptions } from "./judge.js";
import type { Metrics } from "./metrics/metrics.js";
import type { ServiceManager } from "./notify.js";
import { AlertOutputs } from "./outputs.js";
import { statusOf } from "./status.js";
import { type ThreadCpu, threadCpu } from "./thread-cpu.js";
import { versionResponse } from "./version.js";
import type { WebServer } from "./web.js";

/** What a daemon is made of. */
export interface DaemonParts {
  readonly log: Logger;
  readonly manager: ServiceManager;
  /** Read configuration and rules as the command line says; throws what is wrong with them. */
  readonly read: () => Inputs;
  readonly print: string | undefined;
  /** What `--version` prints as JSON. */
  readonly versions: Readonly<Record<string, string>>;
  /** End the program. */
  readonly stop: (code: number) => void;
}

/** Configuration and rules, as read at one time. */
export interface Inputs {
  readonly loaded: LoadedConfig;
  readonly files: readonly RulesFile[];
}

/** Files and folders whose change asks for a reload. */
export function sourcesOf({ loaded, files }: Inputs): readonly string[] {
  return [...loaded.files, ...loaded.included, ...loaded.config.rules_files, ...files.map((f) => f.name)];
}

const TICK_MS = 250;
/** Falco waits so long for an event before it counts a turn without one. */
const TURN_MS = 30;

/** The sensor with its outputs and services, as long as it runs. */
export class Daemon {
  readonly counts = new AlertCounts();
  readonly health = new Health();
  readonly startedAt: bigint = nowNs();
  reloadedAt: bigint = this.startedAt;
  /** What it runs with. */
  inputs: Inputs;
  private sensorOrNot: LiveSensor | undefined;
  private outputsOrNot: AlertOutputs | undefined;
  private drops: LiveDrops | undefined;
  private web: WebServer | undefined;
  private metrics: Metrics | undefined;
  private captures: Captures | undefined;
  /** What a trigger of a capture is made by; loaded only if captures are wanted. */
  private capturing: typeof import("../captures.js") | undefined;
  private bucket: TokenBucket;
  private timers: NodeJS.Timeout[] = [];
  private reloads: Promise<void> = Promise.resolve();
  private sick = "";
  private idle = { events: 0, since: performance.now() };
  private firstEvent: string | undefined;
  /** Alerts that `outputs.rate` held back. */
  limited = 0;

  private constructor(private readonly p: DaemonParts) {
    this.inputs = p.read();
    this.bucket = bucketOf(this.config);
  }

  get config(): Config {
    return this.inputs.loaded.config;
  }

  get rulesFiles(): readonly RulesFile[] {
    return this.inputs.files;
  }

  get configFiles(): readonly string[] {
    return this.inputs.loaded.files;
  }

  get sensor(): LiveSensor {
    return this.sensorOrNot as LiveSensor;
  }

  get outputs(): AlertOutputs {
    return this.outputsOrNot as AlertOutputs;
  }

  get versions(): Readonly<Record<string, string>> {
    return this.p.versions;
  }

  /**
   * Start everything. Resolves when the first event can be judged.
   * @throws ConfigError, RulesRefused, SensorError or OutputError; nothing is left behind
   */
  static async start(p: DaemonParts): Promise<Daemon> {
    const d = new Daemon(p);
    try {
      await d.begin();
      return d;
    } catch (e) {
      await d.outputsOrNot?.close();
      await d.sensorOrNot?.stop();
      await d.captures?.stop();
      throw e;
    }
  }

  private async begin(): Promise<void> {
    const { config, p } = this;
    const { loaded, files } = this.inputs;
    if (config.capture.enabled) this.capturing = await import("../captures.js");
    const capture = this.capturing?.captureSettings(config);
    this.outputsOrNot = await AlertOutputs.start(
      config,
      { version: () => versionResponse(p.versions), status: (alerts) => statusOf(this, alerts) },
      (t) => this.trouble(t),
    );
    this.sensorOrNot = await LiveSensor.start({
      ...judgeOptions(loaded, files, p.print),
      workers: workerCount(config),
      ringBytes: ringBytes(config),
      snaplen: config.falco_libs.snaplen || 80,
      dynamicSnaplen: config.saker.dynamic_snaplen,
      kernelFilter: config.saker.kernel_filter,
      kernelPaths: config.saker.kernel_paths,
      iterators: !config.engine.modern_ebpf.disable_iterators,
      nice: config.saker.nice,
      maxProcesses: config.falco_libs.thread_table_size,
      tapBytes: this.capturing?.TAP_BYTES ?? 0,
      onAlert: (line, rule, detail) => this.alert(line, rule, detail),
      onFailure: (e) => {
        p.log.fatal(e, "a worker died: the sensor no longer sees all events");
        p.stop(1);
      },
    });
    for (const w of this.sensor.warnings) p.log.warn(w);
    if (capture !== undefined) await this.startCaptures(capture);
    this.drops = new LiveDrops(
      config.syscall_event_drops,
      {
        log: (message, grave) => (grave ? p.log.fatal(message) : p.log.debug(message)),
        alert: (message, ts, fields) =>
          this.outputs.internal({ rule: DROP_RULE, priority: "Debug", message, ts, fields }),
      },
      () => this.sensor.kernelStats(),
    );
    await this.services(undefined);
    this.timers.push(setInterval(() => this.tick(), TICK_MS));
    const { watchdogMs } = p.manager;
    if (watchdogMs > 0) {
      const alive = (): void => {
        if (this.health.trouble === "") p.manager.alive();
      };
      this.timers.push(setInterval(alive, Math.max(100, watchdogMs / 2)));
      alive();
    }
    p.manager.ready(this.status());
  }

  private async startCaptures(settings: ScribeSettings): Promise<void> {
    const { config } = this;
    this.captures = await this.capturing?.Captures.start(
      {
        ...settings,
        taps: this.sensor.taps,
        windowBytes: config.saker.capture.window_mb << 20,
        maxProcesses: config.falco_libs.thread_table_size,
      },
      (r) => this.captured(r),
    );
    const { mode, path_prefix: prefix } = config.capture;
    this.p.log.info({ mode, prefix }, "captures of alerts are made");
  }

  private captured(r: ScribeReport): void {
    const { log } = this.p;
    if (r.type === "trouble") {
      log.error(r.message);
      return;
    }
    const { path, rule, events, bytes, lost } = r;
    log.info({ path, rule, events, bytes, ...(lost > 0 && { lost }) }, `capture written, ended by its ${r.end}`);
    if (r.end !== "size") return;
    const most = this.capturing?.maxFileMb(this.config) ?? 0;
    this.outputsOrNot?.internal(captureLimitMessage(nowNs(), most, bytes));
  }

  private alert(line: string, rule: RuleSummary, detail: AlertDetail): void {
    this.counts.add(rule.name, rule.priority);
    const { captures, capturing } = this;
    if (capturing !== undefined) captures?.alert(capturing.triggerOf(this.config, rule, detail.ts, detail.num));
    if (!this.bucket.claim(detail.ts)) {
      this.limited++;
      return;
    }
    const alert: Alert = {
      rule: rule.name,
      priority: rule.priority,
      source: rule.source,
      tags: rule.tags,
      hostname: hostName(),
      ts: detail.ts,
      message: detail.message,
      fields: detail.fields,
    };
    this.outputs.send(alert, line);
  }

  private trouble(t: OutputTrouble): void {
    const text = troubleText(t);
    if (t.over) this.p.log.info(text);
    else this.p.log.error(text);
    this.outputsOrNot?.internal(troubleMessage(nowNs(), t));
  }

  private status(): string {
    const { rules } = this.sensor;
    return `watching with ${rules.length} rules${this.sick === "" ? "" : `; ${this.sick}`}`;
  }

  /** Open, change or close what serves others: the web server and the metrics. */
  private async services(before: Config | undefined): Promise<void> {
    const { config } = this;
    if (before === undefined || !alike(before.webserver, config.webserver)) {
      await this.web?.close();
      this.web = undefined;
      if (config.webserver.enabled) this.web = await (await import("./web.js")).WebServer.start(this, this.p.log);
    }
    if (before === undefined || !alike(before.metrics, config.metrics)) {
      this.metrics?.stop();
      this.metrics = undefined;
      if (config.metrics.enabled) this.metrics = (await import("./metrics/metrics.js")).Metrics.start(this, this.p.log);
    }
  }

  private tick(): void {
    if (this.drops?.tick(nowNs()) === false) {
      process.stderr.write("Error: Drop manager internal error\n");
      this.p.stop(1);
      return;
    }
    const { sensor, health } = this;
    const { shipped, filtered } = sensor.kernelStats();
    const trouble = health.look({
      turns: sensor.counterOf(Counter.POLLS),
      shipped,
      taken: sensor.counter(Counter.EVENTS),
    });
    if (trouble !== this.sick) {
      this.sick = trouble;
      if (trouble !== "") this.p.log.error(trouble);
      else this.p.log.info("all workers are at work again");
      this.p.manager.status(this.status());
    }
    this.lookForEvents(shipped + filtered);
  }

  /** Tell when no event has come for too long (syscall_event_timeouts). */
  private lookForEvents(events: number): void {
    const now = performance.now();
    if (events !== this.idle.events) {
      this.firstEvent ??= new Date().toISOString().slice(11, 23);
      this.idle = { events, since: now };
      return;
    }
    const turns = this.config.syscall_event_timeouts.max_consecutives;
    if (now - this.idle.since <= turns * TURN_MS) return;
    this.idle.since = now;
    this.outputs.internal(timeoutsMessage(nowNs(), turns, this.firstEvent));
  }

  /** Files were moved away: begin new ones. */
  reopen(): void {
    this.p.log.info("SIGUSR1 received, reopening outputs...");
    this.outputs.reopen();
  }

  /**
   * Read configuration and rules again and go on with them; if anything is wrong with them, with the old ones. One
   * reload after the other.
   */
  reload(why: string): Promise<void> {
    this.reloads = this.reloads.then(() => this.reloadNow(why));
    return this.reloads;
  }

  private async reloadNow(why: string): Promise<void> {
    const { log, manager, read, print } = this.p;
    const before = this.inputs;
    const t0 = performance.now();
    log.info(`${why}, reloading...`);
    manager.reloading();
    try {
      const next = read();
      const old = before.loaded.config;
      const { config } = next.loaded;
      const capture = this.capturing?.captureSettings(config);
      // outputs first: they can be put back, and a sensor that judges by new rules writes to where these want it
      await this.outputs.change(config);
      try {
        await this.sensor.reload(judgeOptions(next.loaded, next.files, print));
      } catch (e) {
        await this.outputs.change(old);
        throw e;
      }
      this.inputs = next;
      this.reloadedAt = nowNs();
      if (capture !== undefined) this.captures?.change(capture);
      if (!alike(old.outputs, config.outputs)) this.bucket = bucketOf(config);
      if (!alike(old.syscall_event_drops, config.syscall_event_drops)) this.drops?.change(config.syscall_event_drops);
      setLog(log, config);
      const restart = needRestart(old, config);
      if (restart.length > 0) log.warn({ keys: restart }, "these keys have changed and need a restart to take effect");
      for (const w of this.sensor.warnings) log.warn(w);
      log.info({ rules: this.sensor.rules.length, ms: Math.round(performance.now() - t0) }, "reloaded");
      await this.services(old).catch((e: unknown) => log.error(`after the reload: ${(e as Error).message}`));
    } catch (e) {
      const reason = (e as Error).message;
      log.error(`reload refused, the old configuration and rules stay: ${reason}`);
      this.outputs.internal(reloadFailureMessage(nowNs(), reason));
    }
    manager.ready(this.status());
  }

  /** Judge what is in the rings, let outputs send what waits, stop. */
  async stop(): Promise<void> {
    const { log, manager } = this.p;
    manager.stopping();
    for (const t of this.timers) clearInterval(t);
    await Promise.race([this.reloads, new Promise((r) => setTimeout(r, 5000).unref())]);
    this.metrics?.stop();
    const { sensor } = this;
    const cpu = this.workerCpu();
    await sensor.stop();
    await this.captures?.stop();
    await this.web?.close();
    await this.outputs.close();
    const { byEvent, ...kernel } = sensor.kernelStats();
    log.info({ kernel, byEvent: Object.fromEntries(byEvent), workers: cpu, alerts: this.counts.total }, "stopped");
    process.stdout.write(closingText(`${this.counts.lines().join("\n")}\n`));
    process.stderr.write(`${[...flowLines(sensor), ...(this.drops?.lines().slice(1) ?? [])].join("\n")}\n`);
  }

  /** CPU time of each worker. */
  workerCpu(): ThreadCpu[] {
    return threadCpu(this.sensor.threadIds());
  }

  /** What it runs with, for people. */
  banner(): string[] {
    const { config, sensor } = this;
    const calls = wantedNames(sensor.wanted);
    const files = this.rulesFiles.map((f) => f.name);
    return [
      `Saker ${this.versions.saker_version ?? ""}`,
      `  kernel   ${release()} ${process.arch}, type information at /sys/kernel/btf/vmlinux`,
      `  workers  ${workerCount(config)}, a ring of ${ringBytes(config) / 1048576} MiB each`,
      `  rules    ${sensor.rules.length} from ${files.length > 4 ? files.map((f) => basename(f)).join(", ") : files.join(", ")}`,
      `  probes   exits of ${calls.length} system calls; fork, exec and exit of every process`,
    ];
  }
}

function bucketOf({ outputs }: Config): TokenBucket {
  return new TokenBucket(outputs.rate, outputs.max_burst);
}

/** ns since the epoch, now. */
export function nowNs(): bigint {
  return BigInt(Date.now()) * 1_000_000n;
}
