import { decodeText } from "../event/bytes.js";
import { ThreadFlag } from "../state/capture/flags.js";
import type { ThreadGroup } from "../state/capture/group.js";
import type { Thread } from "../state/capture/thread.js";
import { type FdEntry, FdKind, FdStatus, fdTypeName, L4 } from "../state/fd.js";
import { ExeFlag } from "../state/process.js";
import type { SystemState } from "../state/system.js";

/** What is known of a thread, for people and tests. The names are those of the scap process list. */
export interface ThreadView {
  readonly tid: number;
  readonly pid: number;
  readonly ptid: number;
  readonly vtid: number;
  readonly vpid: number;
  readonly sid: number;
  readonly vpgid: number;
  readonly pgid: number;
  readonly reaper_tid: number;
  readonly comm: string;
  readonly exe: string;
  readonly exepath: string;
  readonly args: readonly string[];
  readonly env: readonly string[];
  readonly cgroups: readonly string[];
  readonly cwd: string;
  readonly root: string;
  readonly flags: number;
  readonly uid: number;
  readonly gid: number;
  readonly loginuid: number;
  readonly cap_permitted: number;
  readonly cap_effective: number;
  readonly cap_inheritable: number;
  readonly exe_ino: bigint;
  readonly exe_ino_ctime: bigint;
  readonly exe_ino_mtime: bigint;
  readonly exe_ino_ctime_duration_clone_ts: bigint;
  readonly exe_ino_ctime_duration_pidns_start: bigint;
  readonly exe_writable: boolean;
  readonly exe_upper_layer: boolean;
  readonly exe_lower_layer: boolean;
  readonly exe_from_memfd: boolean;
  readonly vmsize_kb: number;
  readonly vmrss_kb: number;
  readonly vmswap_kb: number;
  readonly pfmajor: number;
  readonly pfminor: number;
  readonly fdlimit: number;
  readonly tty: number;
  readonly pidns_init_start_ts: bigint;
  readonly clone_ts: bigint;
  readonly lastexec_ts: bigint;
  readonly lastevent_ts: bigint;
  readonly lastevent_fd: number;
  readonly is_main_thread: boolean;
  readonly is_dead: boolean;
  readonly is_invalid: boolean;
  readonly is_in_pid_namespace: boolean;
  readonly num_threads: number;
  readonly num_not_leader_threads: number;
  /** tids of the children that live, newest first. */
  readonly children: readonly number[];
  /** Children in the list, those included that are gone but not yet struck off. */
  readonly childrenListed: number;
  readonly not_expired_children: number;
  readonly fd_opencount: number;
  readonly fds: ReadonlyMap<number, FdView>;
}

/** What is known of an fd. */
export interface FdView {
  readonly fd: number;
  readonly type: string;
  readonly typestring: string;
  readonly typechar: string;
  readonly name: string;
  readonly name_raw: string;
  readonly oldname: string;
  readonly openflags: number;
  readonly dev: number;
  readonly device_major: number;
  readonly device_minor: number;
  readonly ino: bigint;
  readonly pid: number;
  readonly l4proto: string;
  readonly is_file: boolean;
  readonly is_directory: boolean;
  readonly is_pipe: boolean;
  readonly is_pidfd: boolean;
  readonly is_syslog: boolean;
  readonly is_unix_socket: boolean;
  readonly is_ipv4_socket: boolean;
  readonly is_ipv6_socket: boolean;
  readonly is_tcp_socket: boolean;
  readonly is_udp_socket: boolean;
  readonly is_role_none: boolean;
  readonly is_role_client: boolean;
  readonly is_role_server: boolean;
  readonly is_socket_connected: boolean;
  readonly is_socket_pending: boolean;
  readonly is_socket_failed: boolean;
  readonly is_overlay_upper: boolean;
  readonly is_overlay_lower: boolean;
  readonly is_close_on_exec: boolean;
  /** Source and destination, or the address that it is bound to (`sip`, `sport`). */
  readonly sip: Uint8Array;
  readonly dip: Uint8Array;
  readonly sport: number;
  readonly dport: number;
  readonly source: bigint;
  readonly dest: bigint;
}

/** The threads of a process. */
export interface GroupView {
  readonly pid: number;
  readonly alive: number;
  readonly reaper: boolean;
  /** tids of the threads that are in the table, the main thread first. */
  readonly tids: readonly number[];
  /** Threads in the list, those included that are gone but not yet struck off. */
  readonly listed: number;
}

export const decode = (b: Uint8Array): string => decodeText(b, 0, b.length);

function split(b: Uint8Array): string[] {
  if (b.length === 0) return [];
  return decode(b[b.length - 1] === 0 ? b.subarray(0, b.length - 1) : b).split("\0");
}

export function threadView(t: Thread): ThreadView {
  t.refreshFds();
  const main = t.main();
  const living = t.children.filter((c) => !c.expired);
  const fds = new Map<number, FdView>();
  for (const [fd, e] of t.fds?.entries() ?? []) fds.set(fd, fdView(fd, e));
  const flag = (bit: number): boolean => (t.exeFlags & bit) !== 0;
  return {
    tid: t.tid,
    pid: t.pid,
    ptid: t.ppid,
    vtid: t.vtid,
    vpid: t.vpid,
    sid: t.sid,
    vpgid: t.vpgid,
    pgid: t.pgid,
    reaper_tid: t.reaperTid,
    comm: t.comm.str,
    exe: t.exe.str,
    exepath: t.exepath.str,
    args: split(t.argv.bytes),
    env: split((main ?? t).env.bytes),
    cgroups: split(t.cgroups.bytes),
    cwd: main === null ? "./" : main.cwd.str,
    root: t.root.str,
    flags: t.flags >>> 0,
    uid: t.uid,
    gid: t.gid,
    loginuid: t.loginuid,
    cap_permitted: t.capPermitted,
    cap_effective: t.capEffective,
    cap_inheritable: t.capInheritable,
    exe_ino: t.exeIno,
    exe_ino_ctime: t.exeCtime,
    exe_ino_mtime: t.exeMtime,
    exe_ino_ctime_duration_clone_ts: t.exeCtimeToClone,
    exe_ino_ctime_duration_pidns_start: t.exeCtimeSincePidns,
    exe_writable: flag(ExeFlag.WRITABLE),
    exe_upper_layer: flag(ExeFlag.UPPER_LAYER),
    exe_lower_layer: flag(ExeFlag.LOWER_LAYER),
    exe_from_memfd: flag(ExeFlag.MEMFD),
    vmsize_kb: t.vmSize,
    vmrss_kb: t.vmRss,
    vmswap_kb: t.vmSwap,
    pfmajor: t.faultsMajor,
    pfminor: t.faultsMinor,
    fdlimit: t.fdlimit,
    tty: t.tty,
    pidns_init_start_ts: t.pidnsEpoch,
    clone_ts: t.cloneTs,
    lastexec_ts: t.lastExecTs,
    lastevent_ts: t.lastTs,
    lastevent_fd: t.lastFd,
    is_main_thread: t.isMain,
    is_dead: (t.flags & ThreadFlag.CLOSED) !== 0,
    is_invalid: t.invalid,
    is_in_pid_namespace: t.inPidNamespace,
    num_threads: t.numThreads,
    num_not_leader_threads: t.numOthers,
    children: living.map((c) => c.tid).reverse(),
    childrenListed: t.children.length,
    not_expired_children: t.notExpired,
    fd_opencount: main?.own.size ?? 0,
    fds,
  };
}

const L4_NAMES: readonly string[] = ["SCAP_L4_UNKNOWN", "SCAP_L4_TCP", "SCAP_L4_UDP", "SCAP_L4_ICMP", "SCAP_L4_RAW"];
const SIDES = FdStatus.CLIENT | FdStatus.SERVER;

/** Transport as it is shown: not for files, and only for sockets whose role is known. */
function transport(e: FdEntry): string {
  const name = L4_NAMES[e.l4] ?? "SCAP_L4_UNKNOWN";
  if (e.kind !== FdKind.IPV4 && e.kind !== FdKind.IPV6) return "SCAP_L4_NA";
  if ((e.status & FdStatus.BOUND) !== 0 || e.l4 === L4.RAW) return name;
  return (e.status & SIDES) === 0 ? "SCAP_L4_NA" : name;
}

const TYPES: ReadonlyMap<number, string> = new Map([
  [FdKind.FILE, "SCAP_FD_FILE_V2"],
  [FdKind.DIRECTORY, "SCAP_FD_DIRECTORY"],
  [FdKind.PIPE, "SCAP_FD_FIFO"],
  [FdKind.EVENTFD, "SCAP_FD_EVENT"],
  [FdKind.EPOLL, "SCAP_FD_EVENTPOLL"],
  [FdKind.SIGNALFD, "SCAP_FD_SIGNALFD"],
  [FdKind.INOTIFY, "SCAP_FD_INOTIFY"],
  [FdKind.TIMERFD, "SCAP_FD_TIMERFD"],
  [FdKind.NETLINK, "SCAP_FD_NETLINK"],
  [FdKind.BPF, "SCAP_FD_BPF"],
  [FdKind.IO_URING, "SCAP_FD_IOURING"],
  [FdKind.MEMFD, "SCAP_FD_MEMFD"],
  [FdKind.PIDFD, "SCAP_FD_PIDFD"],
  [FdKind.OTHER, "SCAP_FD_UNKNOWN"],
  [FdKind.UNSUPPORTED, "SCAP_FD_UNSUPPORTED"],
]);

function typeSymbol(e: FdEntry): string {
  const bound = (e.status & FdStatus.BOUND) !== 0 ? "SERV" : "";
  if (e.kind === FdKind.IPV4) return `SCAP_FD_IPV4_${bound}SOCK`;
  if (e.kind === FdKind.IPV6) return `SCAP_FD_IPV6_${bound}SOCK`;
  if (e.kind === FdKind.UNIX) return e.userfault ? "SCAP_FD_USERFAULTFD" : "SCAP_FD_UNIX_SOCK";
  return TYPES.get(e.kind) ?? "SCAP_FD_UNKNOWN";
}

function le64(b: Uint8Array): bigint {
  return b.length === 8 ? new DataView(b.buffer, b.byteOffset, 8).getBigUint64(0, true) : 0n;
}

export function fdView(fd: number, e: FdEntry): FdView {
  const on = (bit: number): boolean => (e.status & bit) !== 0;
  const ipv4 = e.kind === FdKind.IPV4 && !on(FdStatus.BOUND);
  const ipv6 = e.kind === FdKind.IPV6 && !on(FdStatus.BOUND);
  return {
    fd,
    type: typeSymbol(e),
    typestring: e.userfault ? "userfaultfd" : fdTypeName(e.kind),
    typechar: String.fromCharCode(e.kind),
    name: decode(e.name),
    name_raw: decode(e.raw),
    oldname: decode(e.name),
    openflags: e.openFlags,
    dev: e.dev,
    device_major: (e.dev & 0xfff00) >>> 8,
    device_minor: ((e.dev & 0xff) | ((e.dev >>> 12) & 0xfff00)) >>> 0,
    ino: e.ino,
    pid: e.pid,
    l4proto: transport(e),
    is_file: e.kind === FdKind.FILE,
    is_directory: e.kind === FdKind.DIRECTORY,
    is_pipe: e.kind === FdKind.PIPE,
    is_pidfd: e.kind === FdKind.PIDFD,
    is_syslog: decode(e.name).includes("/dev/log"),
    is_unix_socket: e.kind === FdKind.UNIX && !e.userfault,
    is_ipv4_socket: ipv4,
    is_ipv6_socket: ipv6,
    is_tcp_socket: ipv4 && e.l4 === L4.TCP,
    is_udp_socket: ipv4 && e.l4 === L4.UDP,
    is_role_none: (e.status & SIDES) === 0,
    is_role_client: on(FdStatus.CLIENT),
    is_role_server: on(FdStatus.SERVER),
    is_socket_connected: on(FdStatus.CONNECTED),
    is_socket_pending: on(FdStatus.PENDING),
    is_socket_failed: on(FdStatus.FAILED),
    is_overlay_upper: (e.flags & 2) !== 0,
    is_overlay_lower: (e.flags & 4) !== 0,
    is_close_on_exec: e.cloexec,
    sip: e.local,
    dip: e.remote,
    sport: e.lport,
    dport: e.rport,
    source: le64(e.self),
    dest: le64(e.peer),
  };
}

export function groupView(g: ThreadGroup): GroupView {
  return {
    pid: g.pid,
    alive: g.alive,
    reaper: g.reaper,
    tids: g.threads.filter((t) => !t.expired).map((t) => t.tid),
    listed: g.threads.length,
  };
}

/** What may be changed of a thread from outside. */
export interface ThreadChange {
  readonly comm?: string;
  readonly exe?: string;
  readonly exepath?: string;
  readonly sid?: number;
  readonly pgid?: number;
  readonly vpgid?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly loginuid?: number;
  readonly tty?: number;
  readonly flags?: number;
  readonly vtid?: number;
  readonly vpid?: number;
  readonly clone_ts?: bigint;
}

export function changeThread(state: SystemState, t: Thread, c: ThreadChange): void {
  const { pool } = state;
  if (c.comm !== undefined) t.comm = pool.of(c.comm);
  if (c.exe !== undefined) t.exe = pool.of(c.exe);
  if (c.exepath !== undefined) t.exepath = pool.of(c.exepath);
  t.sid = c.sid ?? t.sid;
  t.pgid = c.pgid ?? t.pgid;
  t.vpgid = c.vpgid ?? t.vpgid;
  t.uid = c.uid ?? t.uid;
  t.gid = c.gid ?? t.gid;
  t.loginuid = c.loginuid ?? t.loginuid;
  t.tty = c.tty ?? t.tty;
  t.flags = c.flags ?? t.flags;
  t.vtid = c.vtid ?? t.vtid;
  t.vpid = c.vpid ?? t.vpid;
  t.cloneTs = c.clone_ts ?? t.cloneTs;
  t.touch();
}
