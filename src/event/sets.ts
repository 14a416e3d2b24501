import { SHARED_EVENTS } from "./data/shared-events.js";
import { EVENTS, eventCodes, SYSCALLS, type SyscallInfo, syscallNamed } from "./table.js";

// Sets of event codes and of system calls (by name; the tracepoints count as calls), and the ways between them.

/** Codes of the event that stands for every call without an event of its own. */
export const GENERIC_CODES: readonly number[] = eventCodes("syscall");

/** Does this event stand for calls without an event of their own? */
export function isGenericEvent(code: number): boolean {
  return GENERIC_CODES.includes(code);
}

/** Codes of the events of a call, all versions; the generic pair if it has none of its own. */
export function eventsOfSyscall(call: SyscallInfo): readonly number[] {
  const shared = SHARED_EVENTS[call.name];
  if (shared !== undefined) return shared;
  if (isGenericEvent(call.exitEvent)) return GENERIC_CODES;
  return eventCodes(EVENTS[call.exitEvent]?.name ?? "");
}

const callsByEvent = new Map<number, string[]>();
for (const call of SYSCALLS) {
  for (const code of eventsOfSyscall(call)) {
    const list = callsByEvent.get(code);
    if (list === undefined) callsByEvent.set(code, [call.name]);
    else list.push(call.name);
  }
}

/** Every event code. */
export function allEvents(): Set<number> {
  return new Set(EVENTS.keys());
}

/** Every call. */
export function allSyscalls(): Set<string> {
  return new Set(SYSCALLS.map((s) => s.name));
}

/** Those of the names that are calls. */
export function syscallsNamed(names: Iterable<string>): Set<string> {
  return new Set([...names].filter((n) => syscallNamed(n) !== undefined));
}

/** Calls that give rise to the events. */
export function syscallsOfEvents(codes: Iterable<number>): Set<string> {
  return new Set([...codes].flatMap((c) => callsByEvent.get(c) ?? []));
}

/** Events, in all versions, that the calls give rise to. */
export function eventsOfSyscalls(calls: Iterable<string>): Set<number> {
  const out = new Set<number>();
  for (const name of calls) {
    const call = syscallNamed(name);
    if (call !== undefined) for (const c of eventsOfSyscall(call)) out.add(c);
  }
  return out;
}

/** Events that go by one of the names; the generic pair if a name is that of a call but of no event. */
export function eventsNamed(names: Iterable<string>): Set<number> {
  const out = new Set<number>();
  for (const name of names) {
    const codes = eventCodes(name).filter((c) => !isGenericEvent(c));
    if (codes.length > 0) for (const c of codes) out.add(c);
    else if (syscallNamed(name) !== undefined) for (const c of GENERIC_CODES) out.add(c);
  }
  return out;
}

/**
 * Names of events.
 * @param generic with the generic event also give the names of all calls that it stands for
 */
export function namesOfEvents(codes: Iterable<number>, generic = true): Set<string> {
  const out = new Set<string>();
  for (const code of codes) {
    if (!isGenericEvent(code)) out.add((EVENTS[code] as (typeof EVENTS)[number]).name);
    else if (generic) for (const n of callsByEvent.get(code) ?? []) out.add(n);
  }
  return out;
}

/** Calls that evt.type knows by one of the names: those of the events of that name, or the call itself. */
export function syscallsOfEventNames(names: Iterable<string>): Set<string> {
  const wanted = new Set(names);
  const codes = eventsNamed(wanted);
  const generic = GENERIC_CODES.some((c) => codes.delete(c));
  for (const c of GENERIC_CODES) codes.delete(c);
  const out = syscallsOfEvents(codes);
  if (generic) for (const n of syscallsOfEvents(GENERIC_CODES)) if (wanted.has(n)) out.add(n);
  return out;
}

/** Values of evt.type that the calls can give. */
export function eventNamesOfSyscalls(calls: Iterable<string>): Set<string> {
  const wanted = new Set(calls);
  const codes = eventsOfSyscalls(wanted);
  for (const c of GENERIC_CODES) codes.delete(c);
  const covered = syscallsOfEvents(codes);
  const out = namesOfEvents(codes);
  for (const n of syscallsNamed(wanted)) if (!covered.has(n)) out.add(n);
  return out;
}
