import { LIVE_SYSCALLS } from "../event/data/live.js";
import { syscallNamed } from "../event/table.js";

const MAX_SYSCALLS = 512;

/**
 * Which system calls the kernel ships: those that change the process table, those that tell the two sides of a
 * connection apart, and those whose event a rule can match. Identity of fds travels with each event, so nothing else has
 * to be followed.
 *
 * @param eventTypes event codes that the enabled rules can match
 * @returns one byte a call, by x86-64 number
 */
export function wantedSyscalls(eventTypes: ReadonlySet<number>): Uint8Array {
  const wanted = new Uint8Array(MAX_SYSCALLS);
  for (const [name, row] of Object.entries(LIVE_SYSCALLS)) {
    const call = syscallNamed(name);
    if (call === undefined || call.x64 < 0) continue;
    if (row.state || row.always || eventTypes.has(call.exitEvent)) wanted[call.x64] = 1;
  }
  return wanted;
}

/** Names of the calls that {@link wantedSyscalls} picks, for people. */
export function wantedNames(eventTypes: ReadonlySet<number>): string[] {
  const wanted = wantedSyscalls(eventTypes);
  return Object.keys(LIVE_SYSCALLS).filter((name) => wanted[syscallNamed(name)?.x64 ?? -1] === 1);
}
