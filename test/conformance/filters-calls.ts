import { readFileSync } from "node:fs";
import { join } from "node:path";
import { concatenatePaths, decodeText, events } from "../../src/index.js";
import { type TextJson, toBytes } from "./bytes.js";
import { type Case, type Judge, same } from "./judge.js";

// Cases that are nested calls of upstream's functions on event sets, system call sets and text.

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

interface CallCase extends Case {
  readonly call: Json;
  readonly eq?: Json;
  readonly gt?: number;
  readonly lt?: number;
  readonly superset_of?: Json;
  readonly subset_of?: Json;
}

type Value = unknown;
type Codes = ReadonlySet<number>;
type Names = ReadonlySet<string>;

const flag = (name: string) => (code: number) => events.EVENTS[code]?.flags.has(name) === true;
const category = (name: string) => (code: number) => events.EVENTS[code]?.categories.includes(name) === true;

/** Upstream's functions by the product's. Event codes are numbers, system calls go by name. */
const FUNCTIONS: Readonly<Record<string, (...args: never[]) => Value>> = {
  all_event_set: events.allEvents,
  all_sc_set: events.allSyscalls,
  event_set_to_names: (codes: Codes, generic?: boolean) => events.namesOfEvents(codes, generic),
  names_to_event_set: (names: Names) => events.eventsNamed(names),
  event_set_to_sc_set: (codes: Codes) => events.syscallsOfEvents(codes),
  sc_set_to_event_set: (calls: Names) => events.eventsOfSyscalls(calls),
  sc_set_to_sc_names: (calls: Names) => events.syscallsNamed(calls),
  sc_names_to_sc_set: (names: Names) => events.syscallsNamed(names),
  event_names_to_sc_set: (names: Names) => events.syscallsOfEventNames(names),
  sc_set_to_event_names: (calls: Names) => events.eventNamesOfSyscalls(calls),
  sinsp_state_sc_set: () => events.syscallsIn("state"),
  sinsp_state_event_set: events.stateEvents,
  enforce_simple_sc_set: (calls?: Names) => events.withBasicSyscalls(calls),
  sinsp_repair_state_sc_set: (calls: Names) => events.withNeededSyscalls(calls),
  io_sc_set: () => events.syscallsIn("io"),
  io_other_sc_set: () => events.syscallsIn("io_other"),
  file_sc_set: () => events.syscallsIn("file"),
  net_sc_set: () => events.syscallsIn("net"),
  proc_sc_set: () => events.syscallsIn("proc"),
  sys_sc_set: () => events.syscallsIn("sys"),
  info: (code: number) => events.EVENTS[code],
  is_generic: events.isGenericEvent,
  is_unused_event: flag("UNUSED"),
  is_skip_parse_reset_event: flag("SKIPPARSERESET"),
  is_old_version_event: flag("OLD_VERSION"),
  is_syscall_event: category("SYSCALL"),
  is_tracepoint_event: category("TRACEPOINT"),
  is_metaevent: category("METAEVENT"),
  is_iter_event: category("ITER"),
  is_plugin_event: category("PLUGIN"),
  is_unknown_event: category("UNKNOWN"),
  unordered_set_intersection: (a: Names, b: Names) => new Set([...a].filter((x) => b.has(x))),
  unordered_set_union: (a: Names, b: Names) => new Set([...a, ...b]),
  unordered_set_difference: (a: Names, b: Names) => new Set([...a].filter((x) => !b.has(x))),
  ".size": (v: { readonly size?: number; readonly length?: number }) => v.size ?? v.length,
  ".empty": (v: { readonly size?: number; readonly length?: number }) => (v.size ?? v.length) === 0,
  ".contains": (v: ReadonlySet<unknown>, x: unknown) => v.has(x),
  ".intersect": (a: Names, b: Names) => new Set([...a].filter((x) => b.has(x))),
  ".merge": (a: Names, b: Names) => new Set([...a, ...b]),
  ".diff": (a: Names, b: Names) => new Set([...a].filter((x) => !b.has(x))),
  ".name": (v: { readonly name: string }) => v.name,
  ".category": (v: events.EventInfo) => v.categories,
  ".flags": (v: events.EventInfo) => v.flags,
  ".nparams": (v: events.EventInfo) => v.params.length,
  ".params": (v: events.EventInfo) => v.params,
  "[]": (v: readonly unknown[], i: number) => v[i],
  concatenate_paths: (base: TextJson, path: TextJson) => concatenatePaths(toBytes(base), toBytes(path)),
  sanitize: (text: TextJson) => decoded(toBytes(text)),
  sinsp_split: (text: string | readonly [string, number], delimiter: number) => split(text, delimiter),
};

function decoded(bytes: Uint8Array): string {
  return decodeText(bytes, 0, bytes.length);
}

/** Split text that may come with its length in bytes, as a pair. */
function split(text: string | readonly [string, number], delimiter: number): string[] {
  const whole = typeof text === "string" ? text : text[0].slice(0, text[1]);
  return whole === "" ? [] : whole.split(String.fromCharCode(delimiter));
}

/** Judges calls; upstream's names of event codes are looked up in the corpus's own event table. */
export function callJudges(corpus: string): Readonly<Record<string, Judge<never>>> {
  const file = join(corpus, "filters", "event_table.json");
  const table = JSON.parse(readFileSync(file, "utf8")) as { events: Record<string, { code: number }> };
  const codes = new Map(Object.entries(table.events).map(([name, e]) => [name, e.code]));
  const constant = (text: string): Value => {
    if (text === "PPM_EVENT_MAX") return codes.size;
    if (text.startsWith("PPM_SC_")) return text.slice("PPM_SC_".length).toLowerCase();
    return codes.get(text) ?? text;
  };
  const value = (j: Json): Value => {
    if (typeof j === "string") return constant(j);
    if (Array.isArray(j)) return j.map(value);
    if (j === null || typeof j !== "object") return j;
    const o = j as { readonly [key: string]: Json };
    if (Array.isArray(o.set)) return new Set(o.set.map(value));
    if (typeof o.fn !== "string") return o;
    const f = Object.hasOwn(FUNCTIONS, o.fn) ? FUNCTIONS[o.fn] : undefined;
    if (f === undefined) throw new Error(`there is no function ${o.fn}`);
    return (f as (...args: unknown[]) => Value)(...((o.args ?? []) as Json[]).map(value));
  };
  const call = (c: CallCase): string | undefined => {
    const got = value(c.call);
    if (c.eq !== undefined) return compare(got, value(c.eq));
    if (c.gt !== undefined) return Number(got) > c.gt ? undefined : `${String(got)} is not above ${c.gt}`;
    if (c.lt !== undefined) return Number(got) < c.lt ? undefined : `${String(got)} is not below ${c.lt}`;
    if (c.superset_of !== undefined) return holds(got as Names, value(c.superset_of) as Names);
    if (c.subset_of !== undefined) return holds(value(c.subset_of) as Names, got as Names);
    return "the case expects nothing";
  };
  return { call };
}

function holds(all: ReadonlySet<unknown>, part: ReadonlySet<unknown>): string | undefined {
  const lacking = [...part].filter((x) => !all.has(x));
  return lacking.length === 0 ? undefined : `lacks ${lacking.join(", ")}`;
}

function compare(got: Value, want: Value): string | undefined {
  if (got instanceof Set && want instanceof Set) {
    const more = [...got].filter((x) => !want.has(x));
    const less = [...want].filter((x) => !got.has(x));
    if (more.length === 0 && less.length === 0) return undefined;
    return `unwanted: ${more.join(", ") || "none"}; lacking: ${less.join(", ") || "none"}`;
  }
  if (got instanceof Uint8Array) {
    const bytes = Buffer.from(toBytes(want as TextJson)).toString("hex");
    return same(Buffer.from(got).toString("hex"), bytes);
  }
  return same(got, want);
}
