import { eventsOfSyscalls } from "./sets.js";
import { EVENTS, SYSCALLS } from "./table.js";

/** Families of calls: by what they work on, and `state` = those that change what is known of processes and files. */
export type SyscallSet = "state" | "io" | "io_other" | "file" | "net" | "proc" | "sys";

/** The calls of a family. */
export function syscallsIn(set: SyscallSet): Set<string> {
  return new Set(SYSCALLS.filter((s) => s.sets.has(set)).map((s) => s.name));
}

/** Events that change what is known of processes, files and containers. */
export function stateEvents(): Set<number> {
  const meta = EVENTS.filter((e) => e.categories.includes("METAEVENT") && !e.flags.has("UNUSED"));
  return new Set([...eventsOfSyscalls(syscallsIn("state")), ...meta.map((e) => e.code)]);
}

/** The calls given and those that a sensor follows at the least. */
export function withBasicSyscalls(calls: Iterable<string> = []): Set<string> {
  const basic = SYSCALLS.filter((s) => s.sets.has("simple") || s.sets.has("state")).map((s) => s.name);
  return new Set([...calls, ...basic]);
}

/** What tells of the life and the identity of processes. */
const PROCESS_LIFE = [
  "clone",
  "clone3",
  "fork",
  "vfork",
  "execve",
  "execveat",
  "fchdir",
  "chdir",
  "chroot",
  "capset",
  "setgid",
  "setgid32",
  "setpgid",
  "setresgid",
  "setresgid32",
  "setresuid",
  "setresuid32",
  "setsid",
  "setuid",
  "setuid32",
  "prctl",
  "sched_process_exit",
];

const LISTENERS = ["accept", "accept4", "listen"];

/** The calls given and the fewest others without which their events could not be told in full. */
export function withNeededSyscalls(calls: Iterable<string>): Set<string> {
  const given = new Set(calls);
  const touches = (set: Iterable<string>) => [...set].some((n) => given.has(n));
  const out = new Set([...given, ...PROCESS_LIFE]);
  const net = touches(syscallsIn("net"));
  if (net) out.add("socket").add("getsockopt");
  if (touches(LISTENERS)) out.add("bind");
  if (net || (["file", "io", "io_other"] as const).some((s) => touches(syscallsIn(s)))) out.add("close");
  return out;
}
