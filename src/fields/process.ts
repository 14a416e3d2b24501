import type { Slice } from "../event/bytes.js";
import { writeCaps } from "../event/text/caps.js";
import { Attr, EMPTY_ATTR } from "../state/attr.js";
import type { EventContext } from "../state/context.js";
import { ExeFlag, type Process } from "../state/process.js";
import { countFds, readFdLimit } from "../state/procfs.js";
import { ABSENT, definer } from "./define.js";
import type { FieldDef } from "./field.js";
import { ancestor, leader, loginShell, type Membership } from "./proc-links.js";
import { ancestorFields, ancestorPid, apidText } from "./process-ancestors.js";
import { argsField, envField } from "./process-args.js";
import { STDIO_FIELDS } from "./process-stdio.js";
import { THREAD_FIELDS } from "./process-thread.js";

const d = definer("process");

const attrOf =
  (get: (p: Process, x: EventContext) => Attr) =>
  (x: EventContext): Attr | null =>
    x.proc === null ? null : get(x.proc, x);
const parentAttr =
  (get: (p: Process, x: EventContext) => Attr) =>
  (x: EventContext): Attr | null => {
    const p = ancestor(x.proc, 1);
    return p === null ? null : get(p, x);
  };
const numOf =
  (get: (p: Process) => number) =>
  (x: EventContext): number =>
    x.proc === null ? ABSENT : get(x.proc);
const flagOf = (bit: number) => numOf((p) => ((p.exeFlags & bit) !== 0 ? 1 : 0));
/** 0 means unknown. */
const nonZero =
  (get: (p: Process, x: EventContext) => bigint) =>
  (x: EventContext): bigint | undefined => {
    if (x.proc === null) return undefined;
    const v = get(x.proc, x);
    return v === 0n ? undefined : v;
  };

const exe = (p: Process): Attr => p.exe;
const exepath = (p: Process): Attr => p.exepath;
const comm = (p: Process): Attr => p.comm;
const cmdline = (p: Process, x: EventContext): Attr => p.cmdline(x.state.pool);

const sid: Membership = (p) => p.sid;
const vpgid: Membership = (p) => p.vpgid;
const pgid: Membership = (p) => p.pgid;

function group(prefix: string, label: string, of: Membership, nameField: string, host = false): FieldDef[] {
  const lead = (get: (p: Process) => Attr) =>
    attrOf((p, x) => {
      const l = leader(x.state, p, of, host);
      return l === null ? EMPTY_ATTR : get(l);
    });
  return [
    d.attr(nameField, `Name of the leader of the ${label}.`, lead(comm)),
    d.attr(`${prefix}.exe`, `First command line argument of the leader of the ${label}.`, lead(exe)),
    d.attr(`${prefix}.exepath`, `Program path of the leader of the ${label}.`, lead(exepath)),
  ];
}

const pidnsStart = (p: Process, x: EventContext): bigint => p.pidnsStartNs(x.state.bootNs);
const HERE = Attr.of("./");

const caps =
  (get: (p: Process) => number) =>
  (x: EventContext, out: Slice): boolean => {
    if (x.proc === null) return false;
    const w = x.scratch;
    const start = w.pos;
    writeCaps(w, get(x.proc));
    w.since(start, out);
    return true;
  };

function openFds(x: EventContext): number {
  if (isLive(x)) return countFds((x.proc as Process).pid) ?? ABSENT;
  return x.proc === null ? ABSENT : (x.proc.main()?.fds?.size ?? (x.ev.rec >= 0 ? ABSENT : 0));
}

/** Fds are not followed live, as each event brings its own: what is asked of all is asked of the kernel. */
const isLive = (x: EventContext): boolean => x.ev.rec >= 0 && x.state.live && x.proc !== null;

function fdLimit(x: EventContext): number {
  const known = x.proc?.main()?.fdlimit ?? 0;
  return isLive(x) ? (readFdLimit((x.proc as Process).pid) ?? known) : known;
}

/** Fields of the process that made the event. */
export const PROCESS_FIELDS: readonly FieldDef[] = [
  d.attr("proc.exe", "First command line argument (argv[0]).", attrOf(exe)),
  d.attr("proc.pexe", "First command line argument of the parent.", parentAttr(exe)),
  ...ancestorFields("proc.aexe", "First command line argument of an ancestor.", exe),
  d.attr("proc.exepath", "Path of the program, links followed.", attrOf(exepath)),
  d.attr("proc.pexepath", "Path of the parent's program.", parentAttr(exepath)),
  ...ancestorFields("proc.aexepath", "Program path of an ancestor.", exepath),
  d.attr("proc.name", "Name of the process as the kernel keeps it (15 characters).", attrOf(comm)),
  d.attr("proc.pname", "Name of the parent.", parentAttr(comm)),
  ...ancestorFields("proc.aname", "Name of an ancestor.", comm),
  ...argsField,
  d.attr("proc.cmdline", "Name and arguments.", attrOf(cmdline)),
  d.attr("proc.pcmdline", "Name and arguments of the parent.", parentAttr(cmdline)),
  ...ancestorFields("proc.acmdline", "Name and arguments of an ancestor.", cmdline),
  d.num(
    "proc.cmdnargs",
    "UINT64",
    "Number of arguments, argv[0] not counted.",
    numOf((p) => countArgs(p)[0]),
  ),
  d.num(
    "proc.cmdlenargs",
    "UINT64",
    "Length of all arguments together, without what parts them.",
    numOf((p) => countArgs(p)[1]),
  ),
  d.attr(
    "proc.exeline",
    "argv[0] and arguments.",
    attrOf((p, x) => p.exeline(x.state.pool)),
  ),
  ...envField,
  d.attr(
    "proc.cwd",
    "Working directory, ended by a slash.",
    attrOf((p) => p.main()?.cwd ?? HERE),
  ),
  d.num(
    "proc.loginshellid",
    "INT64",
    "Pid of the oldest shell among the process and its ancestors.",
    (x) => loginShell(x.proc)?.pid ?? ABSENT,
  ),
  d.num(
    "proc.tty",
    "UINT32",
    "Device number of the controlling terminal, 0 if there is none.",
    numOf((p) => p.tty),
  ),
  d.num(
    "proc.pid",
    "INT64",
    "Process id.",
    numOf((p) => p.pid),
  ),
  d.num("proc.ppid", "INT64", "Id of the parent.", (x) => {
    if (x.proc === null) return ABSENT;
    // captures tell the thread that it comes from, which may be gone
    return x.ev.rec < 0 ? (ancestor(x.proc, 1)?.pid ?? ABSENT) : x.proc.ppid;
  }),
  d.bound("proc.apid", "INT64", "Id of an ancestor.", ancestorPid, {
    arg: "optional",
    argKinds: ["index"],
    noRhs: true,
    noTransformer: true,
    text: (x, arg) => apidText(x, arg),
  }),
  d.num(
    "proc.vpid",
    "INT64",
    "Process id in its pid namespace.",
    numOf((p) => (p.vpid < 0 ? ABSENT : p.vpid)),
  ),
  d.num("proc.pvpid", "INT64", "Id of the parent in its pid namespace.", (x) => x.proc?.parent?.vpid ?? ABSENT),
  d.num("proc.sid", "INT64", "Session id.", numOf(sid)),
  ...group("proc.sid", "session", sid, "proc.sname"),
  d.num("proc.vpgid", "INT64", "Process group in the pid namespace.", numOf(vpgid)),
  ...group("proc.vpgid", "process group (namespace)", vpgid, "proc.vpgid.name"),
  d.num("proc.pgid", "INT64", "Process group on the host.", numOf(pgid)),
  ...group("proc.pgid", "process group (host)", pgid, "proc.pgid.name", true),
  d.big("proc.duration", "RELTIME", "Time since the process was cloned, ns.", (x) =>
    x.proc === null || x.proc.cloneTs === 0n ? undefined : x.ev.ts - x.proc.cloneTs,
  ),
  d.big("proc.ppid.duration", "RELTIME", "Time since the parent was cloned, ns.", (x) => {
    const p = ancestor(x.proc, 1);
    return p === null || p.cloneTs === 0n ? undefined : x.ev.ts - p.cloneTs;
  }),
  d.big(
    "proc.pid.ts",
    "RELTIME",
    "When the process was cloned, ns since the epoch.",
    nonZero((p) => p.cloneTs),
  ),
  d.big("proc.ppid.ts", "RELTIME", "When the parent was cloned, ns since the epoch.", (x) => x.proc?.parent?.cloneTs),
  d.bool(
    "proc.is_exe_writable",
    "True if the user of the process may write to its program file.",
    flagOf(ExeFlag.WRITABLE),
  ),
  d.bool(
    "proc.is_exe_upper_layer",
    "True if the program lies in the upper layer of an overlay.",
    flagOf(ExeFlag.UPPER_LAYER),
  ),
  d.bool(
    "proc.is_exe_lower_layer",
    "True if the program lies in a lower layer of an overlay.",
    flagOf(ExeFlag.LOWER_LAYER),
  ),
  d.bool(
    "proc.is_exe_from_memfd",
    "True if the program is a file without a name, in memory only.",
    flagOf(ExeFlag.MEMFD),
  ),
  d.bool(
    "proc.is_sid_leader",
    "True for the leader of its session.",
    numOf((p) => (p.sid === p.vpid ? 1 : 0)),
  ),
  d.bool(
    "proc.is_vpgid_leader",
    "True for the leader of its process group (namespace).",
    numOf((p) => (p.vpgid === p.vpid ? 1 : 0)),
  ),
  d.bool(
    "proc.is_pgid_leader",
    "True for the leader of its process group (host).",
    numOf((p) => (p.pgid === p.pid ? 1 : 0)),
  ),
  d.big(
    "proc.exe_ino",
    "INT64",
    "Inode number of the program file.",
    nonZero((p) => p.exeIno),
  ),
  d.big(
    "proc.exe_ino.ctime",
    "ABSTIME",
    "Last status change of the program file, ns since the epoch.",
    nonZero((p) => p.exeCtime),
  ),
  d.big(
    "proc.exe_ino.mtime",
    "ABSTIME",
    "Last change of the program file, ns since the epoch.",
    nonZero((p) => p.exeMtime),
  ),
  d.big(
    "proc.exe_ino.ctime_duration_proc_start",
    "ABSTIME",
    "Time from the program file's status change to the clone of the process, ns.",
    nonZero((p) => p.ctimeToClone()),
  ),
  d.big(
    "proc.exe_ino.ctime_duration_pidns_start",
    "ABSTIME",
    "Time from the start of the pid namespace to the program file's status change, ns.",
    nonZero((p, x) => p.ctimeSincePidns(x.state.bootNs)),
  ),
  d.big(
    "proc.pidns_init_start_ts",
    "UINT64",
    "Start of the pid namespace's first process, ns since the epoch.",
    nonZero(pidnsStart),
  ),
  d.bytes(
    "thread.cap_permitted",
    "Permitted capabilities.",
    caps((p) => p.capPermitted),
  ),
  d.bytes(
    "thread.cap_inheritable",
    "Inheritable capabilities.",
    caps((p) => p.capInheritable),
  ),
  d.bytes(
    "thread.cap_effective",
    "Effective capabilities.",
    caps((p) => p.capEffective),
  ),
  d.num("proc.fdopencount", "UINT64", "Number of open fds.", openFds),
  d.num("proc.fdlimit", "INT64", "Most fds that the process may open.", (x) => (x.proc === null ? ABSENT : fdLimit(x))),
  d.num("proc.fdusage", "DOUBLE", "Open fds in percent of the limit.", (x) => {
    if (x.proc === null) return ABSENT;
    const limit = fdLimit(x);
    if (limit <= 0) return x.ev.rec < 0 ? 0 : ABSENT;
    return (openFds(x) * 100) / limit;
  }),
  d.num(
    "proc.vmsize",
    "UINT64",
    "Virtual memory, KiB.",
    numOf((p) => p.vmSize),
  ),
  d.num(
    "proc.vmrss",
    "UINT64",
    "Resident memory, KiB.",
    numOf((p) => p.vmRss),
  ),
  d.num(
    "proc.vmswap",
    "UINT64",
    "Swapped memory, KiB.",
    numOf((p) => p.vmSwap),
  ),
  ...THREAD_FIELDS,
  ...STDIO_FIELDS,
];

const counts: [number, number] = [0, 0];
function countArgs(p: Process): [count: number, length: number] {
  const { bytes } = p.argv;
  let n = 0;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === 0) n++;
  const open = bytes.length > 0 && bytes[bytes.length - 1] !== 0;
  counts[1] = bytes.length - n;
  counts[0] = open ? n + 1 : n;
  return counts;
}
