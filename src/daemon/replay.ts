import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { CaptureSession } from "../capture/session.js";
import type { Config, LoadedConfig } from "../config/config.js";
import type { Engine } from "../engine/engine.js";
import type { EngineRule } from "../engine/rule.js";
import { EVENT_CODES } from "../event/table.js";
import { printBuffersInBase64 } from "../event/text/buffer.js";
import type { OutputTemplate } from "../fields/format.js";
import { troubleText } from "../output/channels/trouble.js";
import { captureLimitMessage } from "../output/internal.js";
import { AlertFormatter, type AlertRule, type InternalMessage } from "../output/line.js";
import type { LiveContext } from "../state/live.js";
import { pathsDiffer } from "../state/path-truth.js";
import { DROP_RULE, DropMonitor } from "./drops.js";
import { AlertOutputs } from "./live/outputs.js";
import { versionResponse } from "./live/version.js";
import { Progress } from "./progress.js";
import type { ReplayCaptures } from "./replay-captures.js";
import { openSinks } from "./sinks.js";
import { AlertCounts } from "./summary.js";
import type { TextLog } from "./textlog.js";

/**
 * Bytecodes that a function runs before V8 thinks of optimising it; three times its default. With it fewer functions are
 * optimised, and with more known of them, so that fewer are so twice.
 */
const INTERRUPT_BUDGET = 200_000;

/** Times as numbers are exact to this. */
const SLACK_NS = 1024;

export interface ReplayOptions {
  readonly loaded: LoadedConfig;
  /** With rules loaded and chosen. */
  readonly engine: Engine;
  /** Stop after so much time of the capture; 0 = at its end. */
  readonly seconds: number;
  /** At the pace of the recording rather than at full speed. */
  readonly realtime: boolean;
  readonly verbose: boolean;
  readonly log: TextLog;
  /** What `--version` prints as JSON. */
  readonly versions: Readonly<Record<string, string>>;
}

/**
 * Judge the events of a capture file and print alerts as if they happened now. Gives the exit code.
 * @throws CaptureError if the file cannot be opened, or is broken: all good events were judged then
 */
export async function replayCapture(options: ReplayOptions): Promise<number> {
  const { config } = options.loaded;
  const { engine } = options;
  setFlagsFromString(`--interrupt-budget=${INTERRUPT_BUDGET}`);
  printBuffersInBase64(config.buffer_format_base64);
  const formatter = new AlertFormatter({
    hostname: process.env.FALCO_HOSTNAME ?? hostname(),
    iso8601: config.time_format_iso_8601,
    includeOutput: config.json_include_output_property,
    includeMessage: config.json_include_message_property,
    includeFields: config.json_include_output_fields_property,
    includeTags: config.json_include_tags_property,
  });
  const rules: readonly AlertRule[] = engine.rules.map((r) => ({
    name: r.name,
    priority: r.priorityName,
    tags: r.tags,
    source: r.source,
    template: r.template as OutputTemplate,
    extraFields: r.extraFields,
  }));
  const counts = new AlertCounts();
  const file = config.engine.replay.capture_file;
  const progress = Progress.of(file);
  const sinks = openSinks(config, { prompt: options.realtime, before: () => progress?.erase() });
  const others = await AlertOutputs.forReplay(config, { version: () => versionResponse(options.versions) }, (t) =>
    options.log.log(t.over ? "notice" : "error", troubleText(t)),
  );
  const write = (line: string): void => {
    for (const s of sinks) s.write(line);
  };
  const drops = new DropMonitor(config.syscall_event_drops, {
    log: (m, grave) => options.log.log(grave ? "critical" : "debug", m),
    alert: (message, ts, fields) => {
      const m = { rule: DROP_RULE, priority: "Debug", message, ts, fields };
      write(config.json_output ? formatter.internalJson(m) : formatter.internalText(m));
      others.internal(m);
    },
  });

  const captures = await openCaptures(config, options.log, (m) => {
    write(config.json_output ? formatter.internalJson(m) : formatter.internalText(m));
    others.internal(m);
  });
  const session = await CaptureSession.open(file, {
    realtime: options.realtime,
    ...(progress !== undefined && { onProgress: (bytes: number) => progress.at(bytes) }),
    ...(captures !== undefined && { metadata: captures.metadata, onHidden: (x) => captures.hidden(x) }),
  });
  const leave = new AbortController();
  const onSignal = (): void => {
    options.log.log("info", "SIGINT received, exiting...");
    session.stop();
    leave.abort();
  };
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  const limit = BigInt(Math.round(options.seconds * 1e9));
  const unwatched = {
    types: engine.unjudged(),
    counts: new Float64Array(EVENT_CODES),
    until: 0,
    mayMatch: (x: LiveContext) => engine.keyMayMatch(x),
  };
  session.pass(unwatched);
  let first = 0n;
  let ended = false;
  /** When drops are to be looked at again, in ns. */
  let look = 0;
  const cpu = process.cpuUsage();
  let code = 0;
  try {
    await session.run((x) => {
      if (ended) return;
      // exact times are bigints, which cost more than most events: once in a while will do
      if (limit > 0n || first === 0n || x.ev.tsNumber >= look) {
        const { ts } = x.ev;
        if (first === 0n) first = ts;
        else if (limit > 0n && ts - first >= limit) {
          ended = true;
          session.stop();
          return;
        }
        if (!drops.event(ts)) {
          code = 1;
          ended = true;
          session.stop();
          return;
        }
        look = Number(drops.due) - SLACK_NS;
        if (limit === 0n) unwatched.until = look;
      }
      let n = engine.process(x);
      if (x.ev.annexLen > 0 && engine.wantsResolved(x) && pathsDiffer(x)) n = engine.processResolved(x);
      x.resolved = false;
      if (n === 0) session.unmatched(x);
      for (let i = 0; i < n; i++) {
        const rule = rules[engine.hits[i] as number] as AlertRule;
        counts.add(rule.name, rule.priority);
        const alert = formatter.alert(rule, x);
        const line = config.json_output ? formatter.alertJson(alert) : formatter.alertText(alert);
        write(line);
        others.send(alert, line);
        captures?.alert(config, engine.rules[engine.hits[i] as number] as EngineRule, x, session);
      }
      captures?.event(x, session);
    });
    // as Falco does with -M: who comes for the alerts over gRPC must find them
    if (code === 0 && options.seconds > 0 && others.grpcStats() !== undefined)
      await sleep(options.seconds * 1000, undefined, { signal: leave.signal }).catch(() => {});
  } finally {
    engine.countUnjudged(unwatched.counts);
    progress?.erase();
    captures?.end();
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
    for (const sink of sinks) sink.close();
    await others.close();
    const { user, system } = process.cpuUsage(cpu);
    if (options.verbose) process.stderr.write(`${elapsed(session.summary.shown, (user + system) / 1e6)}\n`);
    process.stderr.write(`${drops.lines().join("\n")}\n`);
    process.stdout.write(`${counts.lines().join("\n")}\n`);
  }
  if (code !== 0) process.stderr.write("Error: Drop manager internal error\n");
  return code;
}

/** Captures of alerts, if they are wanted. @throws {ConfigError} if they cannot be made */
async function openCaptures(
  config: Config,
  log: TextLog,
  internal: (m: InternalMessage) => void,
): Promise<ReplayCaptures | undefined> {
  if (!config.capture.enabled) return undefined;
  const { captureSettings, maxFileMb } = await import("./captures.js");
  const { ReplayCaptures } = await import("./replay-captures.js");
  const { mode, path_prefix } = config.capture;
  log.log("info", `Capture is enabled in mode '${mode}'. Capturing events to ${path_prefix}`);
  return new ReplayCaptures(
    captureSettings(config),
    (text) => log.log("info", text),
    (bytes) => internal(captureLimitMessage(BigInt(Date.now()) * 1_000_000n, maxFileMb(config), bytes)),
  );
}

function elapsed(events: number, seconds: number): string {
  const eps = (events / Math.max(seconds, 1e-6)).toFixed(2);
  return `Elapsed time: ${seconds.toFixed(3)}, Captured Events: ${events}, ${eps} eps`;
}
