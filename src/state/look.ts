import { EMPTY } from "../event/bytes.js";
import { ANNEX_TASK, AnnexTag, RecordFlag } from "../event/record.js";
import { EVENTS } from "../event/table.js";
import { EventView } from "../event/view.js";
import { loadAnnexFd, u64 } from "./annex.js";
import { type FdEntry, FdInfo } from "./fd.js";
import type { ProcRow } from "./procfs.js";

/** What an iterator of the kernel is asked for. */
export const LookAt = { PROCESSES: 0, THREADS: 1, FILES: 2, SOCKETS: 3 } as const;

/** Rows of an iterator, as bytes: whole ones, into room for {@link CHUNK} bytes; 0 at the end. */
export interface Rows {
  read(into: Uint8Array): number;
  close(): void;
}

/**
 * Opens an iterator of the kernel over one process, or all (0).
 * @throws where the kernel has none
 */
export type OpenLook = (what: number, pid: number) => Rows;

/** Bytes that are read at once, and all the memory that a look takes: what the kernel gathers before it hands it out. */
const CHUNK = 64 << 10;
const ROW_HEADER = 8;
const MAX_TEXT = 4096;

/** Parameters of the event that tells of a task. */
const TASK = Object.fromEntries(
  (EVENTS.find((e) => e.name === "task" && !e.isExit)?.params ?? []).map((p, i) => [p.name, i]),
);
const at = (name: string): number => {
  const i = TASK[name];
  if (i === undefined) throw new Error(`the event of a task has no parameter ${name}`);
  return i;
};
const P = {
  PPID: at("ppid"),
  PGID: at("pgid"),
  VPGID: at("vpgid"),
  SID: at("sid"),
  COMM: at("comm"),
  ARGV: at("argv"),
  EXEPATH: at("exepath"),
  FLAGS: at("flags"),
  ENV: at("env"),
  CWD: at("cwd"),
  FDLIMIT: at("fdlimit"),
  EUID: at("euid"),
  EGID: at("egid"),
  INO: at("exe_ino_num"),
  CTIME: at("exe_ino_ctime"),
  MTIME: at("exe_ino_mtime"),
  VM_SIZE: at("vm_size"),
  VM_RSS: at("vm_rss"),
  VM_SWAP: at("vm_swap"),
  PGFT_MAJ: at("pgft_maj"),
  PGFT_MIN: at("pgft_min"),
  VPID: at("vpid"),
  PIDNS_START: at("pidns_init_start_ts"),
  CGROUPS: at("cgroups"),
  ROOT: at("root"),
  TTY: at("tty"),
  LOGINUID: at("loginuid"),
} as const;

/** The rows of an iterator, one after another, on one view that moves. What is left unread costs nothing. */
export function* lookRows(open: OpenLook, what: number, pid = 0): Generator<EventView> {
  const rows = open(what, pid);
  try {
    const buffer = new ArrayBuffer(CHUNK);
    const into = new Uint8Array(buffer);
    const view = new EventView();
    view.attach(buffer);
    for (let n = rows.read(into); n > 0; n = rows.read(into))
      for (let p = 0; p + ROW_HEADER < n; ) {
        const len = view.dv.getUint32(p, true);
        view.at(p + ROW_HEADER);
        yield view;
        p += ROW_HEADER + ((len + 7) & ~7);
      }
  } finally {
    rows.close();
  }
}

/** All processes, as the kernel tells of them now. */
export function* lookProcesses(open: OpenLook): Generator<ProcRow> {
  for (const ev of lookRows(open, LookAt.PROCESSES)) yield processRow(ev);
}

/** A thread besides the leader of its process. */
export interface ThreadRow {
  readonly pid: number;
  readonly tid: number;
  readonly vtid: number;
  readonly comm: Uint8Array;
}

/** Threads of one process, or of all, leaders left out. */
export function* lookThreads(open: OpenLook, pid = 0): Generator<ThreadRow> {
  for (const ev of lookRows(open, LookAt.THREADS, pid))
    if ((ev.flags & RecordFlag.THREAD) !== 0)
      yield { pid: ev.tgid, tid: ev.tid, vtid: ev.int(P.VPID), comm: text(ev, P.COMM) };
}

/** A descriptor and what is behind it. */
export interface FdRow {
  readonly pid: number;
  /** Number of the process' network namespace. */
  readonly net: number;
  readonly fd: number;
  readonly entry: FdEntry;
}

/** Descriptors of one process, or of all. */
export function* lookFds(open: OpenLook, pid = 0, what: number = LookAt.FILES): Generator<FdRow> {
  const info = new FdInfo();
  for (const ev of lookRows(open, what, pid)) {
    const annex = ev.annex(AnnexTag.FD);
    if (annex < 0) continue;
    loadAnnexFd(ev, annex, ev.annexEntryLen, ev.annexEntryKind, info);
    info.openFlags = ev.uint(2);
    yield { pid: ev.tgid, net: ev.cgroupId, fd: info.num, entry: info.store() };
  }
}

function text(ev: EventView, param: number): Uint8Array {
  const n = Math.min(ev.textLen(param), MAX_TEXT);
  const from = ev.off[param] as number;
  return n > 0 ? ev.u8.slice(from, from + n) : EMPTY;
}

function bytes(ev: EventView, param: number): Uint8Array {
  const from = ev.off[param] as number;
  const n = Math.min(ev.len[param] as number, MAX_TEXT);
  return n > 0 ? ev.u8.slice(from, from + n) : EMPTY;
}

function big(ev: EventView, param: number): bigint {
  return ev.len[param] === 8 ? ev.dv.getBigUint64(ev.off[param] as number, true) : 0n;
}

/** Argument vector: argv[0], then the others. A title is one text, whatever follows it. */
function argv(ev: EventView): [exe: Uint8Array, args: Uint8Array] {
  const from = ev.off[P.ARGV] as number;
  const all = ev.u8.subarray(from, from + (ev.len[P.ARGV] as number));
  const end = all.indexOf(0);
  if (end < 0) return [all.slice(0, MAX_TEXT), EMPTY];
  const exe = all.slice(0, Math.min(end, MAX_TEXT));
  if ((ev.flags & RecordFlag.TITLE) !== 0) return [exe, EMPTY];
  return [exe, all.slice(end + 1, end + 1 + MAX_TEXT)];
}

function processRow(ev: EventView): ProcRow {
  const [exe, args] = argv(ev);
  const task = ev.annex(AnnexTag.TASK);
  const u32 = (offset: number): number => (task < 0 ? 0 : ev.dv.getUint32(task + offset, true));
  const caps = (offset: number): number => (task < 0 ? 0 : u64(ev.dv, task + offset));
  const { NS_PID, NS_MNT, NS_NET, NS_USER, NS_UTS, NS_IPC, NS_CGROUP } = ANNEX_TASK;
  return {
    pid: ev.tgid,
    ppid: ev.int(P.PPID),
    startNs: ev.startNs,
    comm: text(ev, P.COMM),
    exe,
    exepath: text(ev, P.EXEPATH),
    cwd: text(ev, P.CWD),
    root: text(ev, P.ROOT),
    argv: args,
    env: bytes(ev, P.ENV),
    cgroups: bytes(ev, P.CGROUPS),
    tty: ev.uint(P.TTY),
    sid: ev.int(P.SID),
    vpid: ev.int(P.VPID),
    vpgid: ev.int(P.VPGID),
    pgid: ev.int(P.PGID),
    loginuid: ev.uint(P.LOGINUID),
    uid: ev.uint(P.EUID),
    gid: ev.uint(P.EGID),
    capInheritable: caps(ANNEX_TASK.CAP_INHERITABLE),
    capPermitted: caps(ANNEX_TASK.CAP_PERMITTED),
    capEffective: caps(ANNEX_TASK.CAP_EFFECTIVE),
    exeFlags: ev.uint(P.FLAGS),
    exeIno: big(ev, P.INO),
    exeCtime: big(ev, P.CTIME),
    exeMtime: big(ev, P.MTIME),
    namespaces: [NS_PID, NS_MNT, NS_NET, NS_USER, NS_UTS, NS_IPC, NS_CGROUP].map(u32),
    pidnsStart: big(ev, P.PIDNS_START),
    threads: u32(ANNEX_TASK.THREADS),
    fdlimit: ev.uint(P.FDLIMIT),
    vmSize: ev.uint(P.VM_SIZE),
    vmRss: ev.uint(P.VM_RSS),
    vmSwap: ev.uint(P.VM_SWAP),
    faultsMajor: ev.uint(P.PGFT_MAJ),
    faultsMinor: ev.uint(P.PGFT_MIN),
    kthread: (ev.flags & RecordFlag.KTHREAD) !== 0,
  };
}
