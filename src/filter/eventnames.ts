import { eventsOfSyscall, GENERIC_CODES } from "../event/sets.js";
import { eventCodes, SYSCALLS, syscallNamed } from "../event/table.js";

/** Code of the event that stands for every system call without an event of its own. */
export const GENERIC_EVENT = 1;

/** Does evt.type know this name? */
export function isEventName(name: string, extra?: ReadonlySet<string>): boolean {
  return eventCodes(name).length > 0 || syscallNamed(name) !== undefined || extra?.has(name) === true;
}

const ASYNC_CODES = eventCodes("asyncevent");

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
 * Event codes on which evt.type can be `name`: all versions of the event; the generic pair for the name of a system
 * call that is not that of an event; the asynchronous event for other names.
 */
export function codesOfName(name: string): readonly number[] {
  const codes = eventCodes(name);
  if (codes.length > 0 && codes !== GENERIC_CODES) return codes;
  return syscallNamed(name) !== undefined ? GENERIC_CODES : ASYNC_CODES;
}

/** System calls without an event of their own. */
export const GENERIC_CALLS: ReadonlySet<string> = new Set(
  SYSCALLS.filter((s) => eventsOfSyscall(s) === GENERIC_CODES).map((s) => s.name),
);
