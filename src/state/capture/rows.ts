import { changedFd, type FdEntry, FdKind, FdStatus, fdInStatus, L4 } from "../fd.js";
import { ExeFlag } from "../process.js";
import type { CaptureState } from "./capture.js";
import { captured } from "./files.js";
import { listedName } from "./socknames.js";
import { Thread } from "./thread.js";

/** One thread of a capture's process list. Texts are bytes. */
export interface ThreadRow {
  readonly tid: number;
  readonly pid: number;
  readonly ptid: number;
  readonly sid: number;
  readonly vpgid: number;
  readonly pgid: number;
  readonly vtid: number;
  readonly vpid: number;
  readonly comm: Uint8Array;
  /** argv[0]. */
  readonly exe: Uint8Array;
  readonly exepath: Uint8Array;
  /** argv[1..], each ended by NUL. */
  readonly args: Uint8Array;
  readonly cwd: Uint8Array;
  readonly root: Uint8Array;
  /** `K=V` entries, each ended by NUL. */
  readonly env: Uint8Array;
  /** `subsystem=path` entries, each ended by NUL. */
  readonly cgroups: Uint8Array;
  readonly fdlimit: number;
  /** Bits of the clone flags of the scap schema. */
  readonly flags: number;
  readonly uid: number;
  readonly gid: number;
  readonly loginuid: number;
  readonly vmSizeKb: number;
  readonly vmRssKb: number;
  readonly vmSwapKb: number;
  readonly faultsMajor: number;
  readonly faultsMinor: number;
  /** Start of the pid namespace's init, ns since the epoch. */
  readonly pidnsStartNs: bigint;
  readonly tty: number;
  readonly capInheritable: bigint;
  readonly capPermitted: bigint;
  readonly capEffective: bigint;
  readonly exeWritable: boolean;
  readonly exeUpperLayer: boolean;
  readonly exeLowerLayer: boolean;
  readonly exeFromMemfd: boolean;
  readonly exeIno: bigint;
  /** ns since the epoch. */
  readonly exeCtimeNs: bigint;
  readonly exeMtimeNs: bigint;
  /** When it was cloned; captures do not say. */
  readonly cloneNs?: bigint;
}

/** One fd of a capture's fd list. */
export interface FdRow {
  readonly fd: number;
  readonly ino: bigint;
  readonly type: number;
  readonly name: Uint8Array;
  readonly openFlags: number;
  readonly dev: number;
  readonly l4: number;
  readonly sip: Uint8Array;
  readonly dip: Uint8Array;
  readonly sport: number;
  readonly dport: number;
  readonly source: bigint;
  readonly destination: bigint;
}

/** Kinds of fds in the order of the list's numbers. */
const KINDS: readonly number[] = [
  FdKind.OTHER,
  FdKind.FILE,
  FdKind.DIRECTORY,
  FdKind.IPV4,
  FdKind.IPV6,
  FdKind.IPV4,
  FdKind.IPV6,
  FdKind.PIPE,
  FdKind.UNIX,
  FdKind.EVENTFD,
  FdKind.UNSUPPORTED,
  FdKind.SIGNALFD,
  FdKind.EPOLL,
  FdKind.INOTIFY,
  FdKind.TIMERFD,
  FdKind.NETLINK,
  FdKind.FILE,
  FdKind.BPF,
  FdKind.UNIX,
  FdKind.IO_URING,
  FdKind.MEMFD,
  FdKind.PIDFD,
];
const IPV4_SERVER = 5;
const IPV6_SERVER = 6;
const USERFAULTFD = 18;

/** Transports in the order of the list's numbers; the second stands for "no socket". */
const TRANSPORTS: readonly number[] = [L4.UNKNOWN, L4.UNKNOWN, L4.TCP, L4.UDP, L4.ICMP, L4.RAW];

/** Add a thread of the process list. */
export function addListedThread(c: CaptureState, row: ThreadRow): void {
  const { state } = c;
  const attr = (b: Uint8Array) => state.pool.intern(b, 0, b.length);
  const t = new Thread(row.tid);
  t.pid = row.pid;
  t.ppid = row.ptid;
  t.sid = row.sid;
  t.vpgid = row.vpgid;
  t.pgid = row.pgid;
  t.vtid = row.vtid;
  t.vpid = row.vpid;
  t.comm = attr(row.comm);
  t.exe = attr(row.exe);
  t.exepath = attr(withoutDeleted(row.exepath));
  t.root = attr(row.root);
  t.flags |= row.flags | ACTIVE;
  t.fdlimit = row.fdlimit;
  t.uid = row.uid;
  t.gid = row.gid;
  t.loginuid = row.loginuid;
  t.vmSize = row.vmSizeKb;
  t.vmRss = row.vmRssKb;
  t.vmSwap = row.vmSwapKb;
  t.faultsMajor = row.faultsMajor;
  t.faultsMinor = row.faultsMinor;
  t.pidnsEpoch = row.pidnsStartNs;
  t.tty = row.tty;
  t.capInheritable = Number(row.capInheritable);
  t.capPermitted = Number(row.capPermitted);
  t.capEffective = Number(row.capEffective);
  t.exeFlags =
    (row.exeWritable ? ExeFlag.WRITABLE : 0) |
    (row.exeUpperLayer ? ExeFlag.UPPER_LAYER : 0) |
    (row.exeLowerLayer ? ExeFlag.LOWER_LAYER : 0) |
    (row.exeFromMemfd ? ExeFlag.MEMFD : 0);
  t.exeIno = row.exeIno;
  t.exeCtime = row.exeCtimeNs;
  t.exeMtime = row.exeMtimeNs;
  t.cloneTs = row.cloneNs ?? 0n;
  t.adopted = true;
  c.threads.add(t, false);
  const { procs } = state;
  procs.setArgv(t, procs.argvBlob(row.args, 0, row.args.length));
  if (t.isMain) {
    procs.setEnv(t, procs.envBlob(row.env, 0, row.env.length));
    state.setCwd(t, row.cwd, 0, row.cwd.length);
  }
  state.setCgroups(t, row.cgroups, 0, row.cgroups.length);
  c.suppress.listed(t.tid, t.comm.str);
}

const ACTIVE = 1 << 19;
const DELETED = Buffer.from(" (deleted)");

function withoutDeleted(path: Uint8Array): Uint8Array {
  const n = path.length - DELETED.length;
  return n > 0 && Buffer.compare(path.subarray(n), DELETED) === 0 ? path.subarray(0, n) : path;
}

/** Add an fd of the fd list to a thread that is known. */
export function addListedFd(c: CaptureState, tid: number, row: FdRow): void {
  const t = c.threads.get(tid);
  t?.own.set(row.fd, listedEntry(c, row));
}

function listedEntry(c: CaptureState, row: FdRow): FdEntry {
  const kind = KINDS[row.type] ?? FdKind.UNSUPPORTED;
  const base = { ino: row.ino, name: row.name, status: FdStatus.LISTED };
  if (kind === FdKind.IPV4 || kind === FdKind.IPV6) return listedSocket(c, row, kind);
  if (kind === FdKind.UNIX && row.type !== USERFAULTFD) {
    const side = row.name.length === 0 ? FdStatus.CLIENT : FdStatus.SERVER;
    const ends = { self: le64(row.source), peer: le64(row.destination) };
    return captured(kind, { ...base, ...ends, status: base.status | side });
  }
  return captured(kind, {
    ...base,
    userfault: row.type === USERFAULTFD,
    openFlags: row.openFlags,
    dev: row.dev,
  });
}

function listedSocket(c: CaptureState, row: FdRow, kind: number): FdEntry {
  const l4 = TRANSPORTS[row.l4] ?? L4.UNKNOWN;
  if (row.type === IPV4_SERVER || row.type === IPV6_SERVER) {
    c.serverPorts.add(row.sport);
    const status = FdStatus.LISTED | FdStatus.BOUND;
    const e = captured(kind, { ino: row.ino, l4, local: row.sip, lport: row.sport, status });
    e.name = listedName(e, c.state.serviceNames);
    return e;
  }
  let [src, dst] = [row.sip, row.dip];
  let is = kind;
  if (kind === FdKind.IPV6 && mapped(src) && mapped(dst)) {
    is = FdKind.IPV4;
    src = src.subarray(12);
    dst = dst.subarray(12);
  }
  if (is === FdKind.IPV4) [src, dst] = c.interfaces.complete(src, row.sport, dst, row.dport);
  const status = FdStatus.LISTED | (l4 === L4.TCP ? FdStatus.CONNECTED : 0);
  const ends = { local: src, lport: row.sport, remote: dst, rport: row.dport };
  const e = captured(is, { ino: row.ino, l4, ...ends, status });
  e.name = listedName(e, c.state.serviceNames);
  return e;
}

function mapped(ip: Uint8Array): boolean {
  for (let i = 0; i < 10; i++) if (ip[i] !== 0) return false;
  return (ip[10] === 0xff && ip[11] === 0xff) || ip.subarray(10).every((b) => b === 0);
}

function le64(v: bigint): Uint8Array {
  const out = new Uint8Array(8);
  new DataView(out.buffer).setBigUint64(0, v, true);
  return out;
}

/** When all lists are read: tell who is client and who server on the sockets that were listed. */
export function settleSockets(c: CaptureState): void {
  for (const t of c.threads.values()) {
    for (const [fd, e] of [...t.own.entries()]) {
      if (e.kind !== FdKind.IPV4 || (e.status & FdStatus.BOUND) !== 0) continue;
      if (!c.serverPorts.has(e.lport)) {
        t.own.update(fd, fdInStatus(e, e.status | FdStatus.CLIENT));
        continue;
      }
      const swapped = changedFd(e, { local: e.remote, lport: e.rport, remote: e.local, rport: e.lport });
      swapped.name = listedName(swapped, c.state.serviceNames);
      swapped.status = e.status | FdStatus.SERVER;
      t.own.update(fd, swapped);
    }
  }
}
