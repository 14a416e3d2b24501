import { GENERIC_EXIT, LIVE_CALLS, type LiveCall, MAX_CALLS } from "../event/calls.js";

/** Portable codes of the system calls without an event of their own that rules can match; undefined = all. */
export type GenericCalls = ReadonlySet<number> | undefined;

function picked(eventTypes: ReadonlySet<number>, generic: GenericCalls): LiveCall[] {
  return LIVE_CALLS.filter(({ row, event, sys }) => {
    if (row.state || row.always) return true;
    if (!eventTypes.has(event.code)) return false;
    return event.code !== GENERIC_EXIT || generic === undefined || generic.has(sys.ppmSc);
  });
}

/**
 * Which system calls the kernel ships: those that change the process table, those that tell the two sides of a
 * connection apart, and those whose event a rule can match. Identity of fds travels with each event, so nothing else has
 * to be followed.
 *
 * @param eventTypes event codes that the enabled rules can match
 * @returns one byte a call, by slot: the x86-64 number
 */
export function wantedSyscalls(eventTypes: ReadonlySet<number>, generic?: GenericCalls): Uint8Array {
  const wanted = new Uint8Array(MAX_CALLS);
  for (const call of picked(eventTypes, generic)) wanted[call.slot] = 1;
  return wanted;
}

/** Names of the calls that {@link wantedSyscalls} picks, for people. */
export function wantedNames(eventTypes: ReadonlySet<number>, generic?: GenericCalls): string[] {
  return picked(eventTypes, generic).map((call) => call.name);
}
