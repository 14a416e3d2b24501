import { eventNamesOfSyscalls, syscallsOfEventNames } from "../event/sets.js";
import { syscallsIn, withNeededSyscalls } from "../event/syscall-sets.js";
import { SYSCALLS } from "../event/table.js";

/** The keys of `base_syscalls`. */
export interface BaseSyscalls {
  /** Names of events to add to those of the rules, in the place of the usual ones; `!name` takes one away. */
  readonly custom_set: readonly string[];
  /** Add only what the rules' own calls cannot be told without. */
  readonly repair: boolean;
  /** Leave in calls of high volume. */
  readonly all: boolean;
}

/** What {@link selectSyscalls} came to; all are names of system calls and tracepoints. */
export interface SyscallSelection {
  readonly selected: ReadonlySet<string>;
  /** Names of `custom_set` that no event has, as written. */
  readonly invalid: readonly string[];
  /** Event names that rules ask for and that are left out. */
  readonly missing: readonly string[];
}

/** The process's end: without it, nothing is ever forgotten. */
const EXIT = "sched_process_exit";

/** Calls of high volume, which are left out unless `base_syscalls.all` is set; sorted. */
export function ignoredSyscalls(): string[] {
  return SYSCALLS.filter((s) => s.sets.has("ignored_by_default"))
    .map((s) => s.name)
    .sort();
}

/** The calls that Falco would watch for rules whose conditions can hold on the events of `ruleCalls`. */
export function selectSyscalls(ruleCalls: ReadonlySet<string>, base: BaseSyscalls): SyscallSelection {
  const wanted = base.custom_set.filter((n) => n !== "" && !n.startsWith("!"));
  const unwanted = base.custom_set.filter((n) => n.startsWith("!")).map((n) => n.slice(1));
  const plus = syscallsOfEventNames(wanted);
  const minus = syscallsOfEventNames(unwanted);

  let selected =
    base.repair && plus.size === 0
      ? withNeededSyscalls(ruleCalls)
      : new Set([...ruleCalls, ...(plus.size > 0 ? plus : syscallsIn("state"))]);
  for (const n of minus) selected.delete(n);
  if (!base.all) for (const n of ignoredSyscalls()) selected.delete(n);
  if (base.repair && base.custom_set.length > 0) selected = withNeededSyscalls(selected);
  selected.add(EXIT);

  const known = eventNamesOfSyscalls([...plus, ...minus]);
  const left = [...ruleCalls].filter((n) => !selected.has(n));
  return {
    selected,
    invalid: [
      ...wanted.filter((n) => !known.has(n) && syscallsOfEventNames([n]).size === 0),
      ...unwanted.filter((n) => !known.has(n) && syscallsOfEventNames([n]).size === 0).map((n) => `!${n}`),
    ],
    missing: [...eventNamesOfSyscalls(left)].sort(),
  };
}
