import { isIP } from "node:net";
import { parseDuration } from "./duration.js";
import { ConfigError } from "./errors.js";
import { BUFFER_MIB, PRIORITIES, priorityNumber } from "./numbers.js";
import type { Config } from "./settings.js";

/** Where events can come from; which of them this build has is up to what starts them. */
const ENGINE_KINDS: readonly string[] = ["modern_ebpf", "kmod", "replay", "nodriver"];
const DROP_ACTIONS: readonly string[] = ["ignore", "log", "alert", "exit"];
const CAPTURE_MODES: readonly string[] = ["rules", "all_rules"];
const MIN_INTERVAL_MS = 100;

/** Refuse values that have the right type and make no sense. @throws ConfigError */
export function checkConfig(c: Config, file: string): void {
  const wrong = (why: string): ConfigError => new ConfigError(`Error reading config file (${file}): ${why}`);
  if (priorityNumber(c.priority) < 0) {
    throw new ConfigError(`Unknown priority "${c.priority}"--must be one of ${PRIORITIES.join(", ")}`);
  }
  if (c.rule_matching !== "first" && c.rule_matching !== "all") {
    throw new ConfigError(`Unknown rule matching strategy "${c.rule_matching as string}"--must be one of first, all`);
  }
  const preset = c.engine.modern_ebpf.buf_size_preset;
  if (BUFFER_MIB[preset - 1] === undefined) {
    throw new ConfigError(
      `The 'buf_size_preset' value must be between '1' and '${BUFFER_MIB.length}', not '${preset}'`,
    );
  }
  between("saker.workers", c.saker.workers, 0, 16, "0 (choose) and 16");
  between("falco_libs.snaplen", c.falco_libs.snaplen, 0, 4096);
  checkPorts(c);
  between("saker.nice", c.saker.nice, -20, 19);
  if (c.falco_libs.thread_table_size < 1) throw new ConfigError("falco_libs.thread_table_size must be at least 1");
  if (!ENGINE_KINDS.includes(c.engine.kind)) {
    const right = `it must be one of ${ENGINE_KINDS.join(", ")}`;
    throw wrong(`engine.kind '${c.engine.kind}' is not a valid kind. (${right})`);
  }
  if (c.engine.kind === "replay" && c.engine.replay.capture_file === "") {
    throw wrong("engine.kind is 'replay' but no engine.replay.capture_file specified.");
  }
  if (!CAPTURE_MODES.includes(c.capture.mode)) {
    throw wrong(`capture.mode '${c.capture.mode}' is not a valid mode. (it must be one of rules, all_rules)`);
  }
  checkCapture(c);
  if (c.syscall_event_timeouts.max_consecutives < 1) {
    throw wrong("syscall_event_timeouts.max_consecutives must be a whole number above 0");
  }
  if (isIP(c.webserver.listen_address) === 0) {
    throw wrong(`webserver.listen_address must be an IPv4 or IPv6 address, not "${c.webserver.listen_address}"`);
  }
  between("webserver.listen_port", c.webserver.listen_port, 0, 65535);
  between("outputs_queue.capacity", c.outputs_queue.capacity, 0, Number.MAX_SAFE_INTEGER, "0 (choose) and 2^53");
  checkOutputs(c, wrong);
  checkDrops(c.syscall_event_drops, wrong);
  if (c.metrics.enabled) checkMetrics(c, wrong);
}

function between(key: string, value: number, low: number, high: number, says = `${low} and ${high}`): void {
  if (value < low || value > high) throw new ConfigError(`${key} must be between ${says}, not ${value}`);
}

function checkPorts({ saker }: Config): void {
  const { first_port, last_port } = saker.dynamic_snaplen;
  between("saker.dynamic_snaplen.first_port", first_port, 0, 65_535);
  between("saker.dynamic_snaplen.last_port", last_port, 0, 65_535);
  if (first_port > last_port)
    throw new ConfigError(
      `saker.dynamic_snaplen.first_port must not be above last_port: ${first_port} is above ${last_port}`,
    );
}

function checkCapture({ capture, saker }: Config): void {
  between("capture.default_duration", capture.default_duration, 0, 2 ** 32 - 1);
  const { window, window_mb, max_size_mb, max_events, max_files } = saker.capture;
  between("saker.capture.window", window, 0, 600_000);
  between("saker.capture.window_mb", window_mb, 1, 1024);
  between("saker.capture.max_size_mb", max_size_mb, 1, 65_536);
  between("saker.capture.max_events", max_events, 1, 1e9);
  between("saker.capture.max_files", max_files, 1, 1e6);
}

type Wrong = (why: string) => ConfigError;

function checkOutputs(c: Config, wrong: Wrong): void {
  const needed = [
    ["file output", "filename", c.file_output.enabled, c.file_output.filename],
    ["program output", "program", c.program_output.enabled, c.program_output.program],
    ["http output", "url", c.http_output.enabled, c.http_output.url],
  ] as const;
  for (const [output, key, enabled, value] of needed) {
    if (enabled && value === "") throw wrong(`${output} enabled but no ${key} in configuration block`);
  }
}

function checkDrops(d: Config["syscall_event_drops"], wrong: Wrong): void {
  for (const [i, action] of d.actions.entries()) {
    if (!DROP_ACTIONS.includes(action)) {
      throw wrong('available actions for syscall event drops are "ignore", "log", "alert", and "exit"');
    }
    if (action !== "ignore" && action !== "exit" && d.actions.slice(0, i).includes("ignore")) {
      throw wrong(`syscall event drop action "${action}" does not make sense with the "ignore" action`);
    }
  }
  if (d.threshold < 0 || d.threshold > 1) {
    throw wrong("syscall event drops threshold must be a double in the range [0, 1]");
  }
}

function checkMetrics({ metrics: m, webserver }: Config, wrong: Wrong): void {
  if (/^[0-9]+$/.test(m.interval)) {
    throw wrong(
      `Metrics interval was passed as numeric value without Prometheus time unit: write "${m.interval}ms" for ${m.interval}`,
    );
  }
  if (parseDuration(m.interval) < MIN_INTERVAL_MS) {
    throw wrong(
      `Metrics interval must have a minimum value of 100ms; "${m.interval}" is shorter or not of the form 1h30m`,
    );
  }
  const scraped = webserver.enabled && webserver.prometheus_metrics_enabled;
  if (!m.output_rule && m.output_file === "" && !scraped) {
    throw wrong(
      "Metrics are enabled with no output configured: set metrics.output_rule, metrics.output_file, or webserver.prometheus_metrics_enabled",
    );
  }
}
