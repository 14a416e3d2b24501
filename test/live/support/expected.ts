// What test/calls says that events must look like, and the comparison with those that came.
import { LIVE_CALLS, type LiveCall } from "../../../src/event/calls.js";
import type { RawEvent } from "./rawevents.js";

type Expect =
  | { readonly int: string }
  | { readonly text: string }
  | { readonly hex: string }
  | { readonly empty: true }
  | { readonly positive: true }
  | { readonly any: true };

/** One line of the tool: an event that must have come. */
export interface Wanted {
  /** Name of the call, or `#` and its number. */
  readonly call: string;
  readonly tid: number;
  readonly params: readonly Expect[];
  /** Path in the event's annex. */
  readonly file?: string;
  /** Flag bits of the record. */
  readonly flags?: number;
  readonly cannot?: undefined;
}

/** A line that says what cannot be tried here. */
export interface Cannot {
  readonly cannot: string;
  readonly why: string;
}

/** Reads the tool's output. */
export function readLines(stdout: string): (Wanted | Cannot)[] {
  return stdout
    .split("\n")
    .filter((l) => l !== "")
    .map((l) => JSON.parse(l) as Wanted | Cannot);
}

function number(b: Buffer): bigint {
  return BigInt(`0x${Buffer.from(b).reverse().toString("hex") || "0"}`);
}

function holds(e: Expect, got: Buffer | undefined): boolean {
  if (got === undefined) return false;
  if ("any" in e) return true;
  if ("empty" in e) return got.length === 0;
  if ("hex" in e) return got.toString("hex") === e.hex;
  if ("text" in e) return got.length > 0 && got.toString() === `${e.text}\0`;
  if ("positive" in e) return number(got) > 0n;
  // an expected number is cut to the parameter's width, as the kernel side cuts it
  return got.length > 0 && BigInt.asUintN(8 * got.length, BigInt(e.int)) === number(got);
}

/** The call that a line is about. */
export function callOf(w: Wanted): LiveCall | undefined {
  const nr = w.call.startsWith("#") ? Number(w.call.slice(1)) : -1;
  return LIVE_CALLS.find((c) => (nr >= 0 ? c.slot === nr : c.name === w.call));
}

function show(b: Buffer | undefined): string {
  if (b === undefined) return "missing";
  const n = b.length <= 8 && b.length > 0 ? ` = ${BigInt.asIntN(8 * b.length, number(b))}` : "";
  return `${b.toString("hex") || "empty"}${n}${b.length > 4 ? ` ${JSON.stringify(b.toString("latin1"))}` : ""}`;
}

/** The first differences of an event from what it should be; empty if it is that. */
function differences(w: Wanted, call: LiveCall, e: RawEvent): string[] {
  const out: string[] = [];
  if (e.params.length !== w.params.length) out.push(`${e.params.length} parameters instead of ${w.params.length}`);
  w.params.forEach((p, i) => {
    if (!holds(p, e.params[i])) {
      out.push(`${call.event.params[i]?.name}: wanted ${JSON.stringify(p)}, got ${show(e.params[i])}`);
    }
  });
  if (w.call.startsWith("#") && e.params[0]?.readUInt16LE() !== call.sys.ppmSc) {
    out.push(`code ${e.params[0]?.readUInt16LE()} instead of ${call.sys.ppmSc}`);
  }
  if (w.file !== undefined && !e.files.includes(w.file))
    out.push(`file ${w.file}, got ${e.files.join(", ") || "none"}`);
  if (w.flags !== undefined && (e.flags & w.flags) !== w.flags) out.push(`flags ${e.flags}`);
  return out;
}

/**
 * Finds the event that a line wants and takes it out of `events`.
 *
 * @returns undefined if it is there, else what is wrong with the one that comes closest
 */
export function takeEvent(w: Wanted, events: RawEvent[]): string | undefined {
  const call = callOf(w);
  if (call === undefined) return `no call is named ${w.call}`;
  let closest: string[] | undefined;
  for (const [i, e] of events.entries()) {
    if (e.type !== call.event.code || (e.tid !== w.tid && e.tgid !== w.tid)) continue;
    const d = differences(w, call, e);
    if (d.length === 0) {
      events.splice(i, 1);
      return undefined;
    }
    if (closest === undefined || d.length < closest.length) closest = d;
  }
  return closest === undefined ? `no ${call.event.name} event (code ${call.event.code}) came` : closest.join("; ");
}
