import { AnnexTag, FdFlag } from "../../event/record.js";
import { EVENTS } from "../../event/table.js";
import { Slice } from "../../event/bytes.js";
import { ACTIONS, Action, CLONE } from "../../state/actions.js";
import type { Thread } from "../../state/capture/thread.js";
import { type FdEntry, FdInfo, FdKind, FdStatus, Role } from "../../state/fd.js";
import { OPEN_NAME } from "../../state/fd-param.js";
import type { LiveContext } from "../../state/live.js";
import { pathsDiffer } from "../../state/path-truth.js";
import type { Process } from "../../state/process.js";
import { Inspector } from "../inspector.js";
import { cloneEvent, execEvent, fdEvents, idEvents } from "./synth.js";

const CREATES = EVENTS.map((e) => e.flags.has("CREATES_FD"));
/** Their events say what becomes of the socket. */
const TELLS: ReadonlySet<string> = new Set(["connect", "bind", "accept", "accept4", "socket", "listen"]);
const TELLS_BY_CODE = EVENTS.map((e) => TELLS.has(e.name));
/** Their annex tells of the copy: and so of what it is a copy of. */
const DUPS = EVENTS.map((e) => e.isExit && ["dup", "dup2", "dup3"].includes(e.name));
const OLD_FD = 1;
/** After these, ids and directory may be others; readers of captures learn from getcwd, live it is not followed. */
const CHANGES = EVENTS.map((e) => {
  const action = ACTIONS[e.code] as number;
  return e.name === "getcwd" || (action !== Action.NONE && action !== Action.EXIT && action !== Action.VM);
});
const EXITS = EVENTS.map((e) => e.name === "procexit");
const MAX_ANCESTORS = 64;
const MAX_HOPELESS = 10_000;

/** Takes an event that is not of the kernel's: it tells readers what the events around it leave out. */
export type PutIn = (event: Uint8Array) => void;

/**
 * What a reader of the capture will know, kept beside what the live state knows. Live records bring the identity of the
 * fd and of the process; captures have to tell of it before. Where the two differ, events are put in that change state
 * only, so that replaying finds what was live.
 */
export class Shadow {
  readonly inspector = new Inspector();
  readonly stats = { putIn: 0 };
  /** fds that no event can explain: tried once. */
  private readonly hopeless = new Set<string>();
  private readonly asked = new Slice();
  private readonly theirs = new Slice();
  private readonly copied = new FdInfo();
  private buffer: ArrayBuffer | null = null;

  /** @param putIn writes an event that changes state only */
  constructor(private readonly putIn: PutIn) {}

  /** Events are read from this buffer from now on. */
  attach(buffer: ArrayBuffer): void {
    this.buffer = buffer;
    this.inspector.context.ev.attach(buffer);
  }

  /** Before the event of the live context is written: what must a reader be told first? */
  before(x: LiveContext): void {
    const { ev, proc } = x;
    if (proc === null || EXITS[ev.type]) return;
    if (ACTIONS[ev.type] === Action.CLONE && ev.nparams > CLONE.VPID && ev.int(CLONE.RES) === 0) {
      if (ev.tid === ev.tgid) this.ensure(proc.parent, ev.ts, 0);
      else this.ensure(proc, ev.ts, 0);
      return;
    }
    const t = this.known(ev.tid);
    if (t === null || t.invalid) {
      this.ensure(proc, ev.ts, 0);
      if (ev.tid !== proc.pid) this.add(cloneEvent(ev.ts, proc, ev.tid));
    }
    if (DUPS[ev.type]) this.explain(x, false, ev.int(OLD_FD));
    else if (!CREATES[ev.type]) this.explain(x, false);
  }

  /** The event itself. */
  event(x: LiveContext): void {
    this.inspector.nextAt(x.ev.ev);
  }

  /** After the event: what has a reader made of it? */
  after(x: LiveContext): void {
    const { ev, proc } = x;
    if (proc === null) return;
    if (CREATES[ev.type]) this.explain(x, true);
    if (!CHANGES[ev.type]) return;
    const t = this.known(ev.tid);
    const main = t?.main() ?? null;
    if (t === null || main === null) return;
    for (const e of idEvents({ ts: ev.ts, tid: ev.tid }, proc, t, main.cwd.bytes)) this.add(e);
  }

  /**
   * What the kernel alone knew of this event, and no reader could find: annex entries, or undefined. Call between
   * {@link event} and {@link after}.
   */
  tail(x: LiveContext): Uint8Array | undefined {
    const { ev } = x;
    if (ev.annexLen === 0) return undefined;
    const name = OPEN_NAME[ev.type] as number;
    const action = ACTIONS[ev.type] as number;
    const moves = action === Action.CHDIR || action === Action.FCHDIR || action === Action.EXEC;
    const tells = TELLS_BY_CODE[ev.type] as boolean;
    if (name < 0 && !moves && !tells) return undefined;
    const parts: Uint8Array[] = [];
    const take = (at: number): void => {
      if (at >= 0) parts.push(ev.u8.slice(at - 4, at + ev.annexEntryLen));
    };
    if (moves) {
      const theirs = this.known(ev.tid)?.main()?.cwd.bytes;
      const ours = x.proc?.cwd.bytes;
      if (theirs !== undefined && ours !== undefined && Buffer.compare(theirs, ours) !== 0)
        take(ev.annex(AnnexTag.CWD));
    } else if (name >= 0) this.openTail(x, name, take);
    else if (this.namesDiffer(x)) take(ev.annex(AnnexTag.FD));
    return parts.length === 0 ? undefined : new Uint8Array(Buffer.concat(parts));
  }

  /** Has a call that makes something of a socket made more of it than its event says? */
  private namesDiffer(x: LiveContext): boolean {
    const ours = x.fd();
    const theirs = this.inspector.context.fd();
    if (ours === null || theirs === null || !ours.isIp || !theirs.isIp) return false;
    return x.fdName(this.asked) && !(this.inspector.context.fdName(this.theirs) && sameSlices(this.asked, this.theirs));
  }

  private openTail(x: LiveContext, name: number, take: (at: number) => void): void {
    const { ev } = x;
    const kind = x.fd()?.kind;
    const differs = kind !== undefined && kind !== this.inspector.context.fd()?.kind;
    if (pathsDiffer(x) || differs) take(ev.annex(AnnexTag.FD));
    if (x.path(name, this.asked)) {
      const found = this.inspector.context.path(name, this.theirs);
      if (!found || !sameSlices(this.asked, this.theirs)) take(ev.annex(AnnexTag.BASE, name));
    }
  }

  private known(tid: number): Thread | null {
    return this.inspector.state.capture.threads.get(tid);
  }

  /** Make a process known, with its ancestors. */
  private ensure(p: Process | null, ts: bigint, depth: number): void {
    if (p === null || p.pid <= 0 || p.stub || depth > MAX_ANCESTORS) return;
    const t = this.known(p.pid);
    if (t !== null && !t.invalid) return;
    this.ensure(p.parent, ts, depth + 1);
    this.add(cloneEvent(ts, p, p.pid));
    this.add(execEvent(ts, p));
  }

  /**
   * See that the fd of the event is known as what it is.
   * @param num its number, if that is not the annex's
   */
  private explain(x: LiveContext, made: boolean, num?: number): void {
    const { ev } = x;
    const at = ev.annex(AnnexTag.FD);
    if (at < 0) return;
    let fd = x.fd();
    if (fd !== null && num !== undefined) {
      this.copied.load(num, fd.store());
      fd = this.copied;
    }
    if (fd === null || fd.num < 0 || (fd.flags & FdFlag.CUT) !== 0) return;
    const t = this.known(ev.tid);
    if (t === null) return;
    t.refreshFds();
    const has = t.fds?.get(fd.num);
    if (has !== undefined && (made ? sameKind(has, fd) : this.agrees(has, fd, TELLS_BY_CODE[ev.type] as boolean))) return;
    const key = `${ev.tgid}:${fd.num}:${fd.kind}`;
    if (this.hopeless.has(key)) return;
    for (const e of fdEvents({ ts: ev.ts, tid: ev.tid }, fd, has?.openFlags ?? fd.openFlags)) this.add(e);
    t.refreshFds();
    const now = t.fds?.get(fd.num);
    if (now !== undefined && this.agrees(now, fd, made)) return;
    if (this.hopeless.size >= MAX_HOPELESS) this.hopeless.clear();
    this.hopeless.add(key);
  }

  private agrees(has: FdEntry, fd: FdInfo, told: boolean): boolean {
    if (!sameKind(has, fd)) return false;
    if (fd.isFile) return sameBytes(has.name, fd.name);
    if (!fd.isIp || told) return true;
    if (fd.role !== Role.CLIENT && fd.role !== Role.SERVER) return true;
    return (has.status & FdStatus.BOUND) === 0 && has.lport === fd.clientPort && has.rport === fd.serverPort;
  }

  private add(event: Uint8Array): void {
    this.stats.putIn++;
    this.putIn(event);
    this.inspector.next(event);
    if (this.buffer !== null) this.inspector.context.ev.attach(this.buffer);
  }
}

/** IPv6 sockets may carry IPv4: to either reader of a tuple these are the other kind. */
function sameKind(has: FdEntry, fd: FdInfo): boolean {
  if (has.kind === fd.kind) return has.userfault === fd.userfault;
  const ip = has.kind === FdKind.IPV4 || has.kind === FdKind.IPV6;
  return ip && fd.isIp;
}

function sameBytes(a: Uint8Array, b: Slice): boolean {
  if (a.length !== b.len) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b.buf[b.off + i]) return false;
  return true;
}

function sameSlices(a: Slice, b: Slice): boolean {
  if (a.len !== b.len) return false;
  for (let i = 0; i < a.len; i++) if (a.buf[a.off + i] !== b.buf[b.off + i]) return false;
  return true;
}
