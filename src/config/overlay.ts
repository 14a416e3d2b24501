import { ConfigError } from "./errors.js";
import type { Tree, TreeMap } from "./tree.js";

type Plain = { [key: string]: unknown };

function isPlain(v: unknown): v is Plain {
  return typeof v === "object" && v !== null && !Array.isArray(v);
}

/**
 * Lay a tree over defaults, keeping to the types of the defaults. A key without a value keeps its default.
 * @param origin where a top-level key comes from, for errors
 * @param skip top-level keys that are read elsewhere
 * @returns keys that the defaults do not have
 * @throws ConfigError
 */
export function overlay(
  base: object,
  over: TreeMap,
  origin: (key: string) => string,
  skip: ReadonlySet<string>,
): string[] {
  const unknown: string[] = [];
  const merge = (into: Plain, from: TreeMap, path: string, where: string): void => {
    for (const [key, value] of from) {
      const name = path === "" ? key : `${path}.${key}`;
      const at = path === "" ? origin(key) : where;
      if (path === "" && skip.has(key)) continue;
      if (!Object.hasOwn(into, key)) {
        unknown.push(name);
        continue;
      }
      if (value === null) continue;
      const have = into[key];
      if (OPEN_MAPS.has(name)) into[key] = textMap(value, at, name);
      else if (!isPlain(have)) into[key] = convert(have, value, at, name);
      else if (value instanceof Map) merge(have, value, name, at);
      else throw new ConfigError(`${at}: ${name} must be a map, not ${describeTree(value)}`);
    }
  };
  merge(base as Plain, over, "", "");
  return unknown;
}

/** A value in a few words, for errors. */
export function describeTree(v: Tree): string {
  if (v === null) return "nothing";
  if (v instanceof Map) return "a map";
  return Array.isArray(v) ? "a list" : JSON.stringify(v);
}

const TRUE = new Set(["true", "yes", "on", "y"]);
const FALSE = new Set(["false", "no", "off", "n"]);

/** A text as a truth value, in YAML's spellings; undefined if it is none. */
export function parseBool(text: string): boolean | undefined {
  const t = text.toLowerCase();
  return TRUE.has(t) ? true : FALSE.has(t) ? false : undefined;
}

function convert(have: unknown, value: Tree, where: string, name: string): unknown {
  if (Array.isArray(have)) return texts(value, where, name);
  if (typeof value !== "string") {
    throw new ConfigError(`${where}: ${name} must be ${KINDS[typeof have] ?? "a text"}, not ${describeTree(value)}`);
  }
  if (typeof have === "boolean") {
    const b = parseBool(value);
    if (b !== undefined) return b;
  } else if (typeof have === "number") {
    const n = Number(value);
    const real = REALS.has(name);
    if (value.trim() !== "" && (real ? Number.isFinite(n) : Number.isInteger(n))) return n;
    if (real) throw new ConfigError(`${where}: ${name} must be a number, not ${describeTree(value)}`);
  } else return value;
  throw new ConfigError(`${where}: ${name} must be ${KINDS[typeof have]}, not ${describeTree(value)}`);
}

/** Numbers that may have a fraction. */
export const REALS: ReadonlySet<string> = new Set([
  "outputs.rate",
  "syscall_event_drops.threshold",
  "syscall_event_drops.rate",
  "syscall_event_drops.max_burst",
]);

/** Maps whose keys are up to the user. */
export const OPEN_MAPS: ReadonlySet<string> = new Set(["static_fields", "http_output.headers"]);

function textMap(value: Tree, where: string, name: string): Record<string, string> {
  if (!(value instanceof Map)) throw new ConfigError(`${where}: ${name} must be a map, not ${describeTree(value)}`);
  return Object.fromEntries(
    [...value].map(([key, v]) => {
      if (v !== null && typeof v !== "string") {
        throw new ConfigError(`${where}: ${name}.${key} must be a text, not ${describeTree(v)}`);
      }
      return [key, v ?? ""];
    }),
  );
}

const KINDS: Readonly<Record<string, string>> = {
  boolean: "true or false",
  number: "a whole number",
  string: "a text",
};

/** A list of texts; one text stands for a list of it alone. */
export function texts(value: Tree, where: string, name: string): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value) && value.every((v) => typeof v === "string")) return value as string[];
  throw new ConfigError(`${where}: ${name} must be a list of texts, not ${describeTree(value)}`);
}
