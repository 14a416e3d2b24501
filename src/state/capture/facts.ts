import { EVENTS, type EventInfo } from "../../event/table.js";

/** Enter events that are kept for their exit, and never shown. */
const STORED: ReadonlySet<string> = new Set(["open", "openat", "openat2", "creat", "connect", "execve", "execveat"]);
const CLONES: ReadonlySet<string> = new Set(["clone", "clone3", "fork", "vfork"]);

/** Is it an event of today? */
export const current = (e: EventInfo): boolean => !e.flags.has("OLD_VERSION") && !e.flags.has("UNUSED");

const META: ReadonlySet<string> = new Set([
  "container",
  "useradded",
  "userdeleted",
  "groupadded",
  "groupdeleted",
  "pluginevent",
  "asyncevent",
]);

/** Bits of what there is to know of an event code. */
export const Fact = {
  EXIT: 1,
  USES_FD: 2,
  /** Needs no thread, and makes none. */
  META: 4,
  /** Is looked up in the table, but makes no thread. */
  LOOKUP_ONLY: 8,
  STORED: 16,
  SKIPS: 32,
  EXECVE: 64,
  EXECVEAT: 128,
  VFORK: 256,
  CLONE: 512,
  SWITCH: 1024,
} as const;

function facts(e: EventInfo): number {
  const is = (bit: number, yes: boolean): number => (yes ? bit : 0);
  const tracepoint = e.name === "procexit" || e.name === "switch";
  return (
    is(Fact.EXIT, e.code % 2 === 1) |
    is(Fact.USES_FD, e.flags.has("USES_FD")) |
    is(Fact.META, META.has(e.name)) |
    is(Fact.LOOKUP_ONLY, tracepoint || (e.isExit && CLONES.has(e.name))) |
    is(Fact.STORED, e.code % 2 === 0 && STORED.has(e.name) && isStored(e)) |
    is(Fact.SKIPS, e.flags.has("SKIPPARSERESET")) |
    is(Fact.EXECVE, e.name === "execve") |
    is(Fact.EXECVEAT, e.name === "execveat") |
    is(Fact.VFORK, e.name === "vfork") |
    is(Fact.CLONE, CLONES.has(e.name)) |
    is(Fact.SWITCH, e.name === "switch")
  );
}

/** The enter event beside the newest exit event of its name. */
function isStored(e: EventInfo): boolean {
  const exit = EVENTS[e.code + 1];
  return exit !== undefined && exit.name === e.name && current(exit);
}

/** Bits of {@link Fact} by event code. */
export const FACTS: Uint16Array = Uint16Array.from(EVENTS, facts);
