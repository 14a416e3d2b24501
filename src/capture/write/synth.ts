import { FdInfo, FdKind, L4, Role } from "../../state/fd.js";
import type { Process } from "../../state/process.js";
import { encodeEvent, type EventSpec } from "../encode.js";
import type { ParamInput } from "../encode-param.js";
import { ThreadFlag } from "../../state/capture/flags.js";

const O_DIRECTORY = 1024;
const AF = { UNIX: 1, INET: 2, INET6: 10, NETLINK: 16 } as const;
const SOCK = { STREAM: 1, DGRAM: 2, RAW: 3 } as const;
const PROTO: ReadonlyMap<number, readonly [type: number, proto: number]> = new Map([
  [L4.TCP, [SOCK.STREAM, 6]],
  [L4.UDP, [SOCK.DGRAM, 17]],
  [L4.ICMP, [SOCK.RAW, 1]],
  [L4.RAW, [SOCK.RAW, 255]],
]);

/** Events that tell of an fd by nothing but its number. */
const PLAIN: ReadonlyMap<number, string> = new Map([
  [FdKind.EVENTFD, "eventfd2"],
  [FdKind.EPOLL, "epoll_create1"],
  [FdKind.SIGNALFD, "signalfd4"],
  [FdKind.TIMERFD, "timerfd_create"],
  [FdKind.INOTIFY, "inotify_init1"],
  [FdKind.BPF, "bpf"],
  [FdKind.IO_URING, "io_uring_setup"],
]);

/** When, and on which thread, an event is put in. */
export interface Moment {
  readonly ts: bigint;
  readonly tid: number;
}

const text = (b: Uint8Array): Uint8Array => {
  const out = new Uint8Array(b.length + 1);
  out.set(b);
  return out;
};

/**
 * Events after which the fd of this number is what the kernel says it is; none for what no event tells of.
 * @param openFlags portable bits, if they are known
 * @param pid process that a pidfd stands for
 */
export function fdEvents(at: Moment, fd: FdInfo, openFlags: number, pid = 0): Uint8Array[] {
  const { num } = fd;
  const make = (type: string, params: Readonly<Record<string, ParamInput>>): Uint8Array => encodeEvent({ ...at, type, params });
  switch (fd.kind) {
    case FdKind.FILE:
    case FdKind.DIRECTORY: {
      const flags = fd.kind === FdKind.DIRECTORY ? openFlags | O_DIRECTORY : openFlags & ~O_DIRECTORY;
      return [make("open", { fd: num, name: text(fd.name.copy()), flags, mode: 0, dev: fd.dev, ino: fd.ino })];
    }
    case FdKind.PIPE:
      return [make("pipe", { res: 0, fd1: num, fd2: num, ino: fd.ino })];
    case FdKind.MEMFD:
      return [make("memfd_create", { fd: num, name: text(fd.name.copy()), flags: 0 })];
    case FdKind.NETLINK:
      return [make("socket", { fd: num, domain: AF.NETLINK, type: SOCK.RAW, proto: 0, flags: 0 })];
    case FdKind.PIDFD:
      return [make("pidfd_open", { fd: num, pid, flags: 0 })];
    case FdKind.UNIX:
      return fd.userfault ? [make("userfaultfd", { res: num, flags: 0 })] : unix(make, fd);
    case FdKind.IPV4:
    case FdKind.IPV6:
      return inet(make, fd);
    default: {
      const type = PLAIN.get(fd.kind);
      return type === undefined ? [] : [encodeEvent({ ...at, type, params: [num] })];
    }
  }
}

type Make = (type: string, params: Readonly<Record<string, ParamInput>>) => Uint8Array;

function unix(make: Make, fd: FdInfo): Uint8Array[] {
  const out = [make("socket", { fd: fd.num, domain: AF.UNIX, type: SOCK.STREAM, proto: 0, flags: 0 })];
  if (fd.peer.len !== 8) return out;
  const tuple = new Uint8Array(18 + fd.raw.len);
  tuple[0] = AF.UNIX;
  tuple.set(fd.self.copy(), 1);
  tuple.set(fd.peer.copy(), 9);
  tuple.set(fd.raw.copy(), 17);
  out.push(make("connect", { res: 0, tuple, fd: fd.num, addr: null }));
  return out;
}

function inet(make: Make, fd: FdInfo): Uint8Array[] {
  const four = fd.kind === FdKind.IPV4;
  const [type, proto] = PROTO.get(fd.l4) ?? [SOCK.STREAM, 0];
  const out = [make("socket", { fd: fd.num, domain: four ? AF.INET : AF.INET6, type, proto, flags: 0 })];
  const size = four ? 4 : 16;
  if (fd.local.len !== size) return out;
  if (fd.role === Role.LISTENING) {
    out.push(make("bind", { res: 0, addr: end(four, fd, true), fd: fd.num }));
    return out;
  }
  if (fd.remote.len !== size || fd.role === Role.UNKNOWN) return out;
  const serves = fd.role === Role.SERVER;
  const local = end(four, fd, true);
  const remote = end(four, fd, false);
  const [from, to] = serves ? [remote, local] : [local, remote];
  const tuple = new Uint8Array([from[0] as number, ...from.subarray(1), ...to.subarray(1)]);
  if (serves) return [make("accept4", { fd: fd.num, tuple, queuepct: 0, queuelen: 0, queuemax: 0, flags: 0 })];
  out.push(make("connect", { res: 0, tuple, fd: fd.num, addr: remote }));
  return out;
}

/** A SOCKADDR of one end: family, address, port. */
function end(four: boolean, fd: FdInfo, local: boolean): Uint8Array {
  const port = local ? fd.lport : fd.rport;
  const ip = (local ? fd.local : fd.remote).copy();
  return new Uint8Array([four ? AF.INET : AF.INET6, ...ip, port & 0xff, port >> 8]);
}

/** A clone event of a child, as told by the state of its process: a process of its own, or a thread of `p`. */
export function cloneEvent(ts: bigint, p: Process, tid: number): Uint8Array {
  const thread = tid !== p.pid;
  const inner = p.vpid >= 0 && p.vpid !== p.pid;
  const flags = (thread ? ThreadFlag.THREAD | ThreadFlag.FILES : 0) | (inner ? ThreadFlag.CHILD_IN_PIDNS : 0);
  return encodeEvent({
    type: "PPME_SYSCALL_CLONE_20_X",
    ts,
    tid,
    params: {
      res: 0,
      ...common(p, tid),
      comm: text(p.comm.bytes),
      cgroups: p.cgroups.bytes,
      flags,
      uid: p.uid,
      gid: p.gid,
      vtid: thread ? tid : p.vpid,
      vpid: p.vpid,
      pidns_init_start_ts: p.pidnsStart,
    },
  });
}

/** An execve event after which a process is what the state says it is. */
export function execEvent(ts: bigint, p: Process): Uint8Array {
  return encodeEvent({
    type: "PPME_SYSCALL_EXECVE_19_X",
    ts,
    tid: p.pid,
    params: {
      res: 0,
      ...common(p, p.pid),
      comm: text(p.comm.bytes),
      cgroups: p.cgroups.bytes,
      env: p.env.bytes,
      tty: p.tty,
      vpgid: p.vpgid,
      loginuid: p.loginuid,
      flags: p.exeFlags,
      cap_inheritable: p.capInheritable,
      cap_permitted: p.capPermitted,
      cap_effective: p.capEffective,
      exe_ino: p.exeIno,
      exe_ino_ctime: p.exeCtime,
      exe_ino_mtime: p.exeMtime,
      uid: p.uid,
      trusted_exepath: text(p.exepath.bytes),
      pgid: p.pgid,
      gid: p.gid,
    } as NonNullable<EventSpec["params"]>,
  });
}

function common(p: Process, tid: number): Readonly<Record<string, ParamInput>> {
  return {
    exe: text(p.exe.bytes),
    args: p.argv.bytes,
    tid,
    pid: p.pid,
    ptid: p.ppid,
    cwd: text(p.cwd.bytes),
    fdlimit: p.fdlimit,
    pgft_maj: p.faultsMajor,
    pgft_min: p.faultsMinor,
    vm_size: p.vmSize,
    vm_rss: p.vmRss,
    vm_swap: p.vmSwap,
  };
}

/** Events after which ids and directory of a process are these. */
export function idEvents(at: Moment, p: Process, has: Process, cwd: Uint8Array): Uint8Array[] {
  const out: Uint8Array[] = [];
  const make = (type: string, params: Readonly<Record<string, ParamInput>>): void => {
    out.push(encodeEvent({ ...at, type, params }));
  };
  if (p.uid !== has.uid) make("setresuid", { res: 0, ruid: p.uid, euid: p.uid, suid: p.uid });
  if (p.gid !== has.gid) make("setresgid", { res: 0, rgid: p.gid, egid: p.gid, sgid: p.gid });
  if (p.sid !== has.sid) make("setsid", { res: p.sid });
  if (Buffer.compare(p.cwd.bytes, cwd) !== 0) make("chdir", { res: 0, path: text(p.cwd.bytes) });
  return out;
}
