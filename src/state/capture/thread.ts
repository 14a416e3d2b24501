import { type Attr, EMPTY_ATTR } from "../attr.js";
import { FdTable } from "../fd-table.js";
import { Process } from "../process.js";
import { ThreadFlag } from "./flags.js";
import type { ThreadGroup } from "./group.js";

/**
 * One thread of a capture. Captures tell of threads, not processes: each has a name, ids and capabilities of its
 * own; directory, environment and fds are those of the group's main thread.
 */
export class Thread extends Process {
  readonly tid: number;
  vtid = -1;
  /** Who gets its children when it ends; -1 = unknown. */
  reaperTid = -1;
  /** Bits of ThreadFlag. */
  flags: number = ThreadFlag.NAME_CHANGED;
  /** Time of the last exec, ns since the epoch; 0 = none seen. */
  lastExecTs = 0n;
  root: Attr = EMPTY_ATTR;
  group: ThreadGroup | null = null;
  /** Newest last; may hold some that are gone. */
  children: Thread[] = [];
  notExpired = 0;
  /** No longer in the table. */
  expired = false;
  /** fd number that the last event was about; -1 = none. */
  lastFd = 0;
  lastEventType = 0xffff;
  /** Copy of an enter event that waits for its exit; null = none. */
  enter: Uint8Array | null = null;
  enterValid = false;
  /** Time of the last event, in two signed words: such numbers need no memory of their own. */
  lastTsLo = 0;
  lastTsHi = 0;
  /** Start of its pid namespace, ns since the epoch; 0 = unknown. */
  pidnsEpoch = 0n;
  exeCtimeToClone = 0n;
  exeCtimeSincePidns = 0n;
  /** fds of its own: of use for main threads, and those that share none. */
  readonly own: FdTable;

  constructor(tid: number) {
    super(-1, 0);
    this.tid = tid;
    this.ppid = -1;
    this.sid = -1;
    this.fdlimit = -1;
    this.own = new FdTable();
    this.fds = this.own;
  }

  /** Time of the last event, ns since the epoch. */
  get lastTs(): bigint {
    return (BigInt(this.lastTsHi >>> 0) << 32n) | BigInt(this.lastTsLo >>> 0);
  }

  get isMain(): boolean {
    return this.tid === this.pid || (this.flags & ThreadFlag.IS_MAIN_THREAD) !== 0;
  }

  /** Nothing but its id is known. */
  get invalid(): boolean {
    return this.tid < 0 || this.pid < 0 || this.ppid < 0;
  }

  get dead(): boolean {
    return (this.flags & ThreadFlag.CLOSED) !== 0;
  }

  get inPidNamespace(): boolean {
    return (this.flags & ThreadFlag.CHILD_IN_PIDNS) !== 0 || (this.tid !== this.vtid && this.vtid >= 0);
  }

  override get numThreads(): number {
    return this.group === null ? 0 : this.group.alive;
  }

  override get numOthers(): number {
    if (this.group === null) return 0;
    const main = this.main();
    return main !== null && !main.dead ? this.group.alive - 1 : this.group.alive;
  }

  override pidnsStartNs(): bigint {
    return this.pidnsEpoch;
  }

  override ctimeToClone(): bigint {
    return this.exeCtimeToClone;
  }

  override ctimeSincePidns(): bigint {
    return this.exeCtimeSincePidns;
  }

  override main(): Thread | null {
    if (this.isMain) return this;
    const first = this.group?.first ?? null;
    return first?.isMain ? first : null;
  }

  /** The fds that it works with; null if they are another thread's, of whom nothing is known. */
  fdTable(): FdTable | null {
    if ((this.flags & ThreadFlag.FILES) === 0) return this.own;
    return this.main()?.own ?? null;
  }

  /** Bring `fds` up to date: the leader may have changed. */
  refreshFds(): void {
    this.fds = this.fdTable();
  }

  /** Make it live again: a thread other than the leader has called exec. */
  resurrect(): void {
    if (!this.dead) return;
    this.flags &= ~ThreadFlag.CLOSED;
    if (this.group !== null) this.group.alive++;
  }

  /** Give it a child. The caller links the child to its new parent. */
  addChild(child: Thread): void {
    this.children.push(child);
    this.notExpired++;
  }

  cleanChildren(): void {
    this.children = this.children.filter((c) => !c.expired);
  }
}
