import { encodeText, Slice } from "../../event/bytes.js";
import type { EventView } from "../../event/view.js";
import { blankFd, type FdDraft, type FdEntry, FdKind, FdStatus, fdCopy, fdEntry } from "../fd.js";
import type { LiveContext } from "../live.js";
import type { Handler } from "./capture.js";
import { fullPath } from "./dirfd.js";
import { addFd, updateFd } from "./event-fd.js";
import { ThreadFlag } from "./flags.js";
import { isNA, present, result, text, u64 } from "./params.js";
import type { Thread } from "./thread.js";

/** Portable file flags. */
const O_CLOEXEC = 1 << 12;
/** From this bit on, flags are told by the call's exit only. */
const EXIT_FLAGS = ~((1 << 14) - 1);
const UPPER_LAYER = 1 << 15;
const LOWER_LAYER = 1 << 16;
const EPOLL_CLOEXEC = 1;
const MFD_CLOEXEC = 1;
/** Commands of fcntl, portable ones. */
export const F_DUPFD = 1;
export const F_SETFD = 3;
export const F_DUPFD_CLOEXEC = 26;
const CLOSE_RANGE_CLOEXEC = 4;

const name = new Slice();
const asked = new Slice();
const full = new Slice();

/** An entry of a kind, made by an event. */
export function captured(kind: number, fields: Partial<FdEntry> = {}): FdDraft {
  const e = fdEntry(kind, fields);
  e.status |= FdStatus.CAPTURE;
  e.cloexec = closesOnExec(kind, e.openFlags);
  return e;
}

/** The same for one of which only its flags are known. */
export function capturedPlain(kind: number, openFlags: number): FdDraft {
  const e = blankFd(kind);
  e.openFlags = openFlags;
  e.status = FdStatus.CAPTURE;
  e.cloexec = closesOnExec(kind, openFlags);
  return e;
}

/** Epoll and memory files have a flag of their own for it. */
export function closesOnExec(kind: number, flags: number): boolean {
  if ((flags & O_CLOEXEC) !== 0) return true;
  return (kind === FdKind.EPOLL || kind === FdKind.MEMFD) && (flags & EPOLL_CLOEXEC) !== 0;
}

/** The same fd under other flags: those that close it on exec go, unless `cloexec`. */
export function reflagged(e: FdEntry, cloexec: boolean): FdEntry {
  const openFlags = (e.openFlags & ~(O_CLOEXEC | EPOLL_CLOEXEC | MFD_CLOEXEC)) | (cloexec ? O_CLOEXEC : 0);
  if (e.openFlags === openFlags && e.cloexec === cloexec) return e;
  const made = fdCopy(e);
  made.openFlags = openFlags;
  made.cloexec = cloexec;
  return made;
}

/** Parameters of the events of the open family: of the exit event, and of the enter event that may precede it. */
export interface OpenParams {
  readonly name: number;
  readonly flags: number;
  readonly dev: number;
  readonly ino: number;
  readonly dirfd: number;
  readonly enterName: number;
  readonly enterFlags: number;
}

const opened =
  (at: OpenParams): Handler =>
  (c, x, t) => {
    const { ev } = x;
    const fd = result(ev);
    if (fd < 0) return;
    let flags = at.flags >= 0 && present(ev, at.flags) ? ev.uint(at.flags) : 0;
    const dev = present(ev, at.dev) ? ev.uint(at.dev) : 0;
    inode(ev, at.ino);
    const enter = c.enterEvent(x, t);
    if (enter === null && at.name < ev.nparams) {
      const off = ev.off[at.name] as number;
      const known = c.opened.known(flags, ev.u8, off, ev.len[at.name] as number, dev, inoLow, inoHigh);
      if (known !== undefined) {
        addFd(x, t, fd, known);
        return;
      }
    }
    text(ev, at.name, name);
    let dirfd = at.dirfd >= 0 && present(ev, at.dirfd) ? ev.int(at.dirfd) : Number.NaN;
    if (enter !== null && present(enter, at.enterName)) {
      text(enter, at.enterName, asked);
      if (!isNA(asked)) {
        name.set(asked.buf, asked.off, asked.len);
        if (at.enterFlags >= 0) flags = enter.uint(at.enterFlags) | (flags & EXIT_FLAGS);
        if (at.dirfd >= 0) dirfd = present(enter, 0) ? enter.int(0) : Number.NaN;
      }
    }
    fullPath(x, t, name, at.dirfd >= 0 ? dirfd : "cwd", full);
    addOpened(x, t, fd, flags, full, dev);
  };

/** The inode number of parameter `i`, in two halves. */
let inoLow = 0;
let inoHigh = 0;
function inode(ev: EventView, i: number): void {
  const known = i < ev.nparams && ev.len[i] === 8;
  const at = known ? (ev.off[i] as number) : 0;
  inoLow = known ? ev.dv.getUint32(at, true) : 0;
  inoHigh = known ? ev.dv.getUint32(at + 4, true) : 0;
}

/** The fd of the file with the inode number that was just read. */
function addOpened(x: LiveContext, t: Thread, fd: number, flags: number, path: Slice, dev: number): void {
  addFd(x, t, fd, x.state.capture.opened.entry(flags, path, name, dev, inoLow, inoHigh));
}

const creat: Handler = (c, x, t) => {
  const { ev } = x;
  text(ev, 1, name);
  const enter = c.enterEvent(x, t);
  if (enter !== null && present(enter, 0)) {
    text(enter, 0, asked);
    if (!isNA(asked)) name.set(asked.buf, asked.off, asked.len);
  }
  const fd = result(ev);
  if (fd < 0) return;
  const layer = present(ev, 5) ? ev.uint(5) : 0;
  const flags = (layer & 1) !== 0 ? UPPER_LAYER : (layer & 2) !== 0 ? LOWER_LAYER : 0;
  fullPath(x, t, name, "cwd", full);
  inode(ev, present(ev, 3) ? 4 : ev.nparams);
  addOpened(x, t, fd, flags, full, present(ev, 3) ? ev.uint(3) : 0);
};

const openByHandle: Handler = (_c, x, t) => {
  const { ev } = x;
  const fd = result(ev);
  if (fd < 0) return;
  text(ev, 3, name);
  // the path that the kernel gives is absolute
  fullPath(x, t, name, Number.NaN, full);
  const flags = ev.uint(2);
  inode(ev, 5);
  addOpened(x, t, fd, flags, full, present(ev, 4) ? ev.uint(4) : 0);
};

/** A new fd of a kind, with flags from a parameter. */
const made = (kind: number, flags = -1, convert: (v: number) => number = (v) => v): Handler => {
  // such entries differ in nothing else: all fds may share the last one
  let last = capturedPlain(kind, 0);
  return (_c, x, t) => {
    const { ev } = x;
    const fd = result(ev);
    if (fd < 0) return;
    const openFlags = flags >= 0 && present(ev, flags) ? convert(ev.uint(flags)) : 0;
    if (last.openFlags !== openFlags) last = capturedPlain(kind, openFlags);
    addFd(x, t, fd, last);
  };
};

const userfaultfd: Handler = (_c, x, t) => {
  const fd = result(x.ev);
  if (fd >= 0) addFd(x, t, fd, captured(FdKind.UNIX, { userfault: true }));
};

const dup =
  (flags: number): Handler =>
  (_c, x, t) => {
    const { ev } = x;
    const fd = result(ev);
    const old = x.entry;
    if (fd < 0 || old === null) return;
    // a thread that moves its standard streams is likely part of a shell pipe
    if (fd === 0) t.flags |= ThreadFlag.PIPE_DST;
    if (fd === 1) t.flags |= ThreadFlag.PIPE_SRC;
    const cloexec = flags >= 0 && present(ev, flags) && (ev.uint(flags) & O_CLOEXEC) !== 0;
    addFd(x, t, fd, reflagged(old, cloexec));
  };

const fcntl: Handler = (_c, x, t) => {
  const { ev } = x;
  const cmd = present(ev, 2) ? ev.uint(2) : 0;
  const fd = result(ev);
  const old = x.entry;
  if (fd < 0 || old === null) return;
  if (cmd === F_SETFD) {
    updateFd(x, t, reflagged(old, present(ev, 3) && (ev.uint(3) & 1) !== 0));
  } else if (cmd === F_DUPFD || cmd === F_DUPFD_CLOEXEC) addFd(x, t, fd, reflagged(old, cmd === F_DUPFD_CLOEXEC));
};

const pipe =
  (flags: number): Handler =>
  (_c, x, t) => {
    const { ev } = x;
    if (result(ev) < 0) return;
    const openFlags = flags >= 0 && present(ev, flags) ? ev.uint(flags) : 0;
    const entry = captured(FdKind.PIPE, { ino: u64(ev, 3), openFlags });
    addFd(x, t, ev.int(1), entry);
    addFd(x, t, ev.int(2), entry);
  };

const memfd: Handler = (_c, x, t) => {
  const { ev } = x;
  const fd = result(ev);
  if (fd < 0) return;
  text(ev, 1, name);
  addFd(x, t, fd, captured(FdKind.MEMFD, { name: name.copy(), openFlags: ev.uint(2) }));
};

const pidfdOpen: Handler = (_c, x, t) => {
  const { ev } = x;
  const fd = result(ev);
  if (fd < 0) return;
  const pid = ev.int(1);
  const path = encodeText(`/proc/${pid}`);
  addFd(x, t, fd, captured(FdKind.PIDFD, { name: path, pid, openFlags: ev.uint(2) }));
};

const pidfdGetfd: Handler = (c, x, t) => {
  const { ev } = x;
  const fd = result(ev);
  const pidfd = t.fds?.get(ev.int(1));
  if (pidfd === undefined || pidfd.kind !== FdKind.PIDFD) return;
  const owner = c.threads.get(pidfd.pid);
  owner?.refreshFds();
  const theirs = owner?.fds?.get(ev.int(2));
  if (theirs === undefined) return;
  addFd(x, t, fd, reflagged(theirs, true));
  // a copy comes with its name: that is no change
  x.oldName = theirs.name;
};

/** What it closes is forgotten after the event. */
const close: Handler = (c, x, t) => {
  if (result(x.ev) >= 0 && x.entry !== null) c.closeLater(t.tid, t.lastFd);
};

const closeRange: Handler = (_c, x, t) => {
  const { ev } = x;
  const { fds } = t;
  if (result(ev) < 0 || fds === null) return;
  const first = ev.uint(1);
  const last = ev.uint(2);
  if ((ev.uint(3) & CLOSE_RANGE_CLOEXEC) === 0) {
    fds.closeRange(first, last);
    return;
  }
  for (const [fd, e] of [...fds.entries()])
    if (fd >= first && fd <= last)
      fds.update(fd, Object.assign(fdCopy(e), { openFlags: e.openFlags | O_CLOEXEC, cloexec: true }));
};

const OPEN: OpenParams = { name: 1, flags: 2, dev: 4, ino: 5, dirfd: -1, enterName: 0, enterFlags: 1 };
const OPENAT: OpenParams = { name: 2, flags: 3, dev: 5, ino: 6, dirfd: 1, enterName: 1, enterFlags: 2 };
const OPENAT2: OpenParams = { ...OPENAT, dev: 6, ino: 7 };

/** By name of the event. */
export const OPENS: Readonly<Record<string, OpenParams>> = { open: OPEN, openat: OPENAT, openat2: OPENAT2 };

const u16 = (v: number): number => v & 0xffff;
const u8 = (v: number): number => v & 0xff;

/** Files and whatever else has an fd, sockets aside. */
export const FILE_HANDLERS: Readonly<Record<string, Handler>> = {
  ...Object.fromEntries(Object.entries(OPENS).map(([name, params]) => [name, opened(params)])),
  creat,
  open_by_handle_at: openByHandle,
  dup: dup(-1),
  dup2: dup(-1),
  dup3: dup(3),
  fcntl,
  pipe: pipe(-1),
  pipe2: pipe(4),
  memfd_create: memfd,
  pidfd_open: pidfdOpen,
  pidfd_getfd: pidfdGetfd,
  close,
  close_range: closeRange,
  eventfd: made(FdKind.EVENTFD),
  eventfd2: made(FdKind.EVENTFD, 1, u16),
  signalfd: made(FdKind.SIGNALFD),
  signalfd4: made(FdKind.SIGNALFD, 1, u16),
  timerfd_create: made(FdKind.TIMERFD, 2, u8),
  inotify_init: made(FdKind.INOTIFY),
  inotify_init1: made(FdKind.INOTIFY, 1, u16),
  epoll_create: made(FdKind.EPOLL),
  epoll_create1: made(FdKind.EPOLL, 1, (v) => ((v & EPOLL_CLOEXEC) !== 0 ? O_CLOEXEC : 0)),
  bpf: made(FdKind.BPF),
  userfaultfd,
  io_uring_setup: made(FdKind.IO_URING),
};
