import { ConfigError } from "./errors.js";
import { describeTree, parseBool, texts } from "./overlay.js";
import { initConfig, pluginPath } from "./plugin-config.js";
import type { Tree, TreeMap } from "./tree.js";

/** One entry of `rules`: rules to enable or disable after loading, by name (with `*`), by tag, or both in turn. */
export interface RuleSelection {
  readonly enable: boolean;
  /** `rule` is a part of names rather than a pattern of whole ones (`-D`). */
  readonly part?: boolean;
  readonly rule: string;
  readonly tag: string;
}

/** One entry of `append_output`: what to add to the output of the rules that it matches. */
export interface AppendOutput {
  readonly source: string;
  readonly rule: string;
  /** A rule must have all of them. */
  readonly tags: readonly string[];
  /** Format that is appended to the output. */
  readonly extraOutput: string;
  /** Fields added to output_fields as they are. */
  readonly rawFields: readonly string[];
  /** Keys added to output_fields, each with its format. */
  readonly formattedFields: readonly (readonly [key: string, format: string])[];
  readonly suggestedOutput: boolean;
}

/** One entry of `plugins`. */
export interface PluginConfig {
  readonly name: string;
  readonly libraryPath: string;
  /** As the plugin gets it: JSON if a map is configured, else the text. */
  readonly initConfig: string;
  readonly openParams: string;
}

/** Elements of a list-valued key. Like Falco, a map in its place counts as no list at all. */
function items(tree: TreeMap, key: string): readonly Tree[] {
  const value = tree.get(key) ?? null;
  return Array.isArray(value) ? value : typeof value === "string" ? [value] : [];
}

function text(map: TreeMap, key: string): string {
  const v = map.get(key);
  return typeof v === "string" ? v : "";
}

/** @throws ConfigError */
export function readRuleSelections(tree: TreeMap, where: string): RuleSelection[] {
  return items(tree, "rules").map((item) => {
    const enable = item instanceof Map && item.has("enable");
    const what = item instanceof Map ? item.get(enable ? "enable" : "disable") : undefined;
    const rule = what instanceof Map ? text(what, "rule") : "";
    const tag = what instanceof Map ? text(what, "tag") : "";
    if (rule === "" && tag === "") {
      const right = 'enable or disable, with a rule or a tag below it, e.g. - disable: {rule: "Terminal *"}';
      throw new ConfigError(`${where}: an entry of rules must be ${right}`);
    }
    return { enable, rule, tag };
  });
}

/** @throws ConfigError */
export function readAppendOutput(tree: TreeMap, where: string): AppendOutput[] {
  return items(tree, "append_output").map((item) => {
    if (!(item instanceof Map)) {
      throw new ConfigError(`${where}: an entry of append_output must be a map, not ${describeTree(item)}`);
    }
    const match = item.get("match");
    const by: TreeMap = match instanceof Map ? match : new Map();
    const tags = by.get("tags");
    const suggested = item.get("suggested_output");
    const on = typeof suggested === "string" ? parseBool(suggested) : false;
    if (on === undefined) {
      throw new ConfigError(`${where}: append_output's suggested_output must be true or false`);
    }
    return {
      source: text(by, "source"),
      rule: text(by, "rule"),
      tags: Array.isArray(tags) ? texts(tags, where, "append_output's tags") : [],
      extraOutput: text(item, "extra_output"),
      ...extraFields(item.get("extra_fields") ?? null, where),
      suggestedOutput: on,
    };
  });
}

function extraFields(value: Tree, where: string): Pick<AppendOutput, "rawFields" | "formattedFields"> {
  const rawFields: string[] = [];
  const formattedFields: [string, string][] = [];
  const wrong = (): ConfigError =>
    new ConfigError(
      `${where}: append_output's extra_fields are a list of fields and of maps {key: format}, each key once`,
    );
  if (value !== null && !Array.isArray(value)) throw wrong();
  const taken = new Set<string>();
  for (const f of value ?? []) {
    const [key, format] = f instanceof Map && f.size === 1 ? ([...f][0] as [string, Tree]) : [f, undefined];
    if (typeof key !== "string" || (format !== undefined && typeof format !== "string")) throw wrong();
    // the same plain field twice is harmless
    if (taken.has(key) && !(format === undefined && rawFields.includes(key))) throw wrong();
    taken.add(key);
    if (format !== undefined) formattedFields.push([key, format]);
    else if (!rawFields.includes(key)) rawFields.push(key);
  }
  return { rawFields, formattedFields };
}

/** The plugins to load, in order: those that `load_plugins` names, or all. @throws ConfigError */
export function readPlugins(tree: TreeMap, where: string): PluginConfig[] {
  const all = items(tree, "plugins").map((item) => {
    const name = item instanceof Map ? text(item, "name") : "";
    const libraryPath = item instanceof Map ? text(item, "library_path") : "";
    if (!(item instanceof Map) || name === "" || libraryPath === "") {
      throw new ConfigError(`${where}: could not load plugins config: an entry of plugins needs name and library_path`);
    }
    return {
      name,
      libraryPath: pluginPath(libraryPath, where),
      initConfig: initConfig(item.get("init_config") ?? null),
      openParams: text(item, "open_params").trim(),
    };
  });
  if (!tree.has("load_plugins")) return all;
  return items(tree, "load_plugins").map((name) => {
    const found = all.find((p) => p.name === name);
    if (found === undefined) {
      throw new ConfigError(`Cannot load plugin '${String(name)}': plugin config not found for given name`);
    }
    return found;
  });
}
