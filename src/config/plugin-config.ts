import { resolve, sep } from "node:path";
import { ConfigError } from "./errors.js";
import { parseBool } from "./overlay.js";
import type { Tree } from "./tree.js";

/** Where plugins are that are named without a folder. */
export const PLUGINS_DIR = "/usr/share/falco/plugins";

/** Full path of a plugin's library. A relative one must not leave the plugins' folder. @throws ConfigError */
export function pluginPath(path: string, where: string): string {
  if (path.startsWith("/")) return path;
  const full = resolve(PLUGINS_DIR, path);
  if (!full.startsWith(PLUGINS_DIR + sep)) {
    throw new ConfigError(
      `${where}: library_path '${path}' leads out of ${PLUGINS_DIR}: write the full path if that is meant`,
    );
  }
  return full;
}

/** What a plugin is given as its configuration: a map as compact JSON, anything else as it is. */
export function initConfig(value: Tree): string {
  if (typeof value === "string") return value;
  return value instanceof Map ? json(value) : "";
}

const INT = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)$/;
const REAL = /^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/;
const INT_MAX = 2 ** 31;

/** Plugins are used to Falco's conversion: what looks like a number or a truth value is one, in quotes or not. */
function json(value: Tree): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return `[${value.map(json).join(",")}]`;
  if (value instanceof Map) {
    const pairs = [...value].sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${pairs.map(([k, v]) => `${JSON.stringify(k)}:${json(v)}`).join(",")}}`;
  }
  const int = parseInteger(value);
  if (int !== undefined && int >= -INT_MAX && int < INT_MAX) return String(int);
  if (int !== undefined || REAL.test(value)) {
    const n = int ?? Number(value);
    return Number.isInteger(n) && Math.abs(n) < 1e15 ? `${n}.0` : String(n);
  }
  const bool = parseBool(value);
  return bool === undefined ? JSON.stringify(value) : String(bool);
}

/** A whole number in YAML 1.1's spellings (decimal, octal with a leading 0, hexadecimal); undefined if it is none. */
export function parseInteger(text: string): number | undefined {
  if (!INT.test(text)) return undefined;
  const negative = text.startsWith("-");
  const digits = text.replace(/^[-+]/, "");
  const n = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return negative ? -n : n;
}
