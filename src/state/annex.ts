import type { Slice } from "../event/bytes.js";
import { ANNEX_FD, ANNEX_SOCK, ANNEX_TASK, ANNEX_UNIX, AnnexTag } from "../event/record.js";
import type { EventView } from "../event/view.js";
import { type FdInfo, FdKind } from "./fd.js";
import type { Process } from "./process.js";

const TWO32 = 0x1_0000_0000;

/** u64 as a double: start times and capability sets fit. */
export function u64(dv: DataView, off: number): number {
  return dv.getUint32(off, true) + dv.getUint32(off + 4, true) * TWO32;
}

/** Fill `fd` from an annex FD entry whose payload of `len` bytes is at `at`. */
export function loadAnnexFd(ev: EventView, at: number, len: number, annexKind: number, fd: FdInfo): void {
  const { dv, u8 } = ev;
  const kind =
    annexKind === ANON_INODE ? anonymousKind(u8, at + ANNEX_FD.SIZE, Math.max(0, len - ANNEX_FD.SIZE)) : annexKind;
  if (len < ANNEX_FD.SIZE) {
    fd.clear(-1, kind);
    return;
  }
  fd.clear(dv.getInt32(at + ANNEX_FD.FD, true), kind);
  fd.dev = dv.getUint32(at + ANNEX_FD.DEV, true);
  fd.inoLo = dv.getUint32(at + ANNEX_FD.INO, true);
  fd.inoHi = dv.getUint32(at + ANNEX_FD.INO + 4, true);
  fd.flags = dv.getUint32(at + ANNEX_FD.FLAGS, true);
  const rest = at + ANNEX_FD.SIZE;
  const n = len - ANNEX_FD.SIZE;
  if (kind === FdKind.IPV4 || kind === FdKind.IPV6) {
    const size = kind === FdKind.IPV4 ? 4 : 16;
    if (n < ANNEX_SOCK.ADDRS + 2 * size) return;
    fd.l4 = u8[rest + ANNEX_SOCK.L4] as number;
    fd.role = u8[rest + ANNEX_SOCK.ROLE] as number;
    fd.lport = dv.getUint16(rest + ANNEX_SOCK.LPORT, true);
    fd.rport = dv.getUint16(rest + ANNEX_SOCK.RPORT, true);
    fd.local.set(u8, rest + ANNEX_SOCK.ADDRS, size);
    // An unconnected socket has no peer: neither port nor address.
    if (fd.rport !== 0 || !allZero(u8, rest + ANNEX_SOCK.ADDRS + size, size))
      fd.remote.set(u8, rest + ANNEX_SOCK.ADDRS + size, size);
  } else if (kind === FdKind.UNIX) {
    if (n < ANNEX_UNIX.PATH) return;
    fd.self.set(u8, rest + ANNEX_UNIX.SELF, 8);
    if (!allZero(u8, rest + ANNEX_UNIX.PEER, 8)) fd.peer.set(u8, rest + ANNEX_UNIX.PEER, 8);
    fd.raw.set(u8, rest + ANNEX_UNIX.PATH, n - ANNEX_UNIX.PATH);
  } else fd.name.set(u8, rest, n);
}

/** Kinds of anonymous inodes by the beginning of the name that the kernel gives them. */
export const ANON_INODE_KINDS: readonly (readonly [name: string, kind: number])[] = [
  ["[eventfd]", FdKind.EVENTFD],
  ["[eventpoll]", FdKind.EPOLL],
  ["[signalfd]", FdKind.SIGNALFD],
  ["inotify", FdKind.INOTIFY],
  ["[timerfd]", FdKind.TIMERFD],
  ["bpf-", FdKind.BPF],
  ["[io_uring]", FdKind.IO_URING],
  ["[userfaultfd]", FdKind.UNIX],
  ["[pidfd]", FdKind.PIDFD],
];

/** Annex kind of an anonymous inode. */
const ANON_INODE = 97; // a

/** What an anonymous inode is, by its name in the annex. */
function anonymousKind(u8: Uint8Array, off: number, len: number): number {
  for (let i = 0; i < ANON_INODE_KINDS.length; i++) {
    const [name, kind] = ANON_INODE_KINDS[i] as (typeof ANON_INODE_KINDS)[number];
    let k = 0;
    while (k < name.length && k < len && u8[off + k] === name.charCodeAt(k)) k++;
    if (k === name.length) return kind;
  }
  return FdKind.UNSUPPORTED;
}

function allZero(u8: Uint8Array, off: number, len: number): boolean {
  for (let i = 0; i < len; i++) if (u8[off + i] !== 0) return false;
  return true;
}

/** Offset of the annex TASK entry; -1 if there is none. */
export function taskEntry(ev: EventView): number {
  const at = ev.annex(AnnexTag.TASK);
  return at >= 0 && ev.annexEntryLen >= ANNEX_TASK.SIZE ? at : -1;
}

/** Take ids, capabilities, terminal and namespaces from an annex TASK entry at `at`. */
export function loadAnnexTask(ev: EventView, at: number, p: Process): void {
  const dv = ev.dv;
  p.capInheritable = u64(dv, at + ANNEX_TASK.CAP_INHERITABLE);
  p.capPermitted = u64(dv, at + ANNEX_TASK.CAP_PERMITTED);
  p.capEffective = u64(dv, at + ANNEX_TASK.CAP_EFFECTIVE);
  p.sid = dv.getUint32(at + ANNEX_TASK.SID, true);
  p.pgid = dv.getUint32(at + ANNEX_TASK.PGID, true);
  p.vpgid = dv.getUint32(at + ANNEX_TASK.VPGID, true);
  p.uid = dv.getUint32(at + ANNEX_TASK.EUID, true);
  p.gid = dv.getUint32(at + ANNEX_TASK.EGID, true);
  p.loginuid = dv.getUint32(at + ANNEX_TASK.LOGINUID, true);
  p.tty = dv.getUint32(at + ANNEX_TASK.TTY, true);
  p.nsPid = dv.getUint32(at + ANNEX_TASK.NS_PID, true);
  p.nsMnt = dv.getUint32(at + ANNEX_TASK.NS_MNT, true);
  p.nsNet = dv.getUint32(at + ANNEX_TASK.NS_NET, true);
  p.nsUser = dv.getUint32(at + ANNEX_TASK.NS_USER, true);
  p.nsUts = dv.getUint32(at + ANNEX_TASK.NS_UTS, true);
  p.nsIpc = dv.getUint32(at + ANNEX_TASK.NS_IPC, true);
  p.nsCgroup = dv.getUint32(at + ANNEX_TASK.NS_CGROUP, true);
}

/** Captures: the path that an open led to, where the recorder has noted that it was not the one that was asked for. */
export function openedPath(ev: EventView, out: Slice): boolean {
  if (ev.annexLen === 0) return false;
  const at = ev.annex(AnnexTag.FD);
  if (at < 0 || ev.annexEntryLen <= ANNEX_FD.SIZE) return false;
  out.set(ev.u8, at + ANNEX_FD.SIZE, ev.annexEntryLen - ANNEX_FD.SIZE);
  return true;
}
