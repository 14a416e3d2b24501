import { EVENT_ROWS } from "./data/events.js";
import { SYSCALL_ROWS } from "./data/syscalls.js";

/** One parameter of an event: its name, wire type and print format. */
export interface ParamInfo {
  readonly name: string;
  /** Wire type, e.g. `FD`, `FSPATH`, `FLAGS32` (scap `PT_*` without the prefix). */
  readonly type: string;
  /** Print format: `DEC`, `HEX`, `OCT` or `NA`. */
  readonly format: string;
  /** Name of the flag table (or dynamic-parameter table) that gives meaning to the value. */
  readonly values?: string;
  /** For `FSRELPATH`: index of the parameter that holds the directory fd. */
  readonly dirfdIndex?: number;
}

/** One event code of the scap schema. */
export interface EventInfo {
  readonly code: number;
  readonly name: string;
  readonly isExit: boolean;
  /** Upper-case category words, e.g. `FILE`, `SYSCALL`. */
  readonly categories: readonly string[];
  /** Event flags, e.g. `CREATES_FD`, `USES_FD`, `OLD_VERSION`. */
  readonly flags: ReadonlySet<string>;
  readonly params: readonly ParamInfo[];
  /** Index of the first parameter of type FD that the event works on, or -1. */
  readonly fdParam: number;
}

function toEvent(row: (typeof EVENT_ROWS)[number]): EventInfo {
  const [code, name, dir, category, flags, params] = row;
  const infos = params.map(([pname, type, format, extra]): ParamInfo => {
    const base = { name: pname, type, format };
    if (typeof extra === "number") return { ...base, dirfdIndex: extra };
    return extra === undefined ? base : { ...base, values: extra };
  });
  return {
    code,
    name,
    isExit: dir === "<",
    categories: category.split(" "),
    flags: new Set(flags === "" ? [] : flags.split(" ")),
    params: infos,
    fdParam: infos.findIndex((p) => p.type === "FD"),
  };
}

/** All event codes; `EVENTS[code].code === code`. */
export const EVENTS: readonly EventInfo[] = EVENT_ROWS.map(toEvent);

/** Highest event code plus one. */
export const EVENT_CODES: number = EVENTS.length;

const codesByName = new Map<string, number[]>();
for (const e of EVENTS) {
  const list = codesByName.get(e.name);
  if (list) list.push(e.code);
  else codesByName.set(e.name, [e.code]);
}

/** All codes (every version, both directions) that share an event name; empty if unknown. */
export function eventCodes(name: string): readonly number[] {
  return codesByName.get(name) ?? [];
}

/** One system call. */
export interface SyscallInfo {
  readonly name: string;
  /** Portable code (`PPM_SC_*`), carried by the generic event. */
  readonly ppmSc: number;
  /** x86-64 number, or -1. */
  readonly x64: number;
  readonly ia32: readonly number[];
  readonly arm64: number;
  /** Event code of its exit event; 1 = the generic event. */
  readonly exitEvent: number;
  /** Sets the call belongs to, e.g. `state`, `io`, `file`. */
  readonly sets: ReadonlySet<string>;
}

/** All system calls and tracepoints that have a portable code. */
export const SYSCALLS: readonly SyscallInfo[] = SYSCALL_ROWS.map(
  ([name, ppmSc, x64, ia32, arm64, exitEvent, sets]) => ({
    name,
    ppmSc,
    x64,
    ia32,
    arm64,
    exitEvent,
    sets: new Set(sets === "" ? [] : sets.split(" ")),
  }),
);

const syscallByPpm = new Map(SYSCALLS.map((s) => [s.ppmSc, s]));
const syscallByName = new Map(SYSCALLS.map((s) => [s.name, s]));

/** The system call with this portable code, if any. */
export function syscallByCode(ppmSc: number): SyscallInfo | undefined {
  return syscallByPpm.get(ppmSc);
}

/** The system call of this name, if any. */
export function syscallNamed(name: string): SyscallInfo | undefined {
  return syscallByName.get(name);
}
