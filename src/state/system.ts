import { RecordFlag } from "../event/record.js";
import type { EventView } from "../event/view.js";
import { Action, LIVE_ACTIONS } from "./actions.js";
import { applyClone } from "./apply-clone.js";
import { applyExec } from "./apply-exec.js";
import { applyChdir, applyFchdir, applyIds } from "./apply-ids.js";
import { Attr } from "./attr.js";
import { CaptureState } from "./capture/capture.js";
import { containerOf, HOST } from "./cgroup.js";
import type { LiveContext } from "./live.js";
import type { OpenLook } from "./look.js";
import { OtherFds } from "./other-fds.js";
import { AttrPool, latin1, sameBytes } from "./pool.js";
import { ExeFlag, Process } from "./process.js";
import { bootTimeNs, type ProcRow, type ProcSnapshot, readProc } from "./procfs.js";
import type { ResolvePath } from "./real-paths.js";
import { ProcessTable, type TableLimits } from "./table.js";
import { Users } from "./users.js";

export interface SystemOptions extends TableLimits {
  readonly users?: Users;
  /** Read /proc for processes that are met unknown; off for captures. */
  readonly live?: boolean;
  readonly hostname?: string;
  readonly bootNs?: bigint;
  /** Show ports as names of services where they have one. */
  readonly serviceNames?: boolean;
  /** Opens iterators of the kernel; without it, or where it throws, /proc tells of descriptors. */
  readonly openLook?: OpenLook;
  /** Asks the kernel where paths lead; without it, only the paths that events bring are known. */
  readonly resolvePath?: ResolvePath;
}

const NA = Attr.of("<NA>");
const SLASH = 47;
const MAX_ADOPTED_ANCESTORS = 32;

/** All that is known of the system's processes, fds, users: one per worker, fed by its events in order. */
export class SystemState {
  readonly procs: ProcessTable;
  readonly users: Users;
  readonly pool = new AttrPool();
  readonly live: boolean;
  hostname: string;
  bootNs: bigint;
  readonly serviceNames: boolean;
  readonly resolvePath: ResolvePath | undefined;
  /** Descriptors of live processes that no event brings along. */
  readonly otherFds: OtherFds;
  /** Time of the first event, ns since the epoch; 0 before it. */
  firstTs = 0n;
  /** Has there been a first event? */
  started = false;
  /** What captures build; live records name the process themselves, and bring the fd. */
  readonly capture: CaptureState;
  /** Unknown processes read from /proc, and those of which nothing could be read. */
  readonly stats = { adopted: 0, stubs: 0 };

  constructor(options: SystemOptions = {}) {
    this.procs = new ProcessTable(options);
    this.users = options.users ?? new Users();
    this.live = options.live ?? true;
    this.hostname = options.hostname ?? "";
    this.serviceNames = options.serviceNames ?? false;
    this.resolvePath = options.resolvePath;
    this.otherFds = new OtherFds(options.openLook);
    this.capture = new CaptureState(this);
    this.bootNs = options.bootNs ?? (this.live ? bootTimeNs() : 0n);
  }

  /** Note the time of the first event. */
  start(ts: bigint): void {
    this.firstTs = ts;
    this.started = ts !== 0n;
  }

  /** Fill the table from a scan of /proc. */
  loadSnapshot(s: ProcSnapshot): void {
    this.loadRows(s.rows, s.bootNs);
  }

  /** Fill the table from rows, which may be read while they are taken. */
  loadRows(rows: Iterable<ProcRow>, bootNs: bigint): void {
    this.bootNs = bootNs;
    for (const row of rows) this.addRow(row);
    this.procs.linkAll();
    this.addParents();
  }

  /** Read the parents that nobody has told of: some machines hide process 1 from iterators. */
  addParents(): void {
    if (!this.live) return;
    const missing = new Set<number>();
    for (const p of this.procs.values()) if (p.parent === null && p.ppid > 0) missing.add(p.ppid);
    for (const pid of missing) {
      const row = this.procs.get(pid) === null ? readProc(pid) : undefined;
      if (row !== undefined) this.addRow(row);
    }
    if (missing.size > 0) this.procs.linkAll();
  }

  /**
   * Bring the state up to the current event, and find its process. Call before rules are judged.
   * @returns false if rules are not to judge the event
   */
  before(x: LiveContext): boolean {
    const ev = x.ev;
    if (ev.rec < 0) return this.capture.before(x);
    const action = LIVE_ACTIONS[ev.type] as number;
    if (action !== Action.NONE || x.proc === null) this.beforeLive(x, action);
    return true;
  }

  private beforeLive(x: LiveContext, action: number): void {
    const ev = x.ev;
    if (action === Action.CLONE) {
      applyClone(this, x);
      return;
    }
    let p = x.proc;
    if (p === null) {
      // what ends here must not be brought back
      if (action === Action.EXIT) return;
      p = this.adopt(ev);
      x.proc = p;
      if (p === null) return;
    }
    if (action === Action.EXIT) {
      if (p.threads > 0) p.threads--;
    } else if (action === Action.VM) {
      p.vmSize = ev.uint(1);
      p.vmRss = ev.uint(2);
      p.vmSwap = ev.uint(3);
    } else if (action === Action.EXEC) applyExec(this, x, p);
    else if (action === Action.CHDIR) applyChdir(this, x, p);
    else if (action === Action.FCHDIR) applyFchdir(this, x, p);
    else if (action === Action.IDS) applyIds(ev, p);
    else if (action === Action.TERMINAL && (ev.flags & RecordFlag.STATE) !== 0) applyIds(ev, p);
  }

  /** Take away what the current event ended. Call after rules were judged. */
  after(x: LiveContext): void {
    const ev = x.ev;
    if (ev.rec < 0) {
      this.capture.settle();
      return;
    }
    if (LIVE_ACTIONS[ev.type] === Action.EXIT && x.proc !== null) this.exit(ev, x.proc);
  }

  /** The process that a thread belongs to (captures). */
  processOfThread(tid: number): Process | null {
    return this.procs.get(tid) ?? this.capture.threads.get(tid);
  }

  private exit(ev: EventView, p: Process): void {
    const reaper = ev.nparams > 4 ? ev.int(4) : 0;
    if ((ev.flags & RecordFlag.GROUP_DEAD) !== 0) this.procs.remove(p, reaper);
    else if (ev.tid === p.pid) p.leaderGone = true;
  }

  /** Make a process for an event whose process is unknown. */
  private adopt(ev: EventView): Process | null {
    const pid = ev.tgid;
    if (pid <= 0 || pid >= 0xffffffff) return null;
    // reading /proc for each event of a process that cannot be kept would be the end of the hot path
    if (this.procs.full) {
      this.procs.stats.refused++;
      return null;
    }
    const start = ev.startNs;
    if (this.live) {
      const p = this.adoptPid(pid, start);
      if (p !== null) return p;
    }
    const p = new Process(pid, start);
    p.comm = NA;
    p.exe = NA;
    p.exepath = NA;
    p.containerId = this.pool.of(HOST.id);
    p.containerType = this.pool.of(HOST.type);
    p.adopted = true;
    p.stub = true;
    this.stats.stubs++;
    this.procs.add(p);
    return p;
  }

  /** Read a process from /proc, with its unknown ancestors; null if it is gone or another. */
  adoptPid(pid: number, startNs: number): Process | null {
    const row = readProc(pid);
    if (row === undefined) return null;
    if (!new Process(pid, row.startNs).startedAt(startNs)) return null;
    const p = this.addRow(row);
    // The event knows the start to the nanosecond.
    if (startNs !== 0) p.startNs = startNs;
    this.stats.adopted++;
    let child = p;
    for (let i = 0; i < MAX_ADOPTED_ANCESTORS && child.ppid > 0; i++) {
      const known = this.procs.get(child.ppid);
      if (known !== null) break;
      const parentRow = readProc(child.ppid);
      if (parentRow === undefined) break;
      const parent = this.addRow(parentRow);
      this.stats.adopted++;
      this.procs.link(child);
      child = parent;
    }
    this.procs.link(child);
    return p;
  }

  /** Make and add the process of a /proc row. */
  addRow(row: ProcRow): Process {
    const p = new Process(row.pid, row.startNs);
    p.ppid = row.ppid;
    p.adopted = true;
    if (this.bootNs > 0n) p.cloneTs = this.bootNs + BigInt(row.startNs);
    this.procs.add(p);
    this.takeRow(p, row);
    return p;
  }

  /** Take over what a row says of a process. */
  takeRow(p: Process, row: ProcRow): void {
    const pool = this.pool;
    const attr = (b: Uint8Array): Attr => pool.intern(b, 0, b.length);
    p.ppid = row.ppid;
    p.comm = attr(row.comm);
    p.exe = attr(row.exe);
    p.exepath = attr(row.exepath);
    this.setCwd(p, row.cwd, 0, row.cwd.length);
    this.setCgroups(p, row.cgroups, 0, row.cgroups.length);
    p.tty = row.tty;
    p.sid = row.sid;
    p.vpid = row.vpid;
    p.vpgid = row.vpgid;
    p.pgid = row.pgid;
    p.loginuid = row.loginuid;
    p.uid = row.uid;
    p.gid = row.gid;
    p.capInheritable = row.capInheritable;
    p.capPermitted = row.capPermitted;
    p.capEffective = row.capEffective;
    // /proc does not tell the layer of an overlay
    const layers = p.exeIno === row.exeIno ? p.exeFlags & (ExeFlag.UPPER_LAYER | ExeFlag.LOWER_LAYER) : 0;
    p.exeFlags = row.exeFlags | layers;
    p.exeIno = row.exeIno;
    p.exeCtime = row.exeCtime;
    p.exeMtime = row.exeMtime;
    [p.nsPid = 0, p.nsMnt = 0, p.nsNet = 0, p.nsUser = 0, p.nsUts = 0, p.nsIpc = 0, p.nsCgroup = 0] = row.namespaces;
    if (row.pidnsStart !== 0n && row.vpid !== row.pid) p.pidnsStart = row.pidnsStart;
    p.threads = row.threads;
    if (row.fdlimit > 0) p.fdlimit = row.fdlimit;
    p.vmSize = row.vmSize;
    p.vmRss = row.vmRss;
    p.vmSwap = row.vmSwap;
    p.faultsMajor = row.faultsMajor;
    p.faultsMinor = row.faultsMinor;
    p.kthread = row.kthread;
    p.touch();
    this.procs.setArgv(p, this.procs.argvBlob(row.argv, 0, row.argv.length));
    this.procs.setEnv(p, this.procs.envBlob(row.env, 0, row.env.length));
  }

  /** Set the working directory, with the slash that it ends in. */
  setCwd(p: Process, buf: Uint8Array, off: number, len: number): void {
    if (len === 0 || buf[off + len - 1] === SLASH) {
      p.cwd = this.pool.intern(buf, off, len);
      return;
    }
    if (cwdScratch.length < len + 1) cwdScratch = new Uint8Array(len + 1);
    for (let i = 0; i < len; i++) cwdScratch[i] = buf[off + i] as number;
    cwdScratch[len] = SLASH;
    p.cwd = this.pool.intern(cwdScratch, 0, len + 1);
  }

  /** Set the cgroups, and with them the container. */
  setCgroups(p: Process, buf: Uint8Array, off: number, len: number): void {
    if (p.containerId.bytes.length > 0 && sameBytes(p.cgroups.bytes, buf, off, len)) return;
    p.cgroups = this.pool.intern(buf, off, len);
    const mark = containerOf(latin1(buf, off, len));
    p.containerId = this.pool.of(mark.id);
    p.containerType = this.pool.of(mark.type);
  }
}

let cwdScratch = new Uint8Array(4096);
