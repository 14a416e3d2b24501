import { existsSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseDocument } from "yaml";

/** A configuration that cannot be used; the message names file, key and what would be right. */
export class ConfigError extends Error {}

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
  engine: { kind: string; modern_ebpf: { buf_size_preset: number } };
  falco_libs: { thread_table_size: number; snaplen: number };
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
    engine: { kind: "modern_ebpf", modern_ebpf: { buf_size_preset: 4 } },
    falco_libs: { thread_table_size: 262144, snaplen: 80 },
    saker: { workers: 0, kernel_filter: true, nice: -10 },
  };
}

type Tree = { [key: string]: unknown };

function isTree(v: unknown): v is Tree {
  return typeof v === "object" && v !== null && !Array.isArray(v);
}

/** Lay `over` upon `base`, keeping to the types of `base`; gives the keys that `base` does not have. */
function merge(base: Tree, over: Tree, where: string, path: string, unknown: string[]): void {
  for (const [key, value] of Object.entries(over)) {
    const name = path === "" ? key : `${path}.${key}`;
    if (!Object.hasOwn(base, key)) {
      unknown.push(name);
      continue;
    }
    const have = base[key];
    if (isTree(have)) {
      if (!isTree(value)) throw new ConfigError(`${where}: ${name} must be a map, not ${describe(value)}`);
      merge(have, value, where, name, unknown);
    } else {
      base[key] = convert(have, value, where, name);
    }
  }
}

function describe(v: unknown): string {
  return v === null ? "nothing" : Array.isArray(v) ? "a list" : `${JSON.stringify(v)}`;
}

function convert(have: unknown, value: unknown, where: string, name: string): unknown {
  if (Array.isArray(have)) {
    if (Array.isArray(value) && value.every((v) => typeof v === "string")) return value;
    throw new ConfigError(`${where}: ${name} must be a list of texts, not ${describe(value)}`);
  }
  if (typeof have === "boolean") {
    if (typeof value === "boolean") return value;
    const text = String(value).toLowerCase();
    if (["true", "yes", "on", "y"].includes(text)) return true;
    if (["false", "no", "off", "n"].includes(text)) return false;
    throw new ConfigError(`${where}: ${name} must be true or false, not ${describe(value)}`);
  }
  if (typeof have === "number") {
    const n = typeof value === "number" ? value : Number(String(value));
    if (Number.isInteger(n) && String(value).trim() !== "") return n;
    throw new ConfigError(`${where}: ${name} must be a whole number, not ${describe(value)}`);
  }
  if (typeof value === "string" || typeof value === "number") return String(value);
  throw new ConfigError(`${where}: ${name} must be a text, not ${describe(value)}`);
}

function applyOption(config: Config, option: string, unknown: string[]): void {
  const eq = option.indexOf("=");
  if (eq <= 0) {
    throw new ConfigError(`-o ${option}: the form is key=value or key.subkey=value, e.g. -o json_output=true`);
  }
  const over: Tree = {};
  let at = over;
  const keys = option.slice(0, eq).split(".");
  for (const key of keys.slice(0, -1)) {
    const next: Tree = {};
    at[key] = next;
    at = next;
  }
  at[keys.at(-1) as string] = option.slice(eq + 1);
  merge(config as unknown as Tree, over, `-o ${option}`, "", unknown);
}

export interface LoadedConfig {
  readonly config: Config;
  /** Keys that mean nothing to this version, each once. */
  readonly unknown: readonly string[];
  /** The file that was read, if any. */
  readonly file: string | undefined;
}

/**
 * Defaults, then the file, then the `-o` options.
 * @param file given with -c; else `fallback` is read if it exists
 * @throws ConfigError
 */
export function loadConfig(file: string | undefined, fallback: string, options: readonly string[]): LoadedConfig {
  const config = defaultConfig();
  const unknown: string[] = [];
  const path = file ?? (existsSync(fallback) ? fallback : undefined);
  if (path !== undefined) {
    let text: string;
    try {
      text = readFileSync(path, "utf8");
    } catch (e) {
      throw new ConfigError(`cannot read the configuration file ${path}: ${(e as Error).message}`);
    }
    const doc = parseDocument(text);
    const error = doc.errors[0];
    if (error !== undefined) throw new ConfigError(`${path}: ${error.message}`);
    const tree: unknown = doc.toJS({ maxAliasCount: 100 });
    if (tree !== null && !isTree(tree)) throw new ConfigError(`${path}: the configuration must be a map of keys`);
    if (tree !== null) merge(config as unknown as Tree, tree, path, "", unknown);
  }
  for (const option of options) applyOption(config, option, unknown);
  check(config);
  return { config, unknown: [...new Set(unknown)], file: path };
}

function check(c: Config): void {
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
  if (c.engine.kind !== "modern_ebpf") {
    throw new ConfigError(`engine.kind '${c.engine.kind}' is not available: modern_ebpf is.`);
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
