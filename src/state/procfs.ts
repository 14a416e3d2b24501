import { closeSync, openSync, readdirSync, readlinkSync, readSync, statSync } from "node:fs";
import { EMPTY } from "../event/bytes.js";
import { ExeFlag, NO_ID, TICK_NS } from "./process.js";

/** One process as read from /proc; plain data, so that it can be posted to workers. Texts are bytes. */
export interface ProcRow {
  pid: number;
  ppid: number;
  /** Start, ns since boot, in whole ticks. */
  startNs: number;
  comm: Uint8Array;
  exe: Uint8Array;
  exepath: Uint8Array;
  cwd: Uint8Array;
  /** Root directory; empty where nobody has asked for it. */
  root: Uint8Array;
  argv: Uint8Array;
  env: Uint8Array;
  cgroups: Uint8Array;
  tty: number;
  sid: number;
  vpid: number;
  vpgid: number;
  pgid: number;
  loginuid: number;
  /** Effective. */
  uid: number;
  /** Effective. */
  gid: number;
  capInheritable: number;
  capPermitted: number;
  capEffective: number;
  exeFlags: number;
  exeIno: bigint;
  exeCtime: bigint;
  exeMtime: bigint;
  /** pid, mnt, net, user, uts, ipc, cgroup. */
  namespaces: number[];
  /** Start of the pid namespace, ns since boot; 0 = unknown. */
  pidnsStart: bigint;
  threads: number;
  fdlimit: number;
  vmSize: number;
  vmRss: number;
  vmSwap: number;
  faultsMajor: number;
  faultsMinor: number;
  kthread: boolean;
}

/** All processes at one moment. */
export interface ProcSnapshot {
  rows: ProcRow[];
  /** Boot time, ns since the epoch. */
  bootNs: bigint;
  /** Processes that went away while they were read. */
  vanished: number;
}

const MAX_TEXT = 4096;
const PF_KTHREAD = 0x200000;
const NAMESPACES = ["pid", "mnt", "net", "user", "uts", "ipc", "cgroup"];
const CONTROLLERS = ["cpuset", "cpu", "cpuacct", "io", "memory"];

let buffer = Buffer.allocUnsafe(65536);

/** Read a file into the shared buffer; its length, or -1 if it cannot be read. */
function slurp(path: string): number {
  let fd: number;
  try {
    fd = openSync(path, "r");
  } catch {
    return -1;
  }
  try {
    let n = 0;
    for (;;) {
      const got = readSync(fd, buffer, n, buffer.length - n, null);
      if (got === 0) return n;
      n += got;
      if (n === buffer.length) {
        if (n >= 1 << 20) return n;
        const bigger = Buffer.allocUnsafe(n * 2);
        buffer.copy(bigger);
        buffer = bigger;
      }
    }
  } catch {
    return -1;
  } finally {
    closeSync(fd);
  }
}

function bytesOf(from: number, to: number): Uint8Array {
  return to > from ? new Uint8Array(buffer.subarray(from, Math.min(to, from + MAX_TEXT))) : EMPTY;
}

function link(path: string): Uint8Array {
  try {
    return new Uint8Array(readlinkSync(path, "buffer"));
  } catch {
    return EMPTY;
  }
}

/** When the system was started, ns since the epoch. */
export function bootTimeNs(): bigint {
  return BigInt(Date.now()) * 1_000_000n - BigInt(uptimeNs());
}

/** Time since boot in ns, to a hundredth of a second. */
export function uptimeNs(): number {
  const n = slurp("/proc/uptime");
  return n > 0 ? Math.round(Number.parseFloat(buffer.toString("latin1", 0, n)) * 100) * TICK_NS : 0;
}

/**
 * Read one process.
 * @returns undefined if it is gone, or waits to be collected
 */
export function readProc(pid: number, root = "/proc"): ProcRow | undefined {
  const dir = `${root}/${pid}`;
  const n = slurp(`${dir}/stat`);
  if (n <= 0) return undefined;
  // comm may hold anything, brackets too: it ends at the last one.
  const open = buffer.indexOf(40);
  const close = buffer.subarray(0, n).lastIndexOf(41);
  if (open < 0 || close < open) return undefined;
  const comm = bytesOf(open + 1, close);
  const stat = buffer.toString("latin1", close + 2, n).split(" ");
  const num = (i: number): number => Number(stat[i] ?? 0);
  let alive = dir;
  if (stat[0] === "Z" || stat[0] === "X" || stat[0] === "x") {
    const thread = num(17) > 1 ? liveThread(dir, pid) : undefined;
    if (thread === undefined) return undefined;
    alive = `${dir}/task/${thread}`;
  }
  const kthread = (num(6) & PF_KTHREAD) !== 0;
  const row: ProcRow = {
    pid,
    ppid: num(1),
    startNs: num(19) * TICK_NS,
    comm,
    exe: EMPTY,
    exepath: EMPTY,
    cwd: EMPTY,
    root: EMPTY,
    argv: EMPTY,
    env: EMPTY,
    cgroups: EMPTY,
    tty: num(4),
    sid: num(3),
    vpid: pid,
    vpgid: num(2),
    pgid: num(2),
    loginuid: NO_ID,
    uid: 0,
    gid: 0,
    capInheritable: 0,
    capPermitted: 0,
    capEffective: 0,
    exeFlags: 0,
    exeIno: 0n,
    exeCtime: 0n,
    exeMtime: 0n,
    namespaces: [],
    pidnsStart: 0n,
    threads: num(17),
    fdlimit: 0,
    vmSize: 0,
    vmRss: 0,
    vmSwap: 0,
    faultsMajor: num(9),
    faultsMinor: num(7),
    kthread,
  };
  if (!readStatus(dir, row)) return undefined;
  readCgroups(alive, row);
  const l = slurp(`${alive}/loginuid`);
  if (l > 0) row.loginuid = Number(buffer.toString("latin1", 0, l));
  row.namespaces = NAMESPACES.map((ns) => nsInode(`${alive}/ns/${ns}`));
  if (!kthread) readProgram(alive, row);
  return row;
}

/** A thread of a process whose first one has ended: what is left of that one has no program and no places any more. */
function liveThread(dir: string, pid: number): string | undefined {
  try {
    return readdirSync(`${dir}/task`).find((t) => Number(t) !== pid);
  } catch {
    return undefined;
  }
}

function readStatus(dir: string, row: ProcRow): boolean {
  const n = slurp(`${dir}/status`);
  if (n <= 0) return false;
  for (const line of buffer.toString("latin1", 0, n).split("\n")) {
    const colon = line.indexOf(":");
    const value = line.slice(colon + 1).trim();
    const last = (): number => Number(value.slice(value.lastIndexOf("\t") + 1));
    switch (line.slice(0, colon)) {
      case "Uid": {
        const ids = value.split("\t");
        row.uid = Number(ids[1]);
        break;
      }
      case "Gid":
        row.gid = Number(value.split("\t")[1]);
        break;
      case "NSpid":
        row.vpid = last();
        break;
      case "NSpgid":
        row.vpgid = last();
        break;
      case "NSsid":
        row.sid = last();
        break;
      case "VmSize":
        row.vmSize = Number.parseInt(value, 10);
        break;
      case "VmRSS":
        row.vmRss = Number.parseInt(value, 10);
        break;
      case "VmSwap":
        row.vmSwap = Number.parseInt(value, 10);
        break;
      case "CapInh":
        row.capInheritable = Number.parseInt(value, 16);
        break;
      case "CapPrm":
        row.capPermitted = Number.parseInt(value, 16);
        break;
      case "CapEff":
        row.capEffective = Number.parseInt(value, 16);
        break;
    }
  }
  return true;
}

/** cgroup membership in the form that events carry: `subsystem=path`, each ended by NUL. */
function readCgroups(dir: string, row: ProcRow): void {
  const n = slurp(`${dir}/cgroup`);
  if (n <= 0) return;
  let out = "";
  let unified = "";
  for (const line of buffer.toString("latin1", 0, n).split("\n")) {
    const a = line.indexOf(":");
    const b = line.indexOf(":", a + 1);
    if (a < 0 || b < 0) continue;
    const names = line.slice(a + 1, b);
    const path = line.slice(b + 1);
    if (names === "") unified = path;
    else for (const name of names.split(",")) out += `${name}=${path}\0`;
  }
  // What no old hierarchy controls, the unified one does.
  const old = `\0${out}`.replace("\0blkio=", "\0io=");
  if (unified !== "") for (const name of CONTROLLERS) if (!old.includes(`\0${name}=`)) out += `${name}=${unified}\0`;
  row.cgroups = new Uint8Array(Buffer.from(out.slice(0, MAX_TEXT), "latin1"));
}

function nsInode(path: string): number {
  try {
    const text = readlinkSync(path);
    return Number(text.slice(text.indexOf("[") + 1, -1));
  } catch {
    return 0;
  }
}

const DELETED = Buffer.from(" (deleted)");

/** Program, arguments, environment and working directory. */
function readProgram(dir: string, row: ProcRow): void {
  const n = slurp(`${dir}/cmdline`);
  if (n > 0) {
    let end = buffer.indexOf(0);
    if (end < 0 || end > n) end = n;
    row.exe = bytesOf(0, end);
    row.argv = bytesOf(end + 1, n);
  }
  const e = slurp(`${dir}/environ`);
  if (e > 0) row.env = bytesOf(0, e);
  row.cwd = link(`${dir}/cwd`);
  let exe = link(`${dir}/exe`);
  if (
    exe.length > DELETED.length &&
    Buffer.from(exe.buffer, exe.byteOffset, exe.length).subarray(-DELETED.length).equals(DELETED)
  )
    exe = exe.subarray(0, exe.length - DELETED.length);
  // a file in memory has no place, and no slash in what events say of it
  if (Buffer.from(exe).toString("latin1").startsWith("/memfd:")) {
    row.exeFlags |= ExeFlag.MEMFD;
    exe = exe.subarray(1);
  }
  row.exepath = exe;
  try {
    const s = statSync(`${dir}/exe`, { bigint: true });
    row.exeIno = s.ino;
    row.exeCtime = s.ctimeNs;
    row.exeMtime = s.mtimeNs;
    const mode = Number(s.mode);
    const writable =
      row.uid === 0 ||
      (Number(s.uid) === row.uid ? mode & 0o200 : Number(s.gid) === row.gid ? mode & 0o020 : mode & 0o002) !== 0;
    if (writable) row.exeFlags |= ExeFlag.WRITABLE;
  } catch {
    // The program is gone, or not ours to look at.
  }
}

/** All processes, one after another, read when they are asked for. */
export function* procRows(root = "/proc"): Generator<ProcRow> {
  for (const name of readdirSync(root)) {
    const row = isPid(name) ? readProc(Number(name), root) : undefined;
    if (row !== undefined) yield row;
  }
}

/** Number of processes, zombies included. */
export const countProcesses = (root = "/proc"): number => readdirSync(root).filter(isPid).length;

function isPid(name: string): boolean {
  const c = name.charCodeAt(0);
  return c >= 48 && c <= 57;
}

/** When a process started, ns since boot in whole ticks; undefined if it is gone, or waits to be collected. */
export function readStart(pid: number): number | undefined {
  const n = slurp(`/proc/${pid}/stat`);
  const close = n > 0 ? buffer.subarray(0, n).lastIndexOf(41) : -1;
  if (close < 0) return undefined;
  const stat = buffer.toString("latin1", close + 2, n).split(" ");
  // a leader may be dead while other threads live
  const dead = stat[0] === "Z" || stat[0] === "X";
  return dead && Number(stat[17]) <= 1 ? undefined : Number(stat[19]) * TICK_NS;
}

/** Read all processes. Those that end while they are read are left out. */
export function scanProc(root = "/proc"): ProcSnapshot {
  const rows: ProcRow[] = [];
  let vanished = 0;
  for (const name of readdirSync(root)) {
    if (!isPid(name)) continue;
    const row = readProc(Number(name), root);
    if (row) rows.push(row);
    else vanished++;
  }
  return { rows, bootNs: bootTimeNs(), vanished };
}

/** Number of entries of a directory of /proc/PID; undefined if the process is gone. */
function count(pid: number, dir: "fd" | "task"): number | undefined {
  try {
    return readdirSync(`/proc/${pid}/${dir}`).length;
  } catch {
    return undefined;
  }
}

/** How many fds a process has open now. */
export const countFds = (pid: number): number | undefined => count(pid, "fd");

/** How many threads a process has now. */
export const countThreads = (pid: number): number | undefined => count(pid, "task");

/** Soft limit of open fds that a process has now. */
export function readFdLimit(pid: number): number | undefined {
  const n = slurp(`/proc/${pid}/limits`);
  if (n <= 0) return undefined;
  const found = /^Max open files\s+(\d+)/m.exec(buffer.toString("latin1", 0, n));
  return found === null ? undefined : Number(found[1]);
}
