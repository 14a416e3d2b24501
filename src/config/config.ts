import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { ConfigError } from "./errors.js";
import { readConfigTree } from "./files.js";
import {
  type AppendOutput,
  type PluginConfig,
  type RuleSelection,
  readAppendOutput,
  readPlugins,
  readRuleSelections,
} from "./lists.js";
import { overlay } from "./overlay.js";
import type { TreeMap } from "./tree.js";

export { ConfigError } from "./errors.js";
export type { AppendOutput, PluginConfig, RuleSelection } from "./lists.js";

/** The settings that the sensor reads; names and defaults are falco.yaml's, `saker.*` are our own. */
export interface Config {
  rules_files: string[];
  json_output: boolean;
  json_include_output_property: boolean;
  json_include_message_property: boolean;
  json_include_output_fields_property: boolean;
  json_include_tags_property: boolean;
  time_format_iso_8601: boolean;
  priority: string;
  rule_matching: "first" | "all";
  log_level: string;
  log_stderr: boolean;
  stdout_output: { enabled: boolean };
  file_output: { enabled: boolean; keep_alive: boolean; filename: string };
  program_output: { enabled: boolean; keep_alive: boolean; program: string };
  engine: { kind: string; modern_ebpf: { buf_size_preset: number }; replay: { capture_file: string } };
  falco_libs: { thread_table_size: number; snaplen: number };
  syscall_event_drops: {
    threshold: number;
    actions: string[];
    rate: number;
    max_burst: number;
    simulate_drops: boolean;
  };
  saker: {
    /** Worker threads, each with a ring of its own; 0 = min(4, cores). */
    workers: number;
    /** Let the kernel end events that no loaded rule can match. */
    kernel_filter: boolean;
    /** Scheduling priority of the sensor, -20 (first) to 19 (last). */
    nice: number;
  };
}

/** Where rules are looked for when nothing is configured. */
export const RULES_DIR = "/etc/saker/rules.d";

/** Priorities, most severe first; the index is the number. */
export const PRIORITIES = [
  "emergency",
  "alert",
  "critical",
  "error",
  "warning",
  "notice",
  "informational",
  "debug",
] as const;

/** Where events can come from; which of them this build has is up to what starts them. */
const ENGINE_KINDS: readonly string[] = ["modern_ebpf", "kmod", "replay", "nodriver"];

const DROP_ACTIONS: readonly string[] = ["ignore", "log", "alert", "exit"];

/** Ring sizes of `buf_size_preset` 1 to 10, in MiB (Falco's table). */
const BUFFER_MIB = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

export function defaultConfig(): Config {
  return {
    rules_files: [RULES_DIR],
    json_output: false,
    json_include_output_property: true,
    json_include_message_property: false,
    json_include_output_fields_property: true,
    json_include_tags_property: true,
    time_format_iso_8601: false,
    priority: "debug",
    rule_matching: "first",
    log_level: "info",
    log_stderr: true,
    stdout_output: { enabled: true },
    file_output: { enabled: false, keep_alive: false, filename: "" },
    program_output: { enabled: false, keep_alive: false, program: "" },
    engine: { kind: "modern_ebpf", modern_ebpf: { buf_size_preset: 4 }, replay: { capture_file: "" } },
    syscall_event_drops: { threshold: 0.1, actions: [], rate: 0.03333, max_burst: 1, simulate_drops: false },
    falco_libs: { thread_table_size: 262144, snaplen: 80 },
    saker: { workers: 0, kernel_filter: true, nice: -10 },
  };
}

export interface LoadedConfig {
  readonly config: Config;
  /** What to do to rules after loading (`rules`), in order. */
  readonly ruleSelections: readonly RuleSelection[];
  readonly appendOutput: readonly AppendOutput[];
  /** Plugins to load, in order. */
  readonly plugins: readonly PluginConfig[];
  /** Everything as written, merged: for keys that only some commands read. */
  readonly tree: TreeMap;
  /** Keys that mean nothing to this version, each once. */
  readonly unknown: readonly string[];
  /** The main file that was read, if any. */
  readonly file: string | undefined;
  /** The main file and those it includes. */
  readonly files: readonly string[];
}

/** Keys that are no plain values; `config_files` has done its work by the time. */
const ELSEWHERE = new Set(["rules", "append_output", "plugins", "load_plugins", "config_files", "rules_file"]);

/**
 * Defaults, then the files, then the `-o` options.
 * @param file given with -c; else `fallback` is read if it exists
 * @throws ConfigError
 */
export function loadConfig(file: string | undefined, fallback: string, options: readonly string[]): LoadedConfig {
  const path = file ?? (existsSync(fallback) ? fallback : undefined);
  const { tree, files, origin } = readConfigTree(path, options);
  const config = defaultConfig();
  // the name that falco.yaml had for it before 0.38
  const old = tree.get("rules_file");
  if (old !== undefined && tree.has("rules_files")) {
    throw new ConfigError(`Error reading config file (${path ?? "-o"}): both 'rules_files' and 'rules_file' keys set`);
  }
  const plain = old === undefined ? tree : new Map([...tree, ["rules_files", old ?? null]]);
  const unknown = overlay(config, plain, origin, ELSEWHERE);
  check(config, path ?? "-o");
  return {
    config,
    ruleSelections: readRuleSelections(tree, origin("rules")),
    appendOutput: readAppendOutput(tree, origin("append_output")),
    plugins: readPlugins(tree, origin("plugins")),
    tree,
    unknown: [...new Set(unknown)],
    file: path,
    files,
  };
}

function check(c: Config, file: string): void {
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
  if (c.saker.workers < 0 || c.saker.workers > 16) {
    throw new ConfigError(`saker.workers must be between 0 (choose) and 16, not ${c.saker.workers}`);
  }
  if (c.falco_libs.snaplen < 0 || c.falco_libs.snaplen > 4096) {
    throw new ConfigError(`falco_libs.snaplen must be between 0 and 4096, not ${c.falco_libs.snaplen}`);
  }
  if (c.saker.nice < -20 || c.saker.nice > 19) {
    throw new ConfigError(`saker.nice must be between -20 and 19, not ${c.saker.nice}`);
  }
  if (c.falco_libs.thread_table_size < 1) throw new ConfigError("falco_libs.thread_table_size must be at least 1");
  if (!ENGINE_KINDS.includes(c.engine.kind)) {
    const right = `it must be one of ${ENGINE_KINDS.join(", ")}`;
    throw new ConfigError(
      `Error reading config file (${file}): engine.kind '${c.engine.kind}' is not a valid kind. (${right})`,
    );
  }
  if (c.engine.kind === "replay" && c.engine.replay.capture_file === "") {
    const why = "engine.kind is 'replay' but no engine.replay.capture_file specified.";
    throw new ConfigError(`Error reading config file (${file}): ${why}`);
  }
  checkDrops(c.syscall_event_drops, file);
}

function checkDrops(d: Config["syscall_event_drops"], file: string): void {
  const wrong = (why: string): ConfigError => new ConfigError(`Error reading config file (${file}): ${why}`);
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

/** Number of a priority's name (also `info`), -1 if there is none. */
export function priorityNumber(name: string): number {
  const n = name.toLowerCase();
  return (PRIORITIES as readonly string[]).indexOf(n === "info" ? "informational" : n);
}

/** Worker threads to start. */
export function workerCount(c: Config): number {
  return c.saker.workers > 0 ? c.saker.workers : Math.min(4, Math.max(1, cpus().length));
}

/** Bytes of one ring. */
export function ringBytes(c: Config): number {
  return (BUFFER_MIB[c.engine.modern_ebpf.buf_size_preset - 1] as number) * 1024 * 1024;
}
