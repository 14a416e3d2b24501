import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { checkConfig } from "./checks.js";
import { ConfigError } from "./errors.js";
import { type ConfigTree, readConfigTree } from "./files.js";
import {
  type AppendOutput,
  type PluginConfig,
  type RuleSelection,
  readAppendOutput,
  readPlugins,
  readRuleSelections,
} from "./lists.js";
import { whyNoEffect } from "./no-effect.js";
import { overlay } from "./overlay.js";
import { getKey, parseKey } from "./path.js";
import { type Config, defaultConfig } from "./settings.js";
import type { TreeMap } from "./tree.js";

export { ConfigError } from "./errors.js";
export type { AppendOutput, PluginConfig, RuleSelection } from "./lists.js";
export { PRIORITIES, priorityNumber, ringBytes, workerCount } from "./numbers.js";
export { type Config, defaultConfig, RULES_DIR } from "./settings.js";

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
  /** Keys of falco.yaml that are set and change nothing here, with the reason. */
  readonly noEffect: readonly NoEffect[];
  /** The main file that was read, if any. */
  readonly file: string | undefined;
  /** The main file and those it includes. */
  readonly files: readonly string[];
  /** Folders and files that `config_files` names, there or not: what appears in them counts. */
  readonly included: readonly string[];
}

/** A key that changes nothing, and why. */
export interface NoEffect {
  readonly key: string;
  readonly why: string;
}

/** Keys that are no plain values; `config_files` has done its work by the time. */
const ELSEWHERE = new Set(["rules", "append_output", "plugins", "load_plugins", "config_files", "rules_file"]);

/** Read for those who ask for it, and without effect all the same. */
const CPUS = "engine.modern_ebpf.cpus_for_each_buffer";

/**
 * Defaults, then the files, then the `-o` options.
 * @param file given with -c; else `fallback` is read if it exists
 * @throws ConfigError
 */
export function loadConfig(file: string | undefined, fallback: string, options: readonly string[]): LoadedConfig {
  const path = file ?? (existsSync(fallback) ? fallback : undefined);
  return interpret(readConfigTree(path, options), path);
}

/**
 * The same with a text in the place of the main file.
 * @param name what to call it in errors
 * @throws ConfigError
 */
export function loadConfigText(text: string, options: readonly string[] = [], name = "default"): LoadedConfig {
  return interpret(readConfigTree(name, options, text), name);
}

function interpret(source: ConfigTree, path: string | undefined): LoadedConfig {
  const { tree, files, included, origin } = source;
  const config = defaultConfig();
  // the name that falco.yaml had for it before 0.38
  const old = tree.get("rules_file");
  if (old !== undefined && tree.has("rules_files")) {
    throw new ConfigError(`Error reading config file (${path ?? "-o"}): both 'rules_files' and 'rules_file' keys set`);
  }
  const plain = old === undefined ? tree : new Map([...tree, ["rules_files", old ?? null]]);
  const odd = overlay(config, plain, origin, ELSEWHERE);
  checkConfig(config, path ?? "-o");
  const { modern_ebpf: ebpf } = config.engine;
  ebpf.cpus_for_each_buffer = Math.min(ebpf.cpus_for_each_buffer, cpus().length);
  if (getKey(tree, parseKey(CPUS)) !== undefined) odd.push(CPUS);
  const noEffect = odd.flatMap((key) => {
    const why = whyNoEffect(key);
    return why === undefined ? [] : [{ key, why }];
  });
  return {
    config,
    ruleSelections: readRuleSelections(tree, origin("rules")),
    appendOutput: readAppendOutput(tree, origin("append_output")),
    plugins: readPlugins(tree, origin("plugins")),
    tree,
    unknown: [...new Set(odd.filter((key) => whyNoEffect(key) === undefined))],
    noEffect,
    file: path,
    files,
    included,
  };
}
