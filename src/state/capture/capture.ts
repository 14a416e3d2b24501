import { EVENT } from "../../event/record.js";
import { EVENTS } from "../../event/table.js";
import { EventView } from "../../event/view.js";
import { EMPTY_BLOB } from "../blob.js";
import { HOST } from "../cgroup.js";
import { type FdEntry, type FdInfo, FdKind, FdStatus } from "../fd.js";
import type { LiveContext } from "../live.js";
import type { Process } from "../process.js";
import type { SystemState } from "../system.js";
import { USER_HANDLERS } from "./accounts.js";
import { clone } from "./clone.js";
import { DullOpens } from "./dull.js";
import { exec } from "./exec.js";
import { current, FACTS, Fact } from "./facts.js";
import { FILE_HANDLERS } from "./files.js";
import { ThreadFlag } from "./flags.js";
import { Interfaces } from "./interfaces.js";
import { FD_AT } from "./locations.js";
import { MISC_HANDLERS } from "./misc.js";
import { OpenedFiles } from "./opened.js";
import { bareResult, foundInt, locate } from "./params.js";
import { changesFd, memory, PASSING, Passing } from "./passing.js";
import { addListedFd, addListedThread, type FdRow, settleSockets, type ThreadRow } from "./rows.js";
import { SOCKET_HANDLERS } from "./sockets.js";
import { Suppression } from "./suppress.js";
import type { Thread } from "./thread.js";
import { ThreadTable } from "./threads.js";

/** What an event does to the state. */
export type Handler = (c: CaptureState, x: LiveContext, t: Thread) => void;

const HANDLERS: Readonly<Record<string, Handler>> = {
  clone,
  clone3: clone,
  fork: clone,
  vfork: clone,
  execve: exec,
  execveat: exec,
  ...FILE_HANDLERS,
  ...SOCKET_HANDLERS,
  ...MISC_HANDLERS,
};

const BY_CODE: readonly (Handler | undefined)[] = EVENTS.map((e) =>
  current(e) && (e.isExit || e.name === "procexit" || e.name === "switch") ? HANDLERS[e.name] : undefined,
);

const META_BY_CODE = EVENTS.map((e) => USER_HANDLERS[e.name]);
const MINUS_ONE = 0xffffffff;

/**
 * The state that a capture's events build: threads, their fds, users. It follows Falco's own bookkeeping closely, for
 * a capture carries nothing else to go by.
 */
export class CaptureState {
  readonly threads: ThreadTable;
  readonly interfaces = new Interfaces();
  readonly suppress = new Suppression();
  /** Entries of files, shared by all who have them open. */
  readonly opened = new OpenedFiles();
  readonly dull = new DullOpens(this.opened);
  /** Ports that somebody listened on when the capture began. */
  readonly serverPorts = new Set<number>();
  /** Remember failed and pending connections. */
  trackConnections = false;
  private readonly enterView = new EventView();
  private readonly enterBytes = new ArrayBuffer(0x1_0400);
  private readonly enterU8 = new Uint8Array(this.enterBytes);
  /** What the current event has ended; it goes when the next one begins. */
  private doomed = -1;
  private doomedFdsOf = -1;
  private doomedFd = -1;
  /** When the thread that goes next has ended. */
  private ts = 0;

  constructor(readonly state: SystemState) {
    this.threads = new ThreadTable();
    this.threads.onForget = (t) => {
      state.procs.setArgv(t, EMPTY_BLOB);
      state.procs.setEnv(t, EMPTY_BLOB);
      t.own.release();
    };
    this.enterView.attach(this.enterBytes);
  }

  /** Add a thread of the process list. */
  addThread(row: ThreadRow): void {
    addListedThread(this, row);
  }

  /** Add an fd of the fd list. */
  addFd(tid: number, row: FdRow): void {
    addListedFd(this, tid, row);
  }

  /** All lists are read: bring threads and sockets into relation. */
  open(): void {
    this.threads.dependAll();
    settleSockets(this);
  }

  /** Forget everything: another capture follows. */
  clear(): void {
    this.threads.clear();
    this.interfaces.clear();
    this.serverPorts.clear();
    this.doomed = -1;
    this.doomedFd = -1;
  }

  /** Thread id of an event, with its sign. */
  tidOf(ev: EventView): number {
    return ev.tid === MINUS_ONE ? -1 : ev.tid;
  }

  /**
   * Is this end of a recorded socket the machine's own? Its address tells; but the addresses of containers are not
   * known, so there the part that the process plays does.
   */
  isLocalEnd(p: Process | null, fd: FdInfo, server: boolean): boolean {
    if (p !== null && p.containerId.bytes.length > 0 && p.containerId.str !== HOST.id)
      return (fd.status & (server ? FdStatus.SERVER : FdStatus.CLIENT)) !== 0;
    const { buf, off, len } = server ? fd.server : fd.client;
    return this.interfaces.isLocal(buf, off, len);
  }

  isVfork(type: number): boolean {
    return ((FACTS[type] as number) & Fact.VFORK) !== 0;
  }

  isExecveat(type: number): boolean {
    return ((FACTS[type] as number) & Fact.EXECVEAT) !== 0;
  }

  /**
   * Bring the state up to the current event, and find its thread.
   * @returns false if rules are not to see the event
   */
  before(x: LiveContext): boolean {
    this.settle();
    const { ev } = x;
    const { type } = ev;
    const fact = FACTS[type] as number;
    x.entry = null;
    x.proc = null;
    if (this.suppress.active && this.suppress.drops(ev)) return false;
    if ((fact & Fact.META) !== 0) {
      META_BY_CODE[type]?.(this, x);
      return true;
    }
    const tid = this.tidOf(ev);
    if ((fact & Fact.SKIPS) !== 0) {
      x.proc = this.threads.get(tid);
      return true;
    }
    const lookupOnly = (fact & Fact.LOOKUP_ONLY) !== 0;
    const t = lookupOnly ? this.threads.get(tid) : this.threads.fetch(tid);
    x.proc = t;
    if (t === null) {
      if ((fact & Fact.CLONE) !== 0) this.handle(x, null);
      return true;
    }
    t.refreshFds();
    if ((fact & Fact.SWITCH) === 0) this.prepare(x, t, fact, lookupOnly);
    x.oldName = nameOf(x.entry);
    this.handle(x, t);
    if ((fact & Fact.STORED) !== 0) {
      this.store(x, t);
      return false;
    }
    this.finish(x, fact);
    return true;
  }

  /**
   * As {@link before}, for an event that nobody looks at, of a type that {@link PASSING} knows: it does little more than
   * leave its mark on its thread. No view is needed, and the context stays at the event before.
   * @returns false if that is not enough for this one; nothing has changed then
   */
  passBy(dv: DataView, u8: Uint8Array, ev: number, type: number): boolean {
    if (this.doomed !== -1 || this.doomedFd !== -1) this.settle();
    const id = dv.getUint32(ev + EVENT.TID, true);
    const t = this.threads.fetch(id === MINUS_ONE ? -1 : id);
    // rules see less of an open without a thread than of others
    if (t === null) return PASSING[type] !== Passing.OPEN;
    const fact = FACTS[type] as number;
    const enter = (fact & Fact.EXIT) === 0;
    let fd = enter || !this.isPair(t, type, fact) ? -1 : t.lastFd;
    if (fd === -1 && (fact & Fact.USES_FD) !== 0) {
      const at = locate(dv, ev, FD_AT[type] as number);
      if (at > 0) fd = foundInt(dv, at);
    }
    switch (PASSING[type]) {
      case Passing.MEMORY:
        memory(dv, ev, t);
        break;
      case Passing.CLOSE:
        if (fd >= 0 && bareResult(dv, ev) >= 0 && fdOf(t, fd) !== undefined) this.closeLater(t.tid, fd);
        break;
      case Passing.UNLESS_SOCKET: {
        const kind = fd >= 0 ? fdOf(t, fd)?.kind : undefined;
        if (kind === FdKind.IPV4 || kind === FdKind.IPV6) return false;
        break;
      }
      case Passing.FCNTL:
        if (changesFd(dv, ev)) return false;
        break;
      case Passing.BPF: {
        // most calls give 0, and the first of them has made an fd of it
        const made = bareResult(dv, ev);
        if (made < 0) break;
        const e = fdOf(t, made);
        if (e?.kind !== FdKind.BPF || e.openFlags !== 0 || e.cloexec) return false;
        fd = made;
        break;
      }
      case Passing.OPEN: {
        const made = this.dull.pass(dv, u8, ev, type, t, fd);
        if (made === -2) return false;
        if (made >= 0) fd = made;
        break;
      }
    }
    t.lastFd = fd;
    t.flags |= ThreadFlag.ACTIVE;
    if (enter) t.lastEventType = type;
    else {
      t.enter = null;
      t.enterValid = false;
    }
    t.lastTsLo = dv.getInt32(ev, true);
    t.lastTsHi = dv.getInt32(ev + 4, true);
    return true;
  }

  /** Does an exit event follow its own enter event? An execve may be the end of an execveat. */
  private isPair(t: Thread, type: number, fact: number): boolean {
    return (
      type === t.lastEventType + 1 ||
      ((fact & Fact.EXECVE) !== 0 && this.isExecveat(t.lastEventType) && t.lastEventType < EVENTS.length)
    );
  }

  private handle(x: LiveContext, t: Thread | null): void {
    const handler = BY_CODE[x.ev.type];
    // clone makes its thread itself
    if (handler !== undefined) handler(this, x, t as Thread);
  }

  /** Find the fd that the event is about. */
  private prepare(x: LiveContext, t: Thread, fact: number, lookupOnly: boolean): void {
    const { ev } = x;
    if (!lookupOnly) t.flags |= ThreadFlag.ACTIVE;
    const at = (fact & Fact.USES_FD) !== 0 ? (FD_AT[ev.type] as number) : -1;
    if ((fact & Fact.EXIT) === 0) {
      t.lastFd = -1;
      t.lastEventType = ev.type;
      if (at >= 0 && at < ev.nparams && (ev.len[at] as number) > 0) {
        t.lastFd = ev.int(at);
        x.entry = (t.lastFd >= 0 ? t.fds?.get(t.lastFd) : undefined) ?? null;
      }
      return;
    }
    const pair = this.isPair(t, ev.type, fact);
    t.enterValid = pair;
    if (!pair) t.lastFd = -1;
    if ((fact & Fact.USES_FD) === 0) return;
    if (t.lastFd === -1 && at >= 0 && at < ev.nparams && (ev.len[at] as number) > 0) t.lastFd = ev.int(at);
    x.entry = (t.lastFd >= 0 ? t.fds?.get(t.lastFd) : undefined) ?? null;
  }

  private finish(x: LiveContext, fact: number): void {
    const { ev } = x;
    const t = x.proc as Thread | null;
    if (t === null) return;
    if ((fact & Fact.EXIT) !== 0) {
      t.enter = null;
      t.enterValid = false;
    }
    if ((fact & Fact.SWITCH) !== 0) return;
    t.lastTsLo = ev.dv.getInt32(ev.ev, true);
    t.lastTsHi = ev.dv.getInt32(ev.ev + 4, true);
  }

  /** Keep an enter event for the exit that follows. */
  private store(x: LiveContext, t: Thread): void {
    const { ev } = x;
    // one whose parameters could not be read tells nothing
    if ((FACTS[ev.type] as number) & Fact.EXECVEAT || (ev.nparams > 0 && (ev.len[0] as number) > 0)) {
      const len = ev.dv.getUint32(ev.ev + EVENT.LEN, true);
      if (len <= this.enterU8.length) t.enter = ev.u8.slice(ev.ev, ev.ev + len);
    }
    t.lastTsLo = ev.dv.getInt32(ev.ev, true);
    t.lastTsHi = ev.dv.getInt32(ev.ev + 4, true);
  }

  /** The enter event that belongs to the current exit; null if none was kept. Good until the next call. */
  enterEvent(x: LiveContext, t: Thread): EventView | null {
    const { enter } = t;
    if (enter === null || !t.enterValid) return null;
    this.enterU8.set(enter);
    const view = this.enterView;
    view.atBare(0);
    const { type } = x.ev;
    const pair =
      view.type === type - 1 || (this.isExecveat(view.type) && ((FACTS[type] as number) & Fact.EXECVE) !== 0);
    if (!pair) {
      t.enterValid = false;
      return null;
    }
    return view;
  }

  /** Forget a thread, which has ended at this time, when the next event begins. */
  removeLater(tid: number, ts: number): void {
    this.doomed = tid;
    this.ts = ts;
  }

  /** Forget an fd when the next event begins. */
  closeLater(tid: number, fd: number): void {
    this.doomedFdsOf = tid;
    this.doomedFd = fd;
  }

  /** Take away what the event before has ended. */
  settle(): void {
    if (this.doomed !== -1) {
      const tid = this.doomed;
      this.doomed = -1;
      const t = this.threads.get(tid);
      this.threads.recordExit(tid, t?.ppid ?? -1, this.ts);
      this.removeThread(tid);
    }
    if (this.doomedFd !== -1) {
      const t = this.threads.get(this.doomedFdsOf);
      t?.refreshFds();
      t?.fds?.delete(this.doomedFd);
      this.doomedFd = -1;
    }
  }

  /** Forget threads of which nothing was seen for so long, and those of which nothing is known. */
  removeInactive(nowNs: bigint, timeoutNs: bigint): void {
    const gone: number[] = [];
    for (const t of this.threads.values()) {
      const last = t.lastTs;
      if (t.invalid || nowNs > last + timeoutNs) gone.push(t.tid);
    }
    for (const tid of gone) this.removeThread(tid);
    for (const t of this.threads.values()) {
      t.cleanChildren();
      if (t.isMain) t.group?.clean();
    }
  }

  removeThread(tid: number): void {
    this.threads.remove(tid);
  }
}

function fdOf(t: Thread, fd: number): FdEntry | undefined {
  return t.fdTable()?.get(fd);
}

const NO_NAME = new Uint8Array(0);

function nameOf(e: FdEntry | null): Uint8Array {
  return e === null ? NO_NAME : e.name;
}
