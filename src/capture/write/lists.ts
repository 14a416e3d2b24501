import { encodeText } from "../../event/bytes.js";
import { blockNumber } from "../blocks.js";
import {
  type FdListEntry,
  FdListType,
  type GroupEntry,
  type InterfaceEntry,
  type MachineInfo,
  type ThreadEntry,
  type UserEntry,
} from "../metadata.js";
import type { BlockWriter } from "./blocks.js";

// Readers refuse longer texts.
const NAME = 1023;
const LONG = 4096;
const USER_TEXT = 255;
const HOSTNAME = 128;
const SLASH = 47;
const ROOT = encodeText("/");

export function writeMachine(w: BlockWriter, m: MachineInfo): void {
  w.begin(blockNumber("machine info", 1));
  w.u32(m.cpus);
  w.u64(m.memoryBytes);
  w.u64(m.maxPid);
  const name = new Uint8Array(HOSTNAME);
  name.set(encodeText(m.hostname).subarray(0, HOSTNAME - 1));
  w.bytes(name);
  w.u64(m.bootNs);
  w.u64(m.flags);
  w.u64(0);
  w.u64(0);
  w.end();
}

/** Addresses of IPv4 come first. */
export function writeInterfaces(w: BlockWriter, list: readonly InterfaceEntry[]): void {
  w.begin(blockNumber("interface list", 2));
  for (const size of [4, 16]) {
    for (const i of list) {
      if (i.address.length !== size) continue;
      const name = encodeText(i.name).subarray(0, NAME);
      w.beginEntry();
      w.u16(size === 4 ? 1 : 2);
      w.u16(name.length);
      w.bytes(i.address);
      w.bytes(i.netmask);
      w.bytes(i.broadcast);
      w.u64(i.linkSpeed);
      w.bytes(name);
      w.endEntry(false);
    }
  }
  w.end();
}

export function writeUsers(w: BlockWriter, users: readonly UserEntry[], groups: readonly GroupEntry[]): void {
  w.begin(blockNumber("user list", 2));
  for (const u of users) {
    w.beginEntry();
    w.byte(0);
    w.u32(u.uid);
    w.u32(u.gid);
    for (const text of [u.name, u.home, u.shell]) w.text(encodeText(text), USER_TEXT);
    w.endEntry();
  }
  for (const g of groups) {
    w.beginEntry();
    w.byte(1);
    w.u32(g.gid);
    w.text(encodeText(g.name), USER_TEXT);
    w.endEntry();
  }
  w.end();
}

export function writeThreads(w: BlockWriter, threads: Iterable<ThreadEntry>): void {
  w.begin(blockNumber("process list", 9));
  for (const t of threads) writeThread(w, t);
  w.end();
}

function writeThread(w: BlockWriter, t: ThreadEntry): void {
  w.beginEntry();
  for (const id of [t.tid, t.pid, t.ptid, t.sid, t.vpgid]) w.u64(id);
  w.text(t.comm, NAME);
  w.text(t.exe, NAME);
  w.text(t.exepath, NAME);
  w.text(t.args, LONG);
  w.text(withSlash(t.cwd), NAME);
  w.u64(t.fdlimit);
  w.u32(t.flags);
  w.u32(t.uid);
  w.u32(t.gid);
  w.u32(t.vmSizeKb);
  w.u32(t.vmRssKb);
  w.u32(t.vmSwapKb);
  w.u64(t.faultsMajor);
  w.u64(t.faultsMinor);
  w.text(t.env, LONG);
  w.u64(t.vtid);
  w.u64(t.vpid);
  w.text(t.cgroups, LONG);
  w.text(t.root, NAME);
  w.u64(t.pidnsStartNs);
  w.u32(t.tty);
  w.u32(t.loginuid);
  w.byte(t.exeWritable ? 1 : 0);
  w.u64(t.capInheritable);
  w.u64(t.capPermitted);
  w.u64(t.capEffective);
  w.byte(t.exeUpperLayer ? 1 : 0);
  w.u64(t.exeIno);
  w.u64(t.exeCtimeNs);
  w.u64(t.exeMtimeNs);
  w.byte(t.exeFromMemfd ? 1 : 0);
  w.byte(t.exeLowerLayer ? 1 : 0);
  w.u64(t.pgid);
  w.endEntry();
}

/** Directories end in a slash; one that is unknown is the root. */
function withSlash(cwd: Uint8Array): Uint8Array {
  if (cwd.length === 0) return ROOT;
  if (cwd[cwd.length - 1] === SLASH) return cwd;
  const out = new Uint8Array(cwd.length + 1);
  out.set(cwd);
  out[cwd.length] = SLASH;
  return out;
}

/** The fd list of a thread; an empty one for a thread that has none of its own. */
export function writeFds(w: BlockWriter, tid: number, fds: Iterable<FdListEntry>): void {
  w.begin(blockNumber("fd list", 2));
  w.u64(tid);
  for (const f of fds) writeFd(w, f);
  w.end();
}

function writeFd(w: BlockWriter, f: FdListEntry): void {
  if (f.type === FdListType.UNKNOWN) return;
  w.beginEntry();
  w.u64(f.fd);
  w.u64(f.ino);
  w.byte(f.type);
  switch (f.type) {
    case FdListType.FILE_V2:
      w.u32(f.openFlags);
      w.text(f.name, NAME);
      w.u32(f.dev);
      break;
    case FdListType.IPV4:
    case FdListType.IPV6:
      w.bytes(f.sip);
      w.bytes(f.dip);
      w.u16(f.sport);
      w.u16(f.dport);
      w.byte(f.l4);
      break;
    case FdListType.IPV4_SERVER:
    case FdListType.IPV6_SERVER:
      w.bytes(f.sip);
      w.u16(f.sport);
      w.byte(f.l4);
      break;
    case FdListType.UNIX:
      w.u64(f.source);
      w.u64(f.destination);
      w.text(f.name, NAME);
      break;
    default:
      w.text(f.name, NAME);
  }
  w.endEntry();
}
