import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expandEnv } from "./env.js";
import { ConfigError } from "./errors.js";
import { parseKey, setKey } from "./path.js";
import { mapTexts, parseTree, type Tree, type TreeMap } from "./tree.js";

const INCLUDES = "config_files";

/** A configuration put together from its files and options. */
export interface ConfigTree {
  readonly tree: TreeMap;
  /** The main file, if any, and what it includes, in order. */
  readonly files: readonly string[];
  /** What `config_files` names, as written, whether it is there or not. */
  readonly included: readonly string[];
  /** Where a top-level key got its value from last: a file, or `-o KEY=VALUE`. */
  origin(key: string): string;
}

/**
 * The main file, then the files it includes (`config_files`), then the `-o` options.
 * @param text what stands in the main file; without it, it is read
 * @throws ConfigError
 */
export function readConfigTree(file: string | undefined, options: readonly string[], text?: string): ConfigTree {
  const origins = new Map<string, string>();
  const tree = file === undefined ? new Map() : text === undefined ? readFile(file) : readText(text, file);
  for (const key of tree.keys()) origins.set(key, file ?? "");
  const files = file === undefined ? [] : [file];
  const apply = (option: string): void => void origins.set(applyOption(tree, option), `-o ${option}`);
  // options that name further files come before those files are read, and again after
  for (const o of options) if (o.startsWith(INCLUDES)) apply(o);
  const list = includes(tree, file);
  for (const { path, strategy } of list) {
    for (const included of expandPath(path, file)) {
      files.push(included);
      for (const key of include(tree, readFile(included), strategy, included)) origins.set(key, included);
    }
  }
  for (const o of options) apply(o);
  const included = list.map((i) => i.path);
  return { tree, files, included, origin: (key) => origins.get(key) ?? file ?? "the defaults" };
}

function readFile(path: string): TreeMap {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (e) {
    const missing = (e as NodeJS.ErrnoException).code === "ENOENT";
    if (missing) throw new ConfigError(`Could not find configuration file at ${path}`);
    throw new ConfigError(`cannot read the configuration file ${path}: ${(e as Error).message}`);
  }
  return readText(text, path);
}

function readText(text: string, path: string): TreeMap {
  const tree = mapTexts(parseTree(text, path), (t) => expandEnv(t));
  if (tree === null) return new Map();
  if (!(tree instanceof Map)) throw new ConfigError(`${path}: the configuration must be a map of keys`);
  return tree;
}

type Strategy = "append" | "override" | "add-only";

function includes(tree: TreeMap, main: string | undefined): { path: string; strategy: Strategy }[] {
  const value = tree.get(INCLUDES) ?? [];
  const items = Array.isArray(value) ? value : typeof value === "string" ? [value] : [];
  return items.map((item) => {
    if (typeof item === "string") return { path: item, strategy: "append" };
    const path = item instanceof Map ? item.get("path") : undefined;
    if (!(item instanceof Map) || typeof path !== "string") {
      throw new ConfigError(`${main ?? "-o"}: an entry of ${INCLUDES} is a path, or a map with a path and a strategy`);
    }
    const strategy = item.get("strategy");
    return { path, strategy: strategy === "override" || strategy === "add-only" ? strategy : "append" };
  });
}

/** The file itself, or the files of a directory by name; nothing if there is no such path. */
function expandPath(path: string, main: string | undefined): string[] {
  if (path === main) {
    throw new ConfigError(
      `Config error: '${INCLUDES}' directive tried to recursively include main config file: ${path}.`,
    );
  }
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .map((name) => join(path, name))
    .filter((f) => statSync(f, { throwIfNoEntry: false })?.isFile() === true)
    .sort();
}

function include(tree: TreeMap, more: TreeMap, strategy: Strategy, file: string): string[] {
  const changed: string[] = [];
  for (const [key, value] of more) {
    if (key === INCLUDES)
      throw new ConfigError(`Config error: '${INCLUDES}' directive in included config file ${file}.`);
    const have = tree.get(key);
    if (strategy === "add-only" && tree.has(key)) continue;
    const both = strategy === "append" && Array.isArray(value) && Array.isArray(have);
    tree.set(key, both ? [...have, ...value] : value);
    changed.push(key);
  }
  return changed;
}

/** Apply one `-o`; gives the top-level key. */
function applyOption(tree: TreeMap, option: string): string {
  const eq = option.indexOf("=");
  if (eq <= 0) {
    throw new ConfigError(
      `Error parsing config option "${option}". Must be of the form key=val or key.subkey=val: ` +
        `-o ${option} has the wrong form, -o key=value, e.g. -o json_output=true, is right`,
    );
  }
  const key = option.slice(0, eq);
  const text = option.slice(eq + 1);
  const value: Tree = text.startsWith("{") && text.endsWith("}") ? parseTree(text, `-o ${option}`) : text;
  try {
    const steps = parseKey(key);
    setKey(tree, steps, value);
    const first = steps[0];
    return first !== undefined && first !== "append" && "name" in first ? first.name : key;
  } catch (e) {
    throw new ConfigError(`Config error at key "${key}": ${(e as Error).message}`);
  }
}
