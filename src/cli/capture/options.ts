import { resolve } from "node:path";
import { Condition } from "../../capture/inspector-filter.js";
import type { CaptureOptions } from "../../capture/session.js";
import type { FileSink } from "../../capture/write/sink.js";
import type { FieldRegistry } from "../../fields/field.js";
import { TemplateError } from "../../fields/format.js";
import { EventFormatter } from "../../fields/formatter.js";
import { FilterError } from "../../filter/error.js";
import { RE2 } from "../../filter/re2.js";
import type { Parsed } from "../argv.js";
import { UsageError } from "../errors.js";

/** The tools need no plugin to keep its events: to them these are of a source without a name. */
export const ANY_PLUGIN: Pick<CaptureOptions, "pluginSource"> = { pluginSource: () => "" };

/**
 * A flag's value as a number above zero; undefined if it is not given.
 * @throws UsageError
 */
export function positive(flags: Parsed, key: string, what: string): number | undefined {
  const text = flags.last(key);
  if (text === undefined) return undefined;
  const n = Number(text);
  if (text.trim() === "" || !Number.isFinite(n) || n <= 0)
    throw new UsageError(`--${key} wants ${what}, a number above 0; it is '${text}'`);
  return n;
}

/** As {@link positive}, for whole numbers. */
export function whole(flags: Parsed, key: string, what: string): number | undefined {
  const n = positive(flags, key, what);
  if (n !== undefined && !Number.isInteger(n))
    throw new UsageError(`--${key} wants ${what}, a whole number; it is '${flags.last(key)}'`);
  return n;
}

/** The one file that a command works on. */
export function oneFile(flags: Parsed, command: string): string {
  const [file, ...more] = flags.rest;
  if (file === undefined) throw new UsageError(`saker capture ${command} needs a capture file, or - for stdin`);
  if (more.length > 0) throw new UsageError(`saker capture ${command} works on one file; '${more[0]}' is one too many`);
  return file;
}

/**
 * The file that is written.
 * @param inputs files that are read
 */
export function outputFile(flags: Parsed, command: string, inputs: readonly string[]): string {
  const out = flags.last("output");
  if (out === undefined) throw new UsageError(`saker capture ${command} needs -o FILE: where to write to`);
  if (out !== "-" && inputs.some((i) => resolve(i) === resolve(out)))
    throw new UsageError(`${out} is read while it would be written: choose another file for -o`);
  return out;
}

/** Open a file for writing; what goes wrong is told as the user's affair. */
export async function openOutput(name: string, open: () => Promise<FileSink>): Promise<FileSink> {
  try {
    return await open();
  } catch (e) {
    throw new UsageError(`cannot write ${name}: ${(e as Error).message}`);
  }
}

/**
 * The condition of --filter; undefined if there is none.
 * @throws UsageError that points at what is wrong
 */
export function filterOf(flags: Parsed, registry: FieldRegistry): Condition | undefined {
  const text = flags.last("filter");
  if (text === undefined) return undefined;
  try {
    return new Condition(text, { registry, regex: RE2, eventNames: undefined });
  } catch (e) {
    if (!(e instanceof FilterError)) throw e;
    throw new UsageError(`--filter: ${e.message}${pointed(text, e.span.start, e.suggestions)}`);
  }
}

/**
 * A format of lines.
 * @throws UsageError that points at what is wrong
 */
export function formatOf(text: string, registry: FieldRegistry): EventFormatter {
  try {
    return new EventFormatter(text, registry, false);
  } catch (e) {
    if (!(e instanceof TemplateError)) throw e;
    throw new UsageError(`--print: ${e.message}${pointed(text, e.offset, e.near)}`);
  }
}

/** The text, a caret under what is wrong with it, and what may have been meant. */
function pointed(text: string, at: number, near: readonly string[]): string {
  const line = text.replaceAll(/\s/g, " ");
  return `\n  ${line}\n  ${" ".repeat(at)}^${near.length === 0 ? "" : `\nDid you mean ${near.join(" or ")}?`}`;
}

/** ns since the epoch as a date with all its digits. */
export function isoTime(ns: bigint): string {
  if (ns === 0n) return "-";
  const s = new Date(Number(ns / 1_000_000n)).toISOString();
  return `${s.slice(0, 19)}.${String(ns % 1_000_000_000n).padStart(9, "0")}Z`;
}
