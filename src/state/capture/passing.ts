import { EVENT } from "../../event/record.js";
import { EVENTS, type EventInfo } from "../../event/table.js";
import { current, FACTS, Fact } from "./facts.js";
import { F_DUPFD, F_DUPFD_CLOEXEC, F_SETFD, FILE_HANDLERS } from "./files.js";
import { MISC_HANDLERS } from "./misc.js";
import { foundUint, locate } from "./params.js";
import { SOCKET_HANDLERS } from "./sockets.js";
import type { Thread } from "./thread.js";

/** How an event that nobody looks at may be passed by. */
export const Passing = {
  /** Not at all. */
  NEVER: 0,
  /** It changes nothing but what its thread did last. */
  PLAINLY: 1,
  /** It tells the size of the process. */
  MEMORY: 2,
  /** It ends an fd. */
  CLOSE: 3,
  /** It changes only what is known of sockets. */
  UNLESS_SOCKET: 4,
  /** It changes nothing unless it copies an fd, or what becomes of one on exec. */
  FCNTL: 5,
  /** It may make an fd. */
  BPF: 6,
  /** Only those that are known to be dull (dull.ts). */
  OPEN: 7,
} as const;

// must do for these events what their handlers do
const BY_NAME: Readonly<Record<string, number>> = {
  brk: Passing.MEMORY,
  mmap: Passing.MEMORY,
  mmap2: Passing.MEMORY,
  munmap: Passing.MEMORY,
  close: Passing.CLOSE,
  fcntl: Passing.FCNTL,
  bpf: Passing.BPF,
  open: Passing.OPEN,
  openat: Passing.OPEN,
  openat2: Passing.OPEN,
  read: Passing.UNLESS_SOCKET,
  readv: Passing.UNLESS_SOCKET,
  pread: Passing.UNLESS_SOCKET,
  preadv: Passing.UNLESS_SOCKET,
  write: Passing.UNLESS_SOCKET,
  writev: Passing.UNLESS_SOCKET,
  pwrite: Passing.UNLESS_SOCKET,
  pwritev: Passing.UNLESS_SOCKET,
};

function passing(e: EventInfo): number {
  const special = Fact.META | Fact.LOOKUP_ONLY | Fact.STORED | Fact.SKIPS | Fact.SWITCH | Fact.EXECVE | Fact.CLONE;
  if (((FACTS[e.code] as number) & special) !== 0 || e.flags.has("LARGE_PAYLOAD")) return Passing.NEVER;
  if (!e.isExit || !current(e)) return Passing.PLAINLY;
  const known = e.name in FILE_HANDLERS || e.name in MISC_HANDLERS || e.name in SOCKET_HANDLERS;
  return known ? (BY_NAME[e.name] ?? Passing.NEVER) : Passing.PLAINLY;
}

/** One of {@link Passing} by event code. */
export const PASSING: Uint8Array = Uint8Array.from(EVENTS, passing);

const FCNTL_CMD = 2;

/** Does this fcntl make or change an fd? */
export function changesFd(dv: DataView, ev: number): boolean {
  const at = locate(dv, ev, FCNTL_CMD);
  const cmd = at > 0 ? foundUint(dv, at) : 0;
  return cmd === F_SETFD || cmd === F_DUPFD || cmd === F_DUPFD_CLOEXEC;
}

/** What mmap and its like tell of their thread. */
export function memory(dv: DataView, ev: number, t: Thread): void {
  const lens = ev + EVENT.SIZE;
  const n = dv.getUint16(ev + EVENT.NPARAMS, true);
  // as today's kernels tell it: three numbers of 32 bits behind the result
  if (n >= 4 && dv.getUint32(lens + 2, true) === BOTH_4 && dv.getUint16(lens + 6, true) === 4) {
    const at = lens + 2 * n + dv.getUint16(lens, true);
    t.vmSize = dv.getUint32(at, true);
    t.vmRss = dv.getUint32(at + 4, true);
    t.vmSwap = dv.getUint32(at + 8, true);
    return;
  }
  const size = locate(dv, ev, 1);
  if (size > 0) t.vmSize = foundUint(dv, size);
  const swap = locate(dv, ev, 3);
  if (swap <= 0) return;
  t.vmSwap = foundUint(dv, swap);
  const rss = locate(dv, ev, 2);
  t.vmRss = rss > 0 ? foundUint(dv, rss) : 0;
}

/** Two lengths of 16 bits each. */
const BOTH_4 = 0x0004_0004;
