import { hostname, release } from "node:os";
import type { LoadedConfig } from "../config/config.js";
import { priorityNumber, ringBytes, workerCount } from "../config/config.js";
import { LiveSensor, RulesRefused } from "../sensor/live.js";
import { wantedNames } from "../sensor/wanted.js";
import { extraOutputs, selectionLines } from "./additions.js";
import { chooseRules } from "./choose.js";
import { makeLog, pinoLevel } from "./log.js";
import { AlertCounts, flowLines } from "./summary.js";
import { threadCpu } from "./thread-cpu.js";

export interface RunOptions {
  readonly loaded: LoadedConfig;
  /** Rules given with -r: they replace the configured ones and must exist. */
  readonly rules: readonly string[];
  readonly version: string;
  /** Stop after this many seconds; 0 = never. */
  readonly seconds: number;
  /** Format given with -p: added to the output of every rule. */
  readonly print?: string | undefined;
}

/** Run the sensor in the foreground until it is told to stop. Gives the exit code. */
export async function run(options: RunOptions): Promise<number> {
  const { config, unknown, file } = options.loaded;
  const log = makeLog(pinoLevel(config.log_level), config.log_stderr);
  if (config.engine.kind !== "modern_ebpf") {
    log.warn({ kind: config.engine.kind }, "engine.kind is not available here: modern_ebpf is used in its place");
  }
  const files = chooseRules(options.rules, options.loaded);
  if (file !== undefined) log.info({ file }, "configuration");
  if (unknown.length > 0) log.warn({ keys: unknown }, "configuration keys that have no effect in this version");

  const replayOnly = (["file_output", "program_output"] as const).filter((k) => config[k].enabled);
  if (replayOnly.length > 0)
    log.warn({ keys: replayOnly }, "outputs that have an effect only when a capture is replayed");
  for (const line of selectionLines(options.loaded.ruleSelections)) log.info(line);

  const counts = new AlertCounts();
  let stop: (code: number) => void = () => {};
  const stopped = new Promise<number>((resolve) => {
    stop = resolve;
  });
  const onSignal = (signal: NodeJS.Signals): void => {
    log.info(`${signal} received, exiting...`);
    stop(0);
  };
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  // the reader of our alerts has gone: nobody is left to tell
  process.stdout.on("error", () => stop(1));

  const workers = workerCount(config);
  let sensor: LiveSensor;
  try {
    sensor = await LiveSensor.start({
      rules: files,
      workers,
      ringBytes: ringBytes(config),
      snaplen: config.falco_libs.snaplen || 80,
      ruleMatching: config.rule_matching,
      minPriority: priorityNumber(config.priority),
      extraOutput: extraOutputs(options.loaded.appendOutput, options.print),
      selections: options.loaded.ruleSelections,
      kernelFilter: config.saker.kernel_filter,
      nice: config.saker.nice,
      maxProcesses: config.falco_libs.thread_table_size,
      format: {
        json: config.json_output,
        timeIso8601: config.time_format_iso_8601,
        includeOutput: config.json_include_output_property,
        includeMessage: config.json_include_message_property,
        includeOutputFields: config.json_include_output_fields_property,
        includeTags: config.json_include_tags_property,
        hostname: process.env.FALCO_HOSTNAME ?? hostname(),
      },
      onAlert: (line, rule) => {
        counts.add(rule.name, rule.priority);
        if (config.stdout_output.enabled) process.stdout.write(`${line}\n`);
      },
      onFailure: (e) => {
        log.fatal(e, "a worker died: the sensor no longer sees all events");
        stop(1);
      },
    });
  } catch (e) {
    if (e instanceof RulesRefused) {
      process.stderr.write(`Error: ${e.message}\n`);
      return 1;
    }
    throw e;
  }

  for (const w of sensor.warnings) log.warn(w);
  for (const line of banner(options, sensor, files, workers, ringBytes(config))) process.stderr.write(`${line}\n`);
  log.info({ pid: process.pid, rules: sensor.rules.length, workers }, "ready");
  if (options.seconds > 0) setTimeout(() => stop(0), options.seconds * 1000).unref();

  const code = await stopped;
  const cpu = threadCpu(sensor.threadIds());
  await sensor.stop();
  const { byEvent, ...kernel } = sensor.kernelStats();
  log.info({ kernel, byEvent: Object.fromEntries(byEvent), workers: cpu, alerts: counts.total }, "stopped");
  process.stdout.write(`${counts.lines().join("\n")}\n`);
  process.stderr.write(`${flowLines(sensor).join("\n")}\n`);
  return code;
}

function banner(
  options: RunOptions,
  sensor: LiveSensor,
  files: readonly { name: string }[],
  workers: number,
  bytes: number,
): string[] {
  const types = new Set(sensor.eventTypes);
  return [
    `Saker ${options.version}`,
    `  kernel   ${release()} ${process.arch}, type information at /sys/kernel/btf/vmlinux`,
    `  workers  ${workers}, a ring of ${bytes / 1048576} MiB each`,
    `  rules    ${sensor.rules.length} from ${files.map((f) => f.name).join(", ")}`,
    `  probes   exits of ${wantedNames(types, sensor.genericCalls).length} system calls; fork, exec and exit of every process`,
  ];
}
