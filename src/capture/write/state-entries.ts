import type { CaptureState } from "../../state/capture/capture.js";
import { ThreadFlag } from "../../state/capture/flags.js";
import type { Thread } from "../../state/capture/thread.js";
import { type FdEntry, FdKind, FdStatus, L4 } from "../../state/fd.js";
import { ExeFlag, type Process } from "../../state/process.js";
import type { SystemState } from "../../state/system.js";
import { type FdListEntry, FdListType, type ThreadEntry } from "../metadata.js";

const KNOWN_FLAGS = ThreadFlag.FILES | ThreadFlag.THREAD | ThreadFlag.CHILD_IN_PIDNS | ThreadFlag.IS_MAIN_THREAD;
const EMPTY = new Uint8Array(0);
const SLASH = new Uint8Array([47]);
const ZERO4 = new Uint8Array(4);
const ZERO16 = new Uint8Array(16);

const TYPES: ReadonlyMap<number, number> = new Map([
  [FdKind.FILE, FdListType.FILE_V2],
  [FdKind.DIRECTORY, FdListType.DIRECTORY],
  [FdKind.PIPE, FdListType.FIFO],
  [FdKind.UNIX, FdListType.UNIX],
  [FdKind.EVENTFD, FdListType.EVENT],
  [FdKind.SIGNALFD, FdListType.SIGNALFD],
  [FdKind.EPOLL, FdListType.EVENTPOLL],
  [FdKind.INOTIFY, FdListType.INOTIFY],
  [FdKind.TIMERFD, FdListType.TIMERFD],
  [FdKind.NETLINK, FdListType.NETLINK],
  [FdKind.BPF, FdListType.BPF],
  [FdKind.IO_URING, FdListType.IO_URING],
  [FdKind.MEMFD, FdListType.MEMFD],
  [FdKind.PIDFD, FdListType.PIDFD],
]);

/** Numbers of transports in the file; the second there stands for "no socket". */
const TRANSPORT: ReadonlyMap<number, number> = new Map([
  [L4.UNKNOWN, 0],
  [L4.TCP, 2],
  [L4.UDP, 3],
  [L4.ICMP, 4],
  [L4.RAW, 5],
]);

/** The threads that a state knows, as a process list tells of them. */
export function* stateThreads(c: CaptureState): Generator<ThreadEntry> {
  for (const t of c.threads.values()) if (!t.invalid && !t.dead) yield threadEntry(t);
}

function threadEntry(t: Thread): ThreadEntry {
  return {
    ...processEntry(t, 0n),
    tid: t.tid,
    vtid: t.vtid,
    root: t.root.bytes,
    flags: t.flags & KNOWN_FLAGS,
    pidnsStartNs: t.pidnsEpoch,
  };
}

/** The processes that a live state knows, each as its first thread. */
export function* liveProcesses(state: SystemState): Generator<ThreadEntry> {
  for (const p of state.procs.values()) if (!p.stub) yield processEntry(p, state.bootNs);
}

function processEntry(p: Process, bootNs: bigint): ThreadEntry {
  const inner = p.vpid >= 0 && p.vpid !== p.pid;
  return {
    tid: p.pid,
    pid: p.pid,
    ptid: p.ppid,
    sid: p.sid,
    vpgid: p.vpgid,
    pgid: p.pgid,
    vtid: p.vpid,
    vpid: p.vpid,
    comm: p.comm.bytes,
    exe: p.exe.bytes,
    exepath: p.exepath.bytes,
    args: p.argv.bytes,
    cwd: p.cwd.bytes,
    root: SLASH,
    env: p.env.bytes,
    cgroups: p.cgroups.bytes,
    fdlimit: p.fdlimit,
    flags: inner ? ThreadFlag.CHILD_IN_PIDNS : 0,
    uid: p.uid,
    gid: p.gid,
    loginuid: p.loginuid,
    vmSizeKb: p.vmSize,
    vmRssKb: p.vmRss,
    vmSwapKb: p.vmSwap,
    faultsMajor: p.faultsMajor,
    faultsMinor: p.faultsMinor,
    pidnsStartNs: p.pidnsStartNs(bootNs),
    tty: p.tty,
    capInheritable: BigInt(p.capInheritable),
    capPermitted: BigInt(p.capPermitted),
    capEffective: BigInt(p.capEffective),
    exeWritable: (p.exeFlags & ExeFlag.WRITABLE) !== 0,
    exeUpperLayer: (p.exeFlags & ExeFlag.UPPER_LAYER) !== 0,
    exeLowerLayer: (p.exeFlags & ExeFlag.LOWER_LAYER) !== 0,
    exeFromMemfd: (p.exeFlags & ExeFlag.MEMFD) !== 0,
    exeIno: p.exeIno,
    exeCtimeNs: p.exeCtime,
    exeMtimeNs: p.exeMtime,
  };
}

/** The fds of each of these threads. */
export function* stateFds(c: CaptureState): Generator<[tid: number, fds: FdListEntry[]]> {
  for (const [t, fds] of ownFds(c))
    yield [t.tid, fds.map(([fd, e]) => fdEntryOf(fd, e)).filter((e) => e.type <= FdListType.FILE_V2)];
}

/**
 * fds of kinds that readers of some age refuse in a list: they are told of by events at the head of the file, which such
 * readers skip.
 */
export function* stateNewFds(c: CaptureState): Generator<[tid: number, fd: number, entry: FdEntry]> {
  for (const [t, fds] of ownFds(c))
    for (const [fd, e] of fds) if (fdEntryOf(fd, e).type > FdListType.FILE_V2) yield [t.tid, fd, e];
}

function* ownFds(c: CaptureState): Generator<[t: Thread, fds: [number, FdEntry][]]> {
  for (const t of c.threads.values()) {
    if (t.invalid || t.dead) continue;
    const own = (t.flags & ThreadFlag.FILES) === 0 || t.isMain;
    yield [t, own ? [...t.own.entries()] : []];
  }
}

const BLANK = {
  name: EMPTY,
  openFlags: 0,
  dev: 0,
  l4: 0,
  sip: EMPTY,
  dip: EMPTY,
  sport: 0,
  dport: 0,
  source: 0n,
  destination: 0n,
};

function fdEntryOf(fd: number, e: FdEntry): FdListEntry {
  const base = { ...BLANK, fd, ino: e.ino };
  if (e.kind === FdKind.IPV4 || e.kind === FdKind.IPV6) return { ...base, ...socket(e) };
  const type = e.userfault ? FdListType.USERFAULTFD : (TYPES.get(e.kind) ?? FdListType.UNSUPPORTED);
  if (type === FdListType.UNIX)
    return { ...base, type, name: unixPath(e), source: le64(e.self), destination: le64(e.peer) };
  return { ...base, type, name: e.name, openFlags: e.openFlags, dev: e.dev };
}

/**
 * Client and server of a recorded socket become source and destination. What the list cannot tell, which of the two is
 * this machine, is told by the ports that it says are listened on, as in captures of other makes.
 */
function socket(e: FdEntry): Partial<FdListEntry> & { type: number } {
  const four = e.kind === FdKind.IPV4;
  const zeros = four ? ZERO4 : ZERO16;
  const ip = (b: Uint8Array): Uint8Array => (b.length === zeros.length ? b : zeros);
  const l4 = TRANSPORT.get(e.l4) ?? 0;
  if ((e.status & FdStatus.BOUND) !== 0)
    return { type: four ? FdListType.IPV4_SERVER : FdListType.IPV6_SERVER, sip: ip(e.local), sport: e.lport, l4 };
  const ends =
    (e.status & FdStatus.SERVER) !== 0
      ? { sip: ip(e.remote), sport: e.rport, dip: ip(e.local), dport: e.lport }
      : { sip: ip(e.local), sport: e.lport, dip: ip(e.remote), dport: e.rport };
  return { type: four ? FdListType.IPV4 : FdListType.IPV6, l4, ...ends };
}

/** The name of a unix socket is the two ends and the path; the list has these apart. */
function unixPath(e: FdEntry): Uint8Array {
  const at = e.name.lastIndexOf(32);
  return at < 0 ? e.name : e.name.subarray(at + 1);
}

function le64(b: Uint8Array): bigint {
  return b.length === 8 ? new DataView(b.buffer, b.byteOffset, 8).getBigUint64(0, true) : 0n;
}
