import { LIVE_SYSCALLS } from "../event/data/live.js";
import { syscallsOfEventNames } from "../event/sets.js";
import { syscallNamed } from "../event/table.js";

const MAX_SYSCALLS = 512;

/** Calls without which processes are not known. */
const LIFE: ReadonlySet<string> = new Set(["clone", "clone3", "fork", "vfork", "execve", "execveat"]);

/**
 * Which system calls the kernel ships: those that change the process table, those that tell the two sides of a
 * connection apart, and those whose event a rule can match. Identity of fds travels with each event, so nothing else has
 * to be followed.
 *
 * @param eventTypes event codes that the enabled rules can match
 * @param custom names of events to add, or with a `!` to leave out (`base_syscalls.custom_set`)
 * @returns one byte a call, by x86-64 number
 */
export function wantedSyscalls(eventTypes: ReadonlySet<number>, custom: readonly string[] = []): Uint8Array {
  const wanted = new Uint8Array(MAX_SYSCALLS);
  const plus = syscallsOfEventNames(custom.filter((n) => !n.startsWith("!")));
  const minus = syscallsOfEventNames(custom.filter((n) => n.startsWith("!")).map((n) => n.slice(1)));
  for (const [name, row] of Object.entries(LIVE_SYSCALLS)) {
    const call = syscallNamed(name);
    if (call === undefined || call.x64 < 0) continue;
    const on = row.state || row.always || eventTypes.has(call.exitEvent) || plus.has(name);
    if (on && (!minus.has(name) || LIFE.has(name))) wanted[call.x64] = 1;
  }
  return wanted;
}

/** Names of the calls that {@link wantedSyscalls} picks, for people. */
export function wantedNames(eventTypes: ReadonlySet<number>, custom?: readonly string[]): string[] {
  const wanted = wantedSyscalls(eventTypes, custom);
  return Object.keys(LIVE_SYSCALLS).filter((name) => wanted[syscallNamed(name)?.x64 ?? -1] === 1);
}
