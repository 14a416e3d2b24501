import { EVENTS, eventCodes, SYSCALLS, syscallNamed } from "../event/table.js";

/** Code of the event that stands for every system call without an event of its own. */
export const GENERIC_EVENT = 1;

/** Does evt.type know this name? */
export function isEventName(name: string, extra?: ReadonlySet<string>): boolean {
  return eventCodes(name).length > 0 || syscallNamed(name) !== undefined || extra?.has(name) === true;
}

const ASYNC_CODES = eventCodes("asyncevent");
const GENERIC_CODES = eventCodes("syscall");

/**
 * Event codes whose evt.type is not simply the event's name: the generic event shows the system call's name, an
 * asynchronous event its own.
 */
export const NAMED_AT_RUN_TIME: ReadonlySet<number> = new Set([
  ...GENERIC_CODES,
  ...ASYNC_CODES,
  ...eventCodes("pluginevent"),
]);

/**
 * Event codes on which evt.type can be `name`: all versions of the event; the generic pair for a system call
 * without an event of its own; the asynchronous event for other names.
 */
export function codesOfName(name: string): readonly number[] {
  const codes = eventCodes(name);
  const call = syscallNamed(name);
  if (call !== undefined && call.exitEvent === GENERIC_EVENT) return [...codes, ...GENERIC_CODES];
  if (codes.length > 0) return codes;
  if (call !== undefined) return eventCodes(EVENTS[call.exitEvent]?.name ?? "");
  return ASYNC_CODES;
}

/** System calls without an event of their own. */
export const GENERIC_CALLS: ReadonlySet<string> = new Set(
  SYSCALLS.filter((s) => s.exitEvent === GENERIC_EVENT).map((s) => s.name),
);
