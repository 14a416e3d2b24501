import { events, filter } from "../../src/index.js";
import { attempt, type Case, type Judge, same } from "./judge.js";

interface EventsCase extends Case {
  readonly filter: string;
  readonly events?: "all" | readonly string[] | { readonly all_except: readonly string[] };
  readonly error?: boolean;
}

const ALL = [...events.allEvents()];

function find(text: string): number[] {
  const codes = filter.eventsOfCondition(filter.parseCondition(text, filter.FILTER_DEPTH));
  return ALL.filter((c) => codes.has(c));
}

/** Events on which a condition can hold. */
function evttypes(c: EventsCase): string | undefined {
  const r = attempt(() => find(c.filter));
  if ("error" in r) {
    if (!(r.error instanceof filter.FilterError)) return `throws ${r.error.name}: ${r.error.message}`;
    return c.error ? undefined : `throws ${r.error.message}`;
  }
  if (c.error) return "is accepted";
  if (c.events === undefined) return undefined;
  return same(r.value, c.events === "all" ? ALL : wanted(c.events));
}

function wanted(e: Exclude<EventsCase["events"], "all" | undefined>): number[] {
  if (!("all_except" in e)) return ALL.filter((c) => e.includes(nameOf(c)));
  return ALL.filter((c) => !e.all_except.includes(nameOf(c)));
}

function nameOf(code: number): string {
  return events.EVENTS[code]?.name ?? "";
}

function equal(c: Case & { readonly filter_a: string; readonly filter_b: string }): string | undefined {
  return same(find(c.filter_a), find(c.filter_b));
}

/** Kinds of cases about the events of a condition. */
export const EVENTS_JUDGES: Readonly<Record<string, Judge<never>>> = { evttypes, evttypes_equal: equal };
