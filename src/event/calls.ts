import { LIVE_SYSCALLS, type LiveRow } from "./data/live.js";
import { EVENTS, type EventInfo, eventCodes, SYSCALLS, type SyscallInfo, syscallNamed } from "./table.js";

/** Size of the kernel side's tables of calls. */
export const MAX_CALLS = 512;

/** A system call that the kernel side can ship. */
export interface LiveCall {
  readonly name: string;
  /** Index into the kernel side's tables: the x86-64 number, or one of {@link SLOTS}. */
  readonly slot: number;
  /** The exit event that it makes. */
  readonly event: EventInfo;
  readonly row: LiveRow;
  readonly sys: SyscallInfo;
  /** Numbers of the 32-bit entry that lead here. */
  readonly ia32: readonly number[];
}

/**
 * Calls that x86-64 lacks, and their numbers on the 32-bit entry; they take slots that no number reaches. `send` and
 * `recv` come out of the socketcall multiplexer.
 */
const SLOTS: Readonly<Record<string, { slot: number; ia32: readonly number[] }>> = {
  umount: { slot: 500, ia32: [22] },
  _llseek: { slot: 501, ia32: [140] },
  send: { slot: 502, ia32: [] },
  recv: { slot: 503, ia32: [] },
};

const taken = new Set(Object.values(SLOTS).flatMap((s) => s.ia32));

function newest(name: string): EventInfo | undefined {
  const codes = eventCodes(name).filter((c) => EVENTS[c]?.isExit && !EVENTS[c]?.flags.has("OLD_VERSION"));
  return EVENTS[codes.at(-1) ?? -1];
}

function dedicated(name: string, row: LiveRow): LiveCall {
  const sys = syscallNamed(name);
  if (sys === undefined) throw new Error(`live table: no system call is named ${name}`);
  const event = row.event === undefined ? EVENTS[sys.exitEvent] : newest(row.event);
  if (event === undefined) throw new Error(`live table: ${name} has no exit event`);
  const own = SLOTS[name];
  const slot = own?.slot ?? sys.x64;
  if (slot < 0 || slot >= MAX_CALLS) throw new Error(`live table: ${name} has no slot`);
  return { name, slot, event, row, sys, ia32: own?.ia32 ?? sys.ia32.filter((nr) => !taken.has(nr)) };
}

const GENERIC: LiveRow = { params: ["sc", "nr"] };

const own = Object.entries(LIVE_SYSCALLS).map(([name, row]) => dedicated(name, row));

/** Exit event code of system calls without an event of their own. */
export const GENERIC_EXIT = 1;

/** Every call that can be followed: those with an event of their own, then those without. */
export const LIVE_CALLS: readonly LiveCall[] = [
  ...own,
  ...SYSCALLS.filter(
    (s) => s.exitEvent === GENERIC_EXIT && s.x64 >= 0 && s.x64 < 500 && !(s.name in LIVE_SYSCALLS),
  ).map((s) => dedicated(s.name, GENERIC)),
];
