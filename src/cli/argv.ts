import { nearest } from "../rules/nearest.js";
import { UsageError } from "./errors.js";

/** One flag of a command. */
export interface FlagDef {
  /** Key under which its value is kept. */
  readonly key: string;
  /** One letter, without dash. */
  readonly short?: string;
  /** Without dashes. */
  readonly long?: string;
  /** What its value is called; a flag without one is a switch. */
  readonly value?: string;
  /** Words that its value may be, for completion; `key` = a key of the configuration. */
  readonly words?: readonly string[] | "key";
  /** The value may be left out, and is then this; it can only be given after `=`. */
  readonly implicit?: string;
  /** May be given several times; the values add up. */
  readonly many?: boolean;
  readonly help: string;
}

/** What a command line says: switches that are on, values, and what is no flag. */
export class Parsed {
  readonly values = new Map<string, string[]>();
  readonly rest: string[] = [];

  has(key: string): boolean {
    return this.values.has(key);
  }

  /** Is a switch on? */
  on(key: string): boolean {
    return this.values.get(key)?.at(-1) === "true";
  }

  /** The last value given. */
  last(key: string): string | undefined {
    return this.values.get(key)?.at(-1);
  }

  all(key: string): readonly string[] {
    return this.values.get(key) ?? [];
  }

  set(def: FlagDef, value: string): void {
    const have = this.values.get(def.key);
    if (have !== undefined && def.many === true) have.push(value);
    else this.values.set(def.key, [value]);
  }
}

/**
 * Take a command line apart as Falco does: `-x VAL`, `-xVAL`, `--long VAL`, `--long=VAL`, switches bundled as `-Lv`;
 * `--` ends the flags.
 * @throws UsageError
 */
export function parseArgv(argv: readonly string[], defs: readonly FlagDef[]): Parsed {
  const out = new Parsed();
  for (let i = 0; i < argv.length; i++) {
    const arg = argv[i] as string;
    if (arg === "--") {
      out.rest.push(...argv.slice(i + 1));
      break;
    }
    const next = (): string | undefined => argv[++i];
    if (arg.startsWith("--")) long(arg.slice(2), next, defs, out);
    else if (arg.startsWith("-") && arg.length > 1) short(arg.slice(1), next, defs, out);
    else out.rest.push(arg);
  }
  return out;
}

function long(text: string, next: () => string | undefined, defs: readonly FlagDef[], out: Parsed): void {
  const eq = text.indexOf("=");
  const name = eq < 0 ? text : text.slice(0, eq);
  const def = defs.find((d) => (name.length === 1 ? d.short === name : d.long === name));
  if (def === undefined) throw unknown(name, defs);
  if (eq >= 0) out.set(def, def.value === undefined ? switchValue(name, text.slice(eq + 1)) : text.slice(eq + 1));
  else out.set(def, takeValue(def, name, next));
}

function short(letters: string, next: () => string | undefined, defs: readonly FlagDef[], out: Parsed): void {
  for (let k = 0; k < letters.length; k++) {
    const name = letters[k] as string;
    const def = defs.find((d) => d.short === name);
    if (def === undefined) throw unknown(name, defs);
    const more = letters.slice(k + 1);
    if (def.value !== undefined && def.implicit === undefined && more !== "") {
      out.set(def, more);
      return;
    }
    out.set(def, takeValue(def, name, next));
  }
}

function takeValue(def: FlagDef, name: string, next: () => string | undefined): string {
  if (def.value === undefined) return "true";
  if (def.implicit !== undefined) return def.implicit;
  const value = next();
  if (value === undefined) {
    throw new UsageError(`Option ‘${name}’ is missing an argument: ${dashed(name)} <${def.value}>`);
  }
  return value;
}

function switchValue(name: string, text: string): string {
  if (/^(t|true|True|1)$/.test(text)) return "true";
  if (/^(f|false|False|0)$/.test(text)) return "false";
  throw new UsageError(`Argument ‘${text}’ failed to parse: ${dashed(name)} is a switch, true or false`);
}

function unknown(name: string, defs: readonly FlagDef[]): UsageError {
  const known = defs.flatMap((d) => (d.long === undefined ? [] : [d.long]));
  return new UsageError(`Option ‘${name}’ does not exist${didYouMean(nearest(name, known).map(dashed))}`);
}

/** A flag with its dashes. */
export function dashed(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`;
}

/** Suggestions as the end of a sentence. */
export function didYouMean(names: readonly string[]): string {
  return names.length === 0 ? "" : `. Did you mean ${names.join(" or ")}?`;
}
