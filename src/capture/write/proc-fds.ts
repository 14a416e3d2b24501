import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import type { ProcSnapshot } from "../../state/procfs.js";
import { type FdListEntry, FdListType } from "../metadata.js";
import { openFlags } from "./openflags.js";
import { type SocketFacts, socketsOf } from "./proc-sockets.js";

const MAX_PER_PROCESS = 4096;
const MAX_ALL = 400_000;
const EMPTY = new Uint8Array(0);
const S_IFMT = 0o170000n;
const S_IFDIR = 0o040000n;
const NET = 2;
const DELETED = " (deleted)";

const BLANK: FdListEntry = {
  fd: 0,
  ino: 0n,
  type: FdListType.UNSUPPORTED,
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

/** Types of anonymous inodes by the beginning of their names. */
const ANONYMOUS: readonly (readonly [name: string, type: number])[] = [
  ["[eventfd]", FdListType.EVENT],
  ["[eventpoll]", FdListType.EVENTPOLL],
  ["[signalfd]", FdListType.SIGNALFD],
  ["inotify", FdListType.INOTIFY],
  ["[timerfd]", FdListType.TIMERFD],
  ["bpf-", FdListType.BPF],
  ["[io_uring]", FdListType.IO_URING],
  ["[userfaultfd]", FdListType.USERFAULTFD],
  ["[pidfd]", FdListType.PIDFD],
];

/** The open fds of the processes of a scan, process by process; read when they are asked for. */
export function* procFds(s: ProcSnapshot, root = "/proc"): Generator<[tid: number, fds: FdListEntry[]]> {
  const sockets = new Map<number, Map<bigint, SocketFacts>>();
  let left = MAX_ALL;
  for (const row of s.rows) {
    if (row.kthread || left <= 0) continue;
    const net = row.namespaces[NET] ?? 0;
    const facts = (): Map<bigint, SocketFacts> => {
      let found = sockets.get(net);
      if (found === undefined) {
        found = socketsOf(row.pid, root);
        sockets.set(net, found);
      }
      return found;
    };
    const fds = fdsOf(`${root}/${row.pid}`, Math.min(left, MAX_PER_PROCESS), facts);
    left -= fds.length;
    yield [row.pid, fds];
  }
}

function fdsOf(dir: string, max: number, sockets: () => Map<bigint, SocketFacts>): FdListEntry[] {
  let names: string[];
  try {
    names = readdirSync(`${dir}/fd`);
  } catch {
    return [];
  }
  const out: FdListEntry[] = [];
  for (const name of names.slice(0, max)) {
    try {
      out.push(entry(dir, name, sockets));
    } catch {
      // closed while we looked
    }
  }
  return out;
}

function entry(dir: string, fd: string, sockets: () => Map<bigint, SocketFacts>): FdListEntry {
  const target = readlinkSync(`${dir}/fd/${fd}`, "latin1");
  const base = { ...BLANK, fd: Number(fd) };
  if (target.startsWith("socket:[")) {
    const ino = BigInt(target.slice(8, -1));
    return { ...base, ino, ...sockets().get(ino) };
  }
  if (target.startsWith("pipe:["))
    return { ...base, ino: BigInt(target.slice(6, -1)), type: FdListType.FIFO, openFlags: flagsOf(dir, fd) };
  if (target.startsWith("anon_inode:")) {
    const name = target.slice("anon_inode:".length);
    const type = ANONYMOUS.find(([n]) => name.startsWith(n))?.[1] ?? FdListType.UNSUPPORTED;
    return { ...base, type, name: type === FdListType.UNSUPPORTED ? latin1(target) : EMPTY };
  }
  const s = statSync(`${dir}/fd/${fd}`, { bigint: true });
  const gone = s.nlink === 0n && target.endsWith(DELETED);
  const path = gone ? target.slice(0, -DELETED.length) : target;
  if (path.startsWith("/memfd:")) return { ...base, ino: s.ino, type: FdListType.MEMFD, name: latin1(path.slice(7)) };
  const common = { ...base, ino: s.ino, name: latin1(path), dev: Number(BigInt.asUintN(32, s.dev)), openFlags: flagsOf(dir, fd) };
  return { ...common, type: (s.mode & S_IFMT) === S_IFDIR ? FdListType.DIRECTORY : FdListType.FILE_V2 };
}

const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "latin1"));

function flagsOf(dir: string, fd: string): number {
  const m = /^flags:\s*([0-7]+)/m.exec(readFileSync(`${dir}/fdinfo/${fd}`, "latin1"));
  return openFlags(Number.parseInt(m?.[1] ?? "0", 8));
}
