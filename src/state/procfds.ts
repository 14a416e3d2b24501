import { readdirSync, readlinkSync, statSync } from "node:fs";
import { EMPTY } from "../event/bytes.js";
import { FdFlag } from "../event/record.js";
import { ANON_INODE_KINDS } from "./annex.js";
import { type FdEntry, FdKind, fdEntry, Role } from "./fd.js";
import { type NetSocket, netSockets } from "./netsockets.js";

const S_IFMT = 0o170000n;
const S_IFDIR = 0o040000n;
const S_IFIFO = 0o010000n;
const DELETED = " (deleted)";
const ANON = "anon_inode:";

/** Sockets by inode, read when the first one is asked for. */
export type SocketTable = () => ReadonlyMap<bigint, NetSocket>;

/** The sockets that a process can see, looked up once. */
export function socketTable(pid: number): SocketTable {
  let found: ReadonlyMap<bigint, NetSocket> | undefined;
  return () => {
    found ??= netSockets(pid);
    return found;
  };
}

/** One descriptor of a process as /proc tells of it; undefined if it is not open. */
export function procFd(pid: number, fd: number, sockets: SocketTable = socketTable(pid)): FdEntry | undefined {
  const path = `/proc/${pid}/fd/${fd}`;
  try {
    return entryOf(path, readlinkSync(path, "buffer"), sockets);
  } catch {
    return undefined;
  }
}

/** Does a descriptor stand for a socket? */
export function isSocketFd(pid: number, fd: number): boolean {
  try {
    return readlinkSync(`/proc/${pid}/fd/${fd}`).startsWith("socket:");
  } catch {
    return false;
  }
}

/** All descriptors of a process. */
export function* procFdEntries(pid: number): Generator<[fd: number, entry: FdEntry]> {
  let names: string[];
  try {
    names = readdirSync(`/proc/${pid}/fd`);
  } catch {
    return;
  }
  const sockets = socketTable(pid);
  for (const name of names) {
    const entry = procFd(pid, Number(name), sockets);
    if (entry !== undefined) yield [Number(name), entry];
  }
}

function entryOf(path: string, link: Buffer, sockets: SocketTable): FdEntry {
  const target = link.toString("latin1");
  if (target.startsWith("socket:[")) {
    const ino = BigInt(target.slice(8, -1));
    return socketEntry(ino, sockets().get(ino));
  }
  if (target.startsWith(ANON)) {
    const name = target.slice(ANON.length);
    const kind = ANON_INODE_KINDS.find(([start]) => name.startsWith(start))?.[1] ?? FdKind.UNSUPPORTED;
    return fdEntry(kind, { name: latin1(name), userfault: name === "[userfaultfd]" });
  }
  const s = statSync(path, { bigint: true });
  const facts = { ino: s.ino, dev: Number(BigInt.asUintN(32, s.dev)), flags: s.nlink === 0n ? FdFlag.DELETED : 0 };
  // a pipe has no name
  if (target.startsWith("pipe:[")) return fdEntry(FdKind.PIPE, { ...facts, flags: 0 });
  const gone = s.nlink === 0n && target.endsWith(DELETED);
  const name = link.subarray(0, gone ? link.length - DELETED.length : link.length);
  if (target.startsWith("/memfd:")) return fdEntry(FdKind.MEMFD, { ...facts, name: new Uint8Array(name.subarray(1)) });
  const type = s.mode & S_IFMT;
  const kind = type === S_IFDIR ? FdKind.DIRECTORY : type === S_IFIFO ? FdKind.PIPE : FdKind.FILE;
  return fdEntry(kind, { ...facts, name: new Uint8Array(name) });
}

function socketEntry(ino: bigint, s: NetSocket | undefined): FdEntry {
  if (s === undefined) return fdEntry(FdKind.OTHER, { ino });
  if (s.kind === FdKind.UNIX) return fdEntry(FdKind.UNIX, { ino, raw: s.path });
  if (s.kind === FdKind.NETLINK) return fdEntry(FdKind.NETLINK, { ino });
  const { l4, local, lport, rport } = s;
  // who is not connected has no peer
  const remote = rport !== 0 || s.remote.some((b) => b !== 0) ? s.remote : EMPTY;
  return fdEntry(s.kind, { ino, l4, local, remote, lport, rport, role: s.listening ? Role.LISTENING : Role.UNKNOWN });
}

const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "latin1"));
