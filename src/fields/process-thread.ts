import type { Slice } from "../event/bytes.js";
import { eventCodes } from "../event/table.js";
import { Thread } from "../state/capture/thread.js";
import type { EventContext } from "../state/context.js";
import { countThreads } from "../state/procfs.js";
import { ABSENT, definer } from "./define.js";
import type { FieldDef, Reader } from "./field.js";

const d = definer("process");

const isMain = (x: EventContext): boolean =>
  x.proc !== null && (x.proc instanceof Thread ? x.proc.isMain : x.ev.tid === x.proc.pid);

/** Thread id with its sign: events that no thread made have -1. */
const tidOf = (x: EventContext): number => (x.ev.tid === 0xffffffff ? -1 : x.ev.tid);

/** Memory counts for the group leader only. */
const memory =
  (get: (p: NonNullable<EventContext["proc"]>) => number, unit = 1) =>
  (x: EventContext): number =>
    x.proc === null ? ABSENT : isMain(x) ? get(x.proc) * unit : 0;

/** Live, threads are told to one worker each, so that none can count them: the kernel does. */
const threadsNow = (x: EventContext): number | undefined =>
  x.ev.rec >= 0 && x.state.live && x.proc !== null ? countThreads(x.proc.pid) : undefined;

function cgroups(x: EventContext, out: Slice): boolean {
  if (x.proc === null) return false;
  const { bytes } = x.proc.cgroups;
  if (bytes.length === 0) return false;
  const w = x.scratch;
  const start = w.pos;
  const n = bytes.length > 0 && bytes[bytes.length - 1] === 0 ? bytes.length - 1 : bytes.length;
  for (let i = 0; i < n; i++) {
    const b = bytes[i] as number;
    // The unified hierarchy's "io" shows under its older name.
    if (b === 105 && (i === 0 || bytes[i - 1] === 0) && bytes[i + 1] === 111 && bytes[i + 2] === 61) {
      w.ascii("blkio");
      i++;
    } else w.byte(b === 0 ? 32 : b);
  }
  w.since(start, out);
  return true;
}

/** thread.cgroup.SUBSYSTEM. */
function bindCgroup(arg: string | undefined): Reader {
  if (arg === undefined || !/^[a-zA-Z_]+$/.test(arg))
    throw new Error("thread.cgroup needs the name of a subsystem: thread.cgroup.cpu");
  const key = new TextEncoder().encode(arg === "blkio" ? "io=" : `${arg}=`);
  return {
    kind: "bytes",
    read: (x, out) => {
      const bytes = x.proc?.cgroups.bytes;
      if (bytes === undefined) return false;
      for (let from = 0; from < bytes.length; ) {
        let end = bytes.indexOf(0, from);
        if (end < 0) end = bytes.length;
        let i = 0;
        while (i < key.length && bytes[from + i] === key[i]) i++;
        if (i === key.length) {
          out.set(bytes, from + i, end - from - i);
          return true;
        }
        from = end + 1;
      }
      return false;
    },
  };
}

const PROCINFO = eventCodes("procinfo")[0] ?? -1;
const FULL = 100;

/** What a thread used of a CPU between two of the events that tell its times, in hundredths of a second. */
const cpuUse = (user: number, system: number) => (): Reader => {
  const last = new WeakMap<object, number>();
  let asked = -1;
  let value = ABSENT;
  return {
    kind: "num",
    read: (x) => {
      if (x.ev.type !== PROCINFO || x.proc === null) return ABSENT;
      if (asked === x.num) return value;
      asked = x.num;
      const total = user * x.ev.uint(0) + system * x.ev.uint(1);
      const before = last.get(x.proc) ?? 0;
      last.set(x.proc, total);
      value = before === 0 ? 0 : Math.min(FULL, total - before);
      return value;
    },
  };
};

/** Fields of the thread that made the event. */
export const THREAD_FIELDS: readonly FieldDef[] = [
  d.num("thread.pfmajor", "UINT64", "Major page faults.", (x) => x.proc?.faultsMajor ?? ABSENT),
  d.num("thread.pfminor", "UINT64", "Minor page faults.", (x) => x.proc?.faultsMinor ?? ABSENT),
  d.num("thread.tid", "INT64", "Thread id.", (x) => (x.proc === null && x.ev.rec >= 0 ? ABSENT : tidOf(x))),
  d.bool("thread.ismain", "True for the leader of the thread group.", (x) =>
    x.proc === null ? ABSENT : isMain(x) ? 1 : 0,
  ),
  d.num("thread.vtid", "INT64", "Thread id in its pid namespace.", (x) => {
    const p = x.proc;
    if (p === null) return ABSENT;
    if (p instanceof Thread) return p.vtid === -1 ? ABSENT : p.vtid;
    if (isMain(x)) return p.vpid < 0 ? ABSENT : p.vpid;
    // The namespace's number of another thread is known only where there is no namespace of its own.
    return p.vpid === p.pid ? x.ev.tid : ABSENT;
  }),
  d.bytes("thread.nametid", "Name and thread id, one after the other.", (x, out) => {
    if (x.proc === null) return false;
    const w = x.scratch;
    const start = w.pos;
    w.bytes(x.proc.comm.bytes, 0, x.proc.comm.bytes.length);
    w.dec(tidOf(x));
    w.since(start, out);
    return true;
  }),
  d.num("thread.exectime", "RELTIME", "CPU time since the last switch; 0 where switches are not recorded.", (x) =>
    x.proc === null ? ABSENT : 0,
  ),
  d.num("thread.totexectime", "RELTIME", "CPU time of the thread; 0 where switches are not recorded.", (x) =>
    x.proc === null ? ABSENT : 0,
  ),
  d.bytes("thread.cgroups", "All cgroups, as subsystem=path.", cgroups),
  d.bound("thread.cgroup", "CHARBUF", "Path of the cgroup of one subsystem.", bindCgroup, {
    arg: "required",
    argKinds: ["dotted"],
  }),
  d.num("proc.nthreads", "UINT64", "Number of live threads, the leader counted.", (x) =>
    x.proc === null ? ABSENT : (threadsNow(x) ?? x.proc.numThreads),
  ),
  d.num("proc.nchilds", "UINT64", "Number of live threads besides the leader.", (x) => {
    if (x.proc === null) return ABSENT;
    const now = threadsNow(x);
    return now === undefined ? x.proc.numOthers : Math.max(0, now - 1);
  }),
  d.bound("thread.cpu", "DOUBLE", "CPU use in the last second, percent; captures only.", cpuUse(1, 1)),
  d.bound(
    "thread.cpu.user",
    "DOUBLE",
    "CPU use in user mode in the last second, percent; captures only.",
    cpuUse(1, 0),
  ),
  d.bound(
    "thread.cpu.system",
    "DOUBLE",
    "CPU use in kernel mode in the last second, percent; captures only.",
    cpuUse(0, 1),
  ),
  d.num(
    "thread.vmsize",
    "UINT64",
    "Virtual memory, KiB; 0 for other threads than the leader.",
    memory((p) => p.vmSize),
  ),
  d.num(
    "thread.vmrss",
    "UINT64",
    "Resident memory, KiB; 0 for other threads than the leader.",
    memory((p) => p.vmRss),
  ),
  d.num(
    "thread.vmsize.b",
    "UINT64",
    "Like thread.vmsize, in bytes.",
    memory((p) => p.vmSize, 1024),
  ),
  d.num(
    "thread.vmrss.b",
    "UINT64",
    "Like thread.vmrss, in bytes.",
    memory((p) => p.vmRss, 1024),
  ),
];
