import { FLAG_TABLES } from "../event/data/flags.js";
import { EVENTS, type EventInfo, type ParamInfo, SYSCALLS } from "../event/table.js";
import type { ListFormat } from "./options.js";
import { SCHEMA_VERSION } from "./versions.js";

interface Entry {
  readonly name: string;
  readonly info: EventInfo;
  readonly available: boolean;
}

/** Headings of the listing, and the category word that puts an event below one. */
const CATEGORIES = [
  ["Syscall events", "SYSCALL"],
  ["Tracepoint events", "TRACEPOINT"],
  ["Plugin events", "PLUGIN"],
  ["Metaevents", "METAEVENT"],
] as const;

const GENERIC = 1;

/** The text of `--list-events`. */
export function eventListing(format: ListFormat): string {
  const groups = grouped();
  if (format === "json") {
    const out: Record<string, unknown> = {};
    for (const [title, entries] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1)))
      out[title] = entries.map(entryJson);
    return `${JSON.stringify({ ...out, schema_version: SCHEMA_VERSION }, undefined, 2)}\n`;
  }
  let out = `The events below are valid for Falco *Schema Version*: ${SCHEMA_VERSION}\n`;
  for (const [title, entries] of groups) {
    out += `## ${title}\n\n`;
    if (format === "markdown") out += "Default | Dir | Name | Params \n:-------|:----|:-----|:-----\n";
    for (const e of entries) out += format === "markdown" ? markdownLine(e) : textLine(e);
    out += "\n";
  }
  return out;
}

function grouped(): Map<string, Entry[]> {
  const left = new Set<number>();
  for (const s of SYSCALLS) {
    if (!s.sets.has("ignored_by_default") || s.exitEvent === GENERIC) continue;
    left.add(s.exitEvent).add(s.exitEvent - 1);
  }
  const groups = new Map<string, Entry[]>(CATEGORIES.map(([title]) => [title, []]));
  for (const info of EVENTS) {
    if (info.code <= GENERIC || info.flags.has("OLD_VERSION") || info.flags.has("UNUSED")) continue;
    const category = CATEGORIES.find(([, word]) => info.categories.includes(word));
    if (category === undefined) continue;
    groups.get(category[0])?.push({ name: info.name, info, available: !left.has(info.code) });
  }
  // system calls without an event of their own; those of other architectures only have no number
  const generic = SYSCALLS.filter((s) => s.exitEvent === GENERIC && (s.x64 >= 0 || s.arm64 >= 0 || s.ia32.length > 0));
  for (const name of [...new Set(generic.map((s) => s.name))].sort()) {
    for (const code of [GENERIC - 1, GENERIC]) {
      groups.get(CATEGORIES[0][0])?.push({ name, info: EVENTS[code] as EventInfo, available: true });
    }
  }
  return groups;
}

function typeName(p: ParamInfo): string {
  return p.type === "DYN" ? "DYNAMIC" : p.type;
}

function flagNames(p: ParamInfo): readonly string[] | undefined {
  if (p.values === undefined || !/^(ENUM)?FLAGS/.test(p.type)) return undefined;
  return FLAG_TABLES[p.values]?.map(([name]) => name);
}

function params(e: Entry, flag: (name: string) => string): string {
  return e.info.params
    .map((p) => {
      const flags = flagNames(p);
      return `${typeName(p)} **${p.name}**${flags === undefined ? "" : `: ${flags.map(flag).join(", ")}`}`;
    })
    .join(", ");
}

function textLine(e: Entry): string {
  return `${e.info.isExit ? "<" : ">"} ${e.name}(${params(e, (f) => f)})\n`;
}

function markdownLine(e: Entry): string {
  const dir = e.info.isExit ? "<" : ">";
  return `${e.available ? "Yes" : "No"} | \`${dir}\` | \`${e.name}\` | ${params(e, (f) => `*${f}*`)}\n`;
}

function entryJson(e: Entry): unknown {
  return {
    available: e.available,
    dir: e.info.isExit ? "<" : ">",
    name: e.name,
    params: e.info.params.map((p) => {
      const flags = flagNames(p);
      return { ...(flags !== undefined && { flags }), name: p.name, type: typeName(p) };
    }),
  };
}
