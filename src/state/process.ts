import { type Attr, EMPTY_ATTR } from "./attr.js";
import { type Blob, EMPTY_BLOB } from "./blob.js";
import type { FdTable } from "./fd-table.js";
import type { AttrPool } from "./pool.js";

/** Length of a clock tick: /proc gives start times no finer. */
export const TICK_NS = 10_000_000;

/** uid, gid or loginuid that is not set. */
export const NO_ID = 0xffffffff;

/** Bits of {@link Process.exeFlags}. */
export const ExeFlag = { WRITABLE: 1, UPPER_LAYER: 2, MEMFD: 4, LOWER_LAYER: 8 } as const;

const SPACE = 32;

/**
 * One process. All are made by the same constructor and keep one shape, so that the readers of compiled rules stay
 * monomorphic. Texts are shared attributes; argument vector and environment are shared raw bytes.
 */
export class Process {
  pid: number;
  ppid = 0;
  /** Start of the group leader, ns since boot; 0 = unknown. */
  startNs: number;
  comm: Attr = EMPTY_ATTR;
  /** argv[0]. */
  exe: Attr = EMPTY_ATTR;
  exepath: Attr = EMPTY_ATTR;
  /** Working directory; ends in a slash. */
  cwd: Attr = EMPTY_ATTR;
  /** Arguments after argv[0], each ended by NUL. */
  argv: Blob = EMPTY_BLOB;
  /** `K=V` entries, each ended by NUL. */
  env: Blob = EMPTY_BLOB;
  /** `subsystem=path` entries, each ended by NUL. */
  cgroups: Attr = EMPTY_ATTR;
  containerId: Attr = EMPTY_ATTR;
  containerType: Attr = EMPTY_ATTR;
  tty = 0;
  sid = 0;
  vpid = -1;
  vpgid = -1;
  pgid = -1;
  loginuid = NO_ID;
  /** Effective uid and gid: what Falco shows as user.uid and group.gid. */
  uid = NO_ID;
  gid = NO_ID;
  capInheritable = 0;
  capPermitted = 0;
  capEffective = 0;
  exeFlags = 0;
  exeIno = 0n;
  exeCtime = 0n;
  exeMtime = 0n;
  nsPid = 0;
  nsMnt = 0;
  nsNet = 0;
  nsUser = 0;
  nsUts = 0;
  nsIpc = 0;
  nsCgroup = 0;
  pidnsStart = 0n;
  /** When it was cloned, ns since the epoch; 0 = before we watched. */
  cloneTs = 0n;
  threads = 1;
  fdlimit = 0;
  vmSize = 0;
  vmRss = 0;
  vmSwap = 0;
  faultsMajor = 0;
  faultsMinor = 0;
  kthread = false;
  /** Read from /proc or guessed from an event, not built from events. */
  adopted = false;
  /** Nothing is known of it but that it is. */
  /** In the table, or not offered to it yet; false when it was full. */
  kept = true;
  stub = false;
  /** The leader is gone but other threads live. */
  leaderGone = false;

  parent: Process | null = null;
  firstChild: Process | null = null;
  nextSibling: Process | null = null;
  prevSibling: Process | null = null;

  fds: FdTable | null = null;

  private cmdlineAttr: Attr | null = null;
  private argsAttr: Attr | null = null;
  private exelineAttr: Attr | null = null;

  constructor(pid: number, startNs: number) {
    this.pid = pid;
    this.startNs = startNs;
  }

  /** The main thread of its process: itself, except for threads of captures; null if that is unknown. */
  main(): Process | null {
    return this;
  }

  /** Start of its pid namespace, ns since the epoch; 0 = unknown. */
  pidnsStartNs(bootNs: bigint): bigint {
    return this.pidnsStart === 0n ? 0n : this.pidnsStart + bootNs;
  }

  /** Time from the program file's status change to the clone of the process, as 64 bits without sign; 0 = unknown. */
  ctimeToClone(): bigint {
    return this.cloneTs === 0n || this.exeCtime === 0n ? 0n : BigInt.asUintN(64, this.cloneTs - this.exeCtime);
  }

  /** Time from the start of the pid namespace to the program file's status change; 0 if it was before. */
  ctimeSincePidns(bootNs: bigint): bigint {
    const start = this.pidnsStartNs(bootNs);
    return start !== 0n && this.exeCtime > start ? this.exeCtime - start : 0n;
  }

  /** Number of live threads. */
  get numThreads(): number {
    return this.threads;
  }

  /** Number of live threads besides the leader. */
  get numOthers(): number {
    return Math.max(0, this.threads - 1);
  }

  /** Whether a process that started at `startNs` is this one: equal to the tick; 0 matches any. */
  startedAt(startNs: number): boolean {
    return (
      startNs === this.startNs ||
      startNs === 0 ||
      this.startNs === 0 ||
      Math.floor(startNs / TICK_NS) === Math.floor(this.startNs / TICK_NS)
    );
  }

  /** Arguments after argv[0], joined with spaces. */
  args(pool: AttrPool): Attr {
    this.argsAttr ??= joinArgs(pool, EMPTY_ATTR, this.argv.bytes);
    return this.argsAttr;
  }

  /** Name and arguments. */
  cmdline(pool: AttrPool): Attr {
    this.cmdlineAttr ??= joinArgs(pool, this.comm, this.argv.bytes);
    return this.cmdlineAttr;
  }

  /** argv[0] and arguments. */
  exeline(pool: AttrPool): Attr {
    // The blank after argv[0] is there even when no argument follows.
    this.exelineAttr ??= joinArgs(pool, this.exe, this.argv.bytes, true);
    return this.exelineAttr;
  }

  /** Forget the joined texts: a part of them changed. */
  touch(): void {
    this.cmdlineAttr = null;
    this.argsAttr = null;
    this.exelineAttr = null;
  }

  /** Take over what a child inherits at fork. Ids, links and fds are the caller's concern. */
  inherit(p: Process): void {
    this.comm = p.comm;
    this.exe = p.exe;
    this.exepath = p.exepath;
    this.cwd = p.cwd;
    this.cgroups = p.cgroups;
    this.containerId = p.containerId;
    this.containerType = p.containerType;
    this.tty = p.tty;
    this.sid = p.sid;
    this.vpgid = p.vpgid;
    this.pgid = p.pgid;
    this.loginuid = p.loginuid;
    this.uid = p.uid;
    this.gid = p.gid;
    this.capInheritable = p.capInheritable;
    this.capPermitted = p.capPermitted;
    this.capEffective = p.capEffective;
    this.exeFlags = p.exeFlags;
    this.exeIno = p.exeIno;
    this.exeCtime = p.exeCtime;
    this.exeMtime = p.exeMtime;
    this.nsPid = p.nsPid;
    this.nsMnt = p.nsMnt;
    this.nsNet = p.nsNet;
    this.nsUser = p.nsUser;
    this.nsUts = p.nsUts;
    this.nsIpc = p.nsIpc;
    this.nsCgroup = p.nsCgroup;
    this.pidnsStart = p.pidnsStart;
    this.fdlimit = p.fdlimit;
    this.kthread = p.kthread;
    this.cmdlineAttr = p.cmdlineAttr;
    this.argsAttr = p.argsAttr;
    this.exelineAttr = p.exelineAttr;
  }
}

function joinArgs(pool: AttrPool, head: Attr, args: Uint8Array, blank = false): Attr {
  let n = args.length;
  if (n > 0 && args[n - 1] === 0) n--;
  if (args.length === 0 && !blank) return head;
  const at = head.bytes.length === 0 ? 0 : head.bytes.length + 1;
  const out = new Uint8Array(at + n);
  out.set(head.bytes);
  if (at > 0) out[at - 1] = SPACE;
  for (let i = 0; i < n; i++) {
    const b = args[i] as number;
    out[at + i] = b === 0 ? SPACE : b;
  }
  return pool.intern(out, 0, out.length);
}
