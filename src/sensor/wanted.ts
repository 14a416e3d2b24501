import { GENERIC_EXIT, LIVE_CALLS, type LiveCall, MAX_CALLS } from "../event/calls.js";
import { syscallsOfEventNames } from "../event/sets.js";

/** Portable codes of the system calls without an event of their own that rules can match; undefined = all. */
export type GenericCalls = ReadonlySet<number> | undefined;

/** What decides on which system calls the kernel ships. */
export interface Wanted {
  /** Event codes that the enabled rules can match. */
  readonly eventTypes: ReadonlySet<number>;
  readonly generic?: GenericCalls | undefined;
  /** Names of events to add, or with a `!` to leave out (`base_syscalls.custom_set`). */
  readonly custom?: readonly string[];
  /** Take path arguments from the kernel's copies. */
  readonly kernelPaths?: boolean;
}

/** Calls without which processes are not known. */
const LIFE: ReadonlySet<string> = new Set(["clone", "clone3", "fork", "vfork", "execve", "execveat"]);

function picked({ eventTypes, generic, custom = [] }: Wanted): LiveCall[] {
  const plus = syscallsOfEventNames(custom.filter((n) => !n.startsWith("!")));
  const minus = syscallsOfEventNames(custom.filter((n) => n.startsWith("!")).map((n) => n.slice(1)));
  return LIVE_CALLS.filter(({ name, row, event, sys }) => {
    if (minus.has(name) && !LIFE.has(name)) return false;
    if (row.state || row.always || plus.has(name)) return true;
    if (!eventTypes.has(event.code)) return false;
    return event.code !== GENERIC_EXIT || generic === undefined || generic.has(sys.ppmSc);
  });
}

/** Arguments of a call, a bit each, that are paths which no file of the event tells. */
function pathArguments({ name, row, event }: LiveCall): number {
  if (row.program !== undefined) return 0;
  let bits = 0;
  row.params?.forEach((source, i) => {
    const arg = /^str:(\d)$/.exec(source)?.[1];
    const isPath = /^FS(REL)?PATH$/.test(event.params[i]?.type ?? "") || OTHER_PATHS[name] === arg;
    if (arg !== undefined && isPath) bits |= 1 << Number(arg);
  });
  return bits;
}

/** Arguments that the schema takes for mere text. */
const OTHER_PATHS: Readonly<Record<string, string>> = { chdir: "0", mount: "0", symlink: "0", symlinkat: "0" };

/**
 * Which system calls the kernel ships: those that change the process table, those that tell the two sides of a
 * connection apart, and those whose event a rule can match. Identity of fds travels with each event, so nothing else has
 * to be followed.
 *
 * @returns one byte a call, by slot: the x86-64 number. Bit 0: it is wanted; those above, one an argument: its path is
 * to be the kernel's copy
 */
export function wantedSyscalls(what: Wanted): Uint8Array {
  const wanted = new Uint8Array(MAX_CALLS);
  for (const call of picked(what)) {
    // what only the state wants is no reason to copy
    const copies = what.kernelPaths && what.eventTypes.has(call.event.code);
    wanted[call.slot] = 1 | (copies ? pathArguments(call) << 1 : 0);
  }
  return wanted;
}

/** A line of its own, as examples and explanations are. */
const COMMENT = /^\s*#.*$/gm;
/** A value or an item; not the first word of a remark in brackets. */
const VALUE = /(?<=[-=([,]\s*)[a-z]\w*\b(?=\s*(?:[,)\]#]|$|and\b|or\b))/gm;

/**
 * Event codes that rules may ask for, told from words in their text that may be values or items of lists. To be asked
 * before the rules are compiled: the programs are loaded meanwhile, and further ones later cost more than a few in vain.
 */
export function mentionedEvents(texts: readonly string[]): Set<number> {
  const words = new Set(texts.flatMap((text) => text.replace(COMMENT, "").match(VALUE) ?? []));
  return new Set(LIVE_CALLS.filter(({ event }) => words.has(event.name)).map(({ event }) => event.code));
}

/** Names of the calls that {@link wantedSyscalls} picks, for people. */
export function wantedNames(what: Wanted): string[] {
  return picked(what).map((call) => call.name);
}
