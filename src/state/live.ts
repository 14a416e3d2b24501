import { EMPTY, Slice } from "../event/bytes.js";
import { ANNEX_FD, AnnexTag } from "../event/record.js";
import { EVENTS } from "../event/table.js";
import { writeEndpoint } from "../event/text/net.js";
import { writePointer } from "../event/text/tuple.js";
import { ByteWriter } from "../event/text/writer.js";
import type { EventView } from "../event/view.js";
import { loadAnnexFd, openedPath } from "./annex.js";
import { fullPath } from "./capture/dirfd.js";
import type { Thread } from "./capture/thread.js";
import type { EventContext } from "./context.js";
import { type FdEntry, FdInfo, FdKind, Role } from "./fd.js";
import { FD_PARAM, OPEN_FLAGS, OPEN_NAME } from "./fd-param.js";
import { canonicalOf } from "./path-truth.js";
import { isPlainlyNormal, joinPath } from "./paths.js";
import type { Process } from "./process.js";
import { RealPaths } from "./real-paths.js";
import type { SystemState } from "./system.js";

/** Value of a directory fd that stands for the working directory. */
export const AT_FDCWD = -100;

const SLASH = 47;
const AT_SIGN = 64;
const UNKNOWN_BASE = new TextEncoder().encode("<UNKNOWN>");
const PATHS = 31;
const HAS_FD = EVENTS.map((e) => ["CREATES_FD", "USES_FD", "DESTROYS_FD"].some((f) => e.flags.has(f)));
const IS_META = EVENTS.map((e) => e.categories.includes("METAEVENT"));
const asked = new Slice();
const CREATES_FD = EVENTS.map((e) => e.flags.has("CREATES_FD"));

/**
 * The context of one event, for live records and captures alike. Move the view, call `at`, then
 * `SystemState.before`, judge, `SystemState.after`.
 */
export class LiveContext implements EventContext {
  readonly ev: EventView;
  readonly state: SystemState;
  proc: Process | null = null;
  num = 0;
  source = "syscall";
  resolved = false;
  /** With {@link resolved}: give the host's own names of files that lie below a bind mount. */
  canonical = false;
  /** Kernel paths that the event does not tell. */
  readonly real: RealPaths;
  cpu = -1;
  readonly scratch = new ByteWriter();
  /** Paths and fd names; apart from `scratch`, whose user may ask for them in the middle of a text. */
  readonly work = new ByteWriter();
  /** Captures: what is known of the fd that the event is about; null if nothing. */
  entry: FdEntry | null = null;
  /** Captures: the name that it had before the event. */
  oldName: Uint8Array = EMPTY;
  /** Captures: number of the fd of an event that is looked at again; undefined at first sight. */
  private keptFd: number | undefined;

  private readonly info = new FdInfo();
  private fdKnown = false;
  private fdNull = false;
  private readonly other = new FdInfo();
  private readonly paths: Slice[] = Array.from({ length: PATHS }, () => new Slice());
  /** Bits: path of this slot was worked out; path of this slot exists. */
  private pathsKnown = 0;
  private pathsFound = 0;
  private readonly named = new Slice();
  /** Whether the path of an open is, byte for byte, the kernel's: 0 unknown, 1 yes, 2 no. */
  private asAsked = 0;
  /** Another number for each event: what is remembered of one without being cleared for the next carries it. */
  turn = 0;

  constructor(ev: EventView, state: SystemState) {
    this.ev = ev;
    this.state = state;
    this.real = new RealPaths(state.resolvePath);
  }

  /** Start on the event that the view was moved to. */
  at(): void {
    const { ev, state } = this;
    this.scratch.pos = 0;
    this.work.pos = 0;
    this.fdKnown = false;
    this.pathsKnown = 0;
    this.asAsked = 0;
    this.resolved = false;
    this.canonical = false;
    this.turn = (this.turn + 1) & 0x3fffffff;
    if (ev.rec >= 0) this.proc = ev.tgid > 0 ? state.procs.find(ev.tgid, ev.startNs) : null;
    else this.atCaptured();
    if (!state.started && !IS_META[ev.type]) state.start(ev.ts);
  }

  /** Apart from `at`, which has to be small for the compiler. */
  private atCaptured(): void {
    this.entry = null;
    this.keptFd = undefined;
    this.proc = this.state.capture.threads.get(this.ev.tid);
  }

  /** Captures: look at an event again that was kept. Undone by `at`. */
  revisit(num: number, proc: Process | null, entry: FdEntry | null, oldName: Uint8Array, lastFd: number): void {
    this.num = num;
    this.proc = proc;
    this.entry = entry;
    this.oldName = oldName;
    this.keptFd = lastFd;
    this.fdKnown = false;
  }

  fd(): FdInfo | null {
    if (!this.fdKnown) {
      this.fdKnown = true;
      this.fdNull = !this.findFd();
    }
    return this.fdNull ? null : this.info;
  }

  /** Forget the fd: the state it comes from has changed under this event. */
  refreshFd(): void {
    this.fdKnown = false;
  }

  /** Number of the fd that the event is about; NaN if it is about none. */
  fdNumber(): number {
    const { ev } = this;
    if (ev.rec < 0) return HAS_FD[ev.type] && this.proc !== null ? this.lastFd(this.proc as Thread) : Number.NaN;
    const param = FD_PARAM[ev.type] as number;
    if (param >= 0 && param < ev.nparams) {
      const num = ev.int(param);
      // A call that failed to make an fd returned an error, which is no number of an fd.
      return num < 0 && CREATES_FD[ev.type] ? -1 : num;
    }
    const fd = this.fd();
    return fd === null ? Number.NaN : fd.num;
  }

  private findFd(): boolean {
    const { ev, info } = this;
    if (ev.rec < 0) return this.findCaptured();
    const at = ev.annex(AnnexTag.FD);
    const name = OPEN_NAME[ev.type] as number;
    if (at >= 0) {
      loadAnnexFd(ev, at, ev.annexEntryLen, ev.annexEntryKind, info);
      if (name >= 0) {
        if ((ev.len[name] as number) > 0) info.raw.set(ev.u8, ev.off[name] as number, ev.textLen(name));
        this.openedBy(name);
      }
      return true;
    }
    const param = FD_PARAM[ev.type] as number;
    if (param < 0 || param >= ev.nparams) return false;
    const num = ev.int(param);
    if (num < 0) return false;
    const entry = this.proc?.fds?.get(num);
    if (entry !== undefined) {
      info.load(num, entry);
      if (name >= 0) this.openedBy(name);
      return true;
    }
    if (name < 0) return false;
    // The event itself tells enough of a file it has just opened.
    const flags = ev.uint(OPEN_FLAGS[ev.type] as number);
    info.clear(num, (flags & 1024) !== 0 ? FdKind.DIRECTORY : FdKind.FILE);
    info.raw.set(ev.u8, ev.off[name] as number, ev.textLen(name));
    this.path(name, info.name);
    this.openedBy(name);
    return true;
  }

  /** A capture's event is about the fd that the state has found for it, or else about the last one of its thread. */
  private findCaptured(): boolean {
    const t = this.proc as Thread | null;
    const { ev } = this;
    if (t === null || !HAS_FD[ev.type]) return false;
    // a recording of ours tells of an fd that no reader could have made out
    const annex = ev.annexLen > 0 ? ev.annex(AnnexTag.FD) : -1;
    const opens = (OPEN_NAME[ev.type] as number) >= 0;
    if (annex >= 0 && !opens) {
      loadAnnexFd(ev, annex, ev.annexEntryLen, ev.annexEntryKind, this.info);
      return true;
    }
    const num = this.lastFd(t);
    const entry = this.entry ?? (num >= 0 ? t.fds?.get(num) : undefined);
    if (entry === undefined) return false;
    this.info.load(num, entry);
    if (annex >= 0) this.info.kind = ev.annexEntryKind;
    this.info.nameChanged = this.entry !== null && !equalBytes(entry.name, this.oldName);
    return true;
  }

  private lastFd(t: Thread): number {
    return this.keptFd ?? t.lastFd;
  }

  private openedBy(name: number): void {
    const { ev, info } = this;
    const flags = OPEN_FLAGS[ev.type] as number;
    if (flags >= 0) info.openFlags = ev.uint(flags);
    info.nameChanged = name >= 0;
  }

  path(param: number, out: Slice): boolean {
    if (this.resolved && this.kernelPath(param, out)) return true;
    if (param < 0 || param >= PATHS || param >= this.ev.nparams || !this.findPath(param)) return false;
    const slot = this.paths[param] as Slice;
    out.set(slot.buf, slot.off, slot.len);
    return true;
  }

  /** Work out the lexical path of a parameter, once an event; it is in `paths` then. */
  private findPath(param: number): boolean {
    const bit = 1 << param;
    if ((this.pathsKnown & bit) === 0) {
      this.pathsKnown |= bit;
      if (this.lexical(param, this.paths[param] as Slice)) this.pathsFound |= bit;
      else this.pathsFound &= ~bit;
    }
    return (this.pathsFound & bit) !== 0;
  }

  plainRaw(out: Slice): boolean {
    const { ev } = this;
    const name = OPEN_NAME[ev.type] as number;
    if (name < 0 || ev.rec < 0 || name >= ev.nparams || ev.len[name] === 0) return false;
    if (ev.annex(AnnexTag.FD) >= 0) {
      if (ev.annexEntryKind !== FdKind.FILE && ev.annexEntryKind !== FdKind.DIRECTORY) return false;
    } else if (ev.int(FD_PARAM[ev.type] as number) >= 0) return false;
    if (!this.findPath(name)) return false;
    // normalisation has handed it out as it lies
    const { buf, off, len } = this.paths[name] as Slice;
    if (buf !== ev.u8 || off !== ev.off[name] || len !== ev.textLen(name)) return false;
    out.set(buf, off, len);
    return true;
  }

  kernelPath(param: number, out: Slice): boolean {
    const { ev } = this;
    const at = ev.annex(AnnexTag.RESOLVED, param);
    if (at >= 0) {
      let n = ev.annexEntryLen;
      if (n > 0 && ev.u8[at + n - 1] === 0) n--;
      out.set(ev.u8, at, n);
      return n > 0;
    }
    if (param === OPEN_NAME[ev.type]) return ev.rec < 0 ? openedPath(ev, out) : this.kernelName(out);
    const real = this.real.get(this, param);
    if (real === undefined) return false;
    if (this.canonical && real.canonical.length > 0) out.set(real.canonical, 0, real.canonical.length);
    else out.set(real.path.buf, real.path.off, real.path.len);
    return true;
  }

  private alias: Uint8Array = EMPTY;
  private aliasTurn = -1;

  /** The host's own name for the file of the event's fd; empty if the kernel's path is that. */
  canonicalFd(): Uint8Array {
    if (this.aliasTurn !== this.turn) {
      this.aliasTurn = this.turn;
      this.alias = canonicalOf(this);
    }
    return this.alias;
  }

  /** Copy the directory that a relative path parameter starts from to `out`; its length, 0 if it is unknown. */
  base(param: number, out: Uint8Array): number {
    const { ev } = this;
    const at = ev.annex(AnnexTag.BASE, param);
    if (at >= 0) {
      const n = ev.annexEntryLen;
      for (let i = 0; i < n; i++) out[i] = ev.u8[at + i] as number;
      return n;
    }
    const dirfd = EVENTS[ev.type]?.params[param]?.dirfdIndex;
    const num = dirfd === undefined ? AT_FDCWD : ev.int(dirfd);
    const dir = num === AT_FDCWD ? this.proc?.cwd.bytes : this.proc?.fds?.get(num)?.name;
    if (dir === undefined) return 0;
    out.set(dir);
    return dir.length;
  }

  /**
   * Did an open lead to just the path that it was given? Then that path is absolute and normal, and nothing has to be
   * joined, normalised or compared again: true of most opens.
   */
  openedAsAsked(): boolean {
    if (this.asAsked === 0) this.asAsked = this.compareWithKernel() ? 1 : 2;
    return this.asAsked === 1;
  }

  private compareWithKernel(): boolean {
    const { ev } = this;
    const name = OPEN_NAME[ev.type] as number;
    if (name < 0 || name >= ev.nparams) return false;
    const at = ev.annex(AnnexTag.FD);
    if (at < 0 || (ev.annexEntryKind !== FdKind.FILE && ev.annexEntryKind !== FdKind.DIRECTORY)) return false;
    const len = ev.annexEntryLen - ANNEX_FD.SIZE;
    const off = ev.off[name] as number;
    const real = at + ANNEX_FD.SIZE;
    const { dv, u8 } = ev;
    if (len <= 0 || len !== ev.textLen(name) || u8[real] !== SLASH) return false;
    let i = 0;
    for (; i + 4 <= len; i += 4) if (dv.getUint32(off + i, true) !== dv.getUint32(real + i, true)) return false;
    for (; i < len; i++) if (u8[off + i] !== u8[real + i]) return false;
    return true;
  }

  private lexical(param: number, out: Slice): boolean {
    const { ev, work } = this;
    if (ev.len[param] === 0) return false;
    const off = ev.off[param] as number;
    const len = ev.textLen(param);
    if (ev.rec < 0) return this.capturedPath(param, out);
    if (param === OPEN_NAME[ev.type] && this.openedAsAsked()) {
      out.set(ev.u8, off, len);
      return true;
    }
    if (len > 0 && ev.u8[off] === SLASH) {
      if (isPlainlyNormal(ev.dv, off, len)) out.set(ev.u8, off, len);
      else joinPath(work, ev.u8, 0, 0, ev.u8, off, len, out);
      return true;
    }
    const base = ev.annex(AnnexTag.BASE, param);
    if (base >= 0) {
      let n = ev.annexEntryLen;
      if (n > 0 && ev.u8[base + n - 1] === 0) n--;
      joinPath(work, ev.u8, base, n, ev.u8, off, len, out);
      return true;
    }
    const dirfd = EVENTS[ev.type]?.params[param]?.dirfdIndex;
    const num = dirfd === undefined ? AT_FDCWD : ev.int(dirfd);
    const dir = num === AT_FDCWD ? this.proc?.cwd.bytes : this.proc?.fds?.get(num)?.name;
    if (dir === undefined || (dir.length === 0 && num !== AT_FDCWD)) {
      const start = work.pos;
      work.bytes(UNKNOWN_BASE, 0, UNKNOWN_BASE.length);
      work.bytes(ev.u8, off, len);
      work.since(start, out);
      return true;
    }
    joinPath(work, dir, 0, dir.length, ev.u8, off, len, out);
    return true;
  }

  private capturedPath(param: number, out: Slice): boolean {
    const { ev } = this;
    asked.set(ev.u8, ev.off[param] as number, ev.textLen(param));
    if (ev.annexLen > 0) {
      const base = ev.annex(AnnexTag.BASE, param);
      if (base >= 0) {
        joinPath(this.work, ev.u8, base, ev.annexEntryLen, ev.u8, asked.off, asked.len, out);
        return true;
      }
    }
    const dirfd = EVENTS[ev.type]?.params[param]?.dirfdIndex;
    fullPath(this, this.proc as Thread | null, asked, dirfd === undefined ? "cwd" : ev.int(dirfd), out);
    return true;
  }

  fdName(out: Slice): boolean {
    if (this.ev.rec < 0 && this.fd() !== null) {
      const { name, status } = this.info;
      if (this.ev.annexLen > 0) {
        if (this.resolved && openedPath(this.ev, out)) return true;
        if (status === 0 && this.info.isSocket && !this.info.named) {
          nameSocket(this.info, this.work);
          this.info.named = true;
        }
      }
      out.set(name.buf, name.off, name.len);
      return true;
    }
    const name = OPEN_NAME[this.ev.type] as number;
    if (name >= 0) {
      // What the program asked for; when resolved, what the kernel opened.
      if (this.resolved && this.kernelPath(name, out)) return true;
      if (this.path(name, out)) return true;
    }
    if (this.canonical && this.kernelName(out)) return true;
    const fd = this.fd();
    if (fd === null) return false;
    if (!fd.named && fd.isSocket) {
      nameSocket(fd, this.work);
      fd.named = true;
    }
    out.set(fd.name.buf, fd.name.off, fd.name.len);
    return true;
  }

  /** The path that the annex gives for the fd. */
  private kernelName(out: Slice): boolean {
    if (this.ev.annexLen === 0) return false;
    const fd = this.fd();
    if (fd === null || !fd.hasPath) return false;
    if (this.canonical && this.canonicalFd().length > 0) {
      out.set(this.canonicalFd(), 0, this.canonicalFd().length);
      return true;
    }
    out.set(fd.name.buf, fd.name.off, fd.name.len);
    return true;
  }

  fdByNumber(num: number): FdInfo | null {
    const own = this.fd();
    if (own !== null && own.num === num) {
      this.fdName(this.named);
      return own;
    }
    const entry = this.proc?.fds?.get(num) ?? this.asked(num);
    if (entry === undefined) return null;
    this.other.load(num, entry);
    if (this.other.isSocket && !this.other.named) nameSocket(this.other, this.work);
    return this.other;
  }

  allFds(): Iterable<[fd: number, entry: FdEntry]> {
    const { proc, state } = this;
    if (proc === null) return [];
    if (this.ev.rec < 0 || !state.live) return proc.fds?.entries() ?? [];
    return state.otherFds.all(proc.pid);
  }

  /** What the kernel says of a descriptor of a live process; asked once an event. */
  private asked(num: number): FdEntry | undefined {
    const { proc, state } = this;
    if (this.ev.rec < 0 || !state.live || proc === null || num < 0) return undefined;
    if (this.askedTurn !== this.turn) {
      this.askedTurn = this.turn;
      this.answers.clear();
    }
    if (!this.answers.has(num)) this.answers.set(num, state.otherFds.get(proc.pid, num));
    return this.answers.get(num);
  }
  private askedTurn = -1;
  private readonly answers = new Map<number, FdEntry | undefined>();
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function isZero(ip: Slice): boolean {
  for (let i = 0; i < ip.len; i++) if (ip.buf[ip.off + i] !== 0) return false;
  return true;
}

/** Write the name that Falco gives to a socket: `client:port->server:port`, or the address it listens on. */
export function nameSocket(fd: FdInfo, w: ByteWriter): void {
  const start = w.pos;
  if (fd.kind === FdKind.UNIX) {
    if (fd.userfault) return;
    if (fd.peer.len === 8) {
      const serves = fd.role === Role.SERVER;
      const from = serves ? fd.peer : fd.self;
      const to = serves ? fd.self : fd.peer;
      writePointer(w, from.buf, from.off);
      w.ascii("->");
      writePointer(w, to.buf, to.off);
      w.byte(32);
    }
    // an abstract name begins with a NUL, which is shown as @
    const abstract = fd.raw.len > 0 && fd.raw.buf[fd.raw.off] === 0 ? 1 : 0;
    if (abstract) w.byte(AT_SIGN);
    w.bytes(fd.raw.buf, fd.raw.off + abstract, fd.raw.len - abstract);
  } else if (fd.connected) {
    writeEndpoint(w, fd.client.buf, fd.client.off, fd.client.len, fd.clientPort);
    w.ascii("->");
    writeEndpoint(w, fd.server.buf, fd.server.off, fd.server.len, fd.serverPort);
  } else if (fd.local.len > 0 && (fd.lport !== 0 || fd.role === Role.LISTENING || !isZero(fd.local)))
    writeEndpoint(w, fd.local.buf, fd.local.off, fd.local.len, fd.lport);
  w.since(start, fd.name);
}
