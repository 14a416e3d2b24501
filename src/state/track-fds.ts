import { EMPTY, encodeText, Slice } from "../event/bytes.js";
import { FdFlag } from "../event/record.js";
import { EVENTS } from "../event/table.js";
import type { EventView } from "../event/view.js";
import { type FdEntry, FdKind, fdEntry, L4, Role } from "./fd.js";
import { FdTable } from "./fd-table.js";
import type { LiveContext } from "./live.js";
import type { Process } from "./process.js";
import { Family, SockTuple } from "./sockaddr.js";

/** Portable file flags. */
const O_DIRECTORY = 1024;
const O_CLOEXEC = 4096;
const FD_UPPER = 32768;
const FD_LOWER = 65536;
const EINPROGRESS = -115;

const tuple = new SockTuple();
const name = new Slice();

type Tracker = (x: LiveContext, p: Process, fds: FdTable, ev: EventView) => void;

/** Param of the result's fd and the flags that may hold O_CLOEXEC. */
const plain =
  (kind: number, flags = -1, bit = O_CLOEXEC): Tracker =>
  (_x, _p, fds, ev) => {
    const fd = ev.int(0);
    if (fd < 0) return;
    const cloexec = flags >= 0 && (ev.uint(flags) & bit) !== 0;
    fds.set(fd, fdEntry(kind, { cloexec, userfault: EVENTS[ev.type]?.name === "userfaultfd" }));
  };

const open =
  (at: { name: number; flags: number; dev: number; ino: number }): Tracker =>
  (x, _p, fds, ev) => {
    const fd = ev.int(0);
    if (fd < 0) return;
    const flags = at.flags >= 0 ? ev.uint(at.flags) : 0;
    const path = x.path(at.name, name) ? name.copy() : EMPTY;
    const layers =
      ((flags & FD_UPPER) !== 0 ? FdFlag.UPPER_LAYER : 0) | ((flags & FD_LOWER) !== 0 ? FdFlag.LOWER_LAYER : 0);
    fds.set(
      fd,
      fdEntry((flags & O_DIRECTORY) !== 0 ? FdKind.DIRECTORY : FdKind.FILE, {
        name: path,
        raw: copyText(ev, at.name),
        dev: ev.uint(at.dev),
        ino: ev.len[at.ino] === 8 ? ev.dv.getBigUint64(ev.off[at.ino] as number, true) : 0n,
        flags: layers,
        openFlags: flags,
        cloexec: (flags & O_CLOEXEC) !== 0,
      }),
    );
  };

const dup =
  (cloexec: (ev: EventView) => boolean, oldfd = 1): Tracker =>
  (_x, _p, fds, ev) => {
    const fd = ev.int(0);
    const old = fds.get(ev.int(oldfd));
    if (fd >= 0 && old !== undefined) fds.set(fd, { ...old, cloexec: cloexec(ev) });
  };

const pipe =
  (flags: number): Tracker =>
  (_x, _p, fds, ev) => {
    if (ev.int(0) < 0) return;
    const ino = ev.len[3] === 8 ? ev.dv.getBigUint64(ev.off[3] as number, true) : 0n;
    const entry = fdEntry(FdKind.PIPE, { ino, cloexec: flags >= 0 && (ev.uint(flags) & O_CLOEXEC) !== 0 });
    fds.set(ev.int(1), entry);
    fds.set(ev.int(2), entry);
  };

const FAMILY_KIND: ReadonlyMap<number, number> = new Map([
  [Family.UNIX, FdKind.UNIX],
  [Family.INET, FdKind.IPV4],
  [Family.INET6, FdKind.IPV6],
  [16, FdKind.NETLINK],
]);

const SOCK_DGRAM = 2;
const SOCK_RAW = 3;
const SOCK_CLOEXEC = 0x80000;

/** Transport of a new socket, from its type and protocol numbers. */
function transport(type: number, proto: number): number {
  if ((type & 0xff) === SOCK_RAW) return L4.RAW;
  if (proto === 6) return L4.TCP;
  if (proto === 17) return L4.UDP;
  if (proto === 1) return L4.ICMP;
  if (proto === 0) return (type & 0xff) === SOCK_DGRAM ? L4.UDP : L4.TCP;
  return L4.UNKNOWN;
}

const socket: Tracker = (_x, _p, fds, ev) => {
  const fd = ev.int(0);
  if (fd < 0) return;
  const kind = FAMILY_KIND.get(ev.uint(1)) ?? FdKind.OTHER;
  const ip = kind === FdKind.IPV4 || kind === FdKind.IPV6;
  const cloexec = ev.nparams > 4 && (ev.uint(4) & O_CLOEXEC) !== 0;
  fds.set(fd, fdEntry(kind, { cloexec, l4: ip ? transport(ev.uint(2), ev.uint(3)) : 0 }));
};

const socketpair: Tracker = (_x, _p, fds, ev) => {
  if (ev.int(0) < 0) return;
  const entry = fdEntry(FdKind.UNIX, { cloexec: ev.nparams > 6 && (ev.uint(6) & SOCK_CLOEXEC) !== 0 });
  fds.set(ev.int(1), entry);
  fds.set(ev.int(2), entry);
};

const bind: Tracker = (x, _p, fds, ev) => {
  const num = ev.int(2);
  const old = fds.get(num);
  if (ev.int(0) < 0 || old === undefined) return;
  if (!tuple.addr(ev.u8, ev.off[1] as number, ev.len[1] as number)) return;
  if (tuple.family === Family.UNIX) fds.update(num, { ...old, raw: tuple.path.copy() });
  else
    fds.update(num, {
      ...old,
      local: tuple.src.copy(),
      lport: tuple.sport,
      role: tuple.sport > 0 ? Role.LISTENING : old.role,
    });
  renamed(x);
};

/** The entry that a tuple makes of an old one; the source is the client's side. */
function withTuple(old: FdEntry, role: number): FdEntry {
  if (tuple.family === Family.UNIX) {
    const server = role === Role.SERVER;
    return {
      ...old,
      kind: FdKind.UNIX,
      role,
      raw: tuple.path.copy(),
      self: (server ? tuple.dst : tuple.src).copy(),
      peer: (server ? tuple.src : tuple.dst).copy(),
    };
  }
  const server = role === Role.SERVER;
  return {
    ...old,
    kind: tuple.family === Family.INET ? FdKind.IPV4 : FdKind.IPV6,
    role,
    local: (server ? tuple.dst : tuple.src).copy(),
    lport: server ? tuple.dport : tuple.sport,
    remote: (server ? tuple.src : tuple.dst).copy(),
    rport: server ? tuple.sport : tuple.dport,
  };
}

const connect: Tracker = (x, _p, fds, ev) => {
  const res = ev.int(0);
  const num = ev.int(2);
  const old = fds.get(num);
  if ((res < 0 && res !== EINPROGRESS) || old === undefined) return;
  if (!tuple.tuple(ev.u8, ev.off[1] as number, ev.len[1] as number)) return;
  fds.update(num, withTuple(old, Role.CLIENT));
  renamed(x);
};

const accept: Tracker = (x, _p, fds, ev) => {
  const num = ev.int(0);
  if (num < 0) return;
  if (!tuple.tuple(ev.u8, ev.off[1] as number, ev.len[1] as number)) {
    fds.set(num, fdEntry(FdKind.OTHER));
    return;
  }
  const cloexec = ev.nparams > 5 && (ev.uint(5) & O_CLOEXEC) !== 0;
  fds.set(num, withTuple(fdEntry(FdKind.OTHER, { l4: L4.TCP, cloexec }), Role.SERVER));
  renamed(x);
};

/** send and receive name a socket that has no peer yet. */
const transfer =
  (fd: number, at: number, incoming: boolean): Tracker =>
  (x, _p, fds, ev) => {
    if (ev.int(0) < 0 || at >= ev.nparams) return;
    const num = ev.int(fd);
    const old = fds.get(num);
    if (old === undefined || old.peer.length > 0) return;
    if (old.remote.length > 0 && old.role !== Role.LISTENING && old.l4 !== L4.UDP) return;
    if (!tuple.tuple(ev.u8, ev.off[at] as number, ev.len[at] as number)) return;
    // A datagram socket keeps the first peer it was seen with.
    if (old.role === Role.CLIENT || old.role === Role.SERVER) return;
    // Unix sockets have no sides.
    const role = tuple.family === Family.UNIX ? Role.UNKNOWN : incoming ? Role.SERVER : Role.CLIENT;
    fds.update(num, withTuple(old, role));
    renamed(x);
  };

const fcntl: Tracker = (_x, _p, fds, ev) => {
  const res = ev.int(0);
  const cmd = ev.uint(2);
  // Portable F_DUPFD and F_DUPFD_CLOEXEC.
  if (res >= 0 && (cmd === 1 || cmd === 26)) {
    const old = fds.get(ev.int(1));
    if (old !== undefined) fds.set(res, { ...old, cloexec: cmd === 26 });
  } else if (res >= 0 && cmd === 3) {
    const old = fds.get(ev.int(1));
    if (old !== undefined) fds.update(ev.int(1), { ...old, cloexec: (ev.uint(3) & 1) !== 0 });
  }
};

const memfd: Tracker = (x, _p, fds, ev) => {
  const fd = ev.int(0);
  if (fd < 0) return;
  fds.set(fd, fdEntry(FdKind.MEMFD, { name: copyText(ev, 1), cloexec: (ev.uint(2) & 1) !== 0 }));
  renamed(x);
};

const no = (): boolean => false;

const TRACKERS: Readonly<Record<string, Tracker>> = {
  open: open({ name: 1, flags: 2, dev: 4, ino: 5 }),
  openat: open({ name: 2, flags: 3, dev: 5, ino: 6 }),
  openat2: open({ name: 2, flags: 3, dev: 6, ino: 7 }),
  open_by_handle_at: open({ name: 3, flags: 2, dev: 4, ino: 5 }),
  creat: open({ name: 1, flags: -1, dev: 3, ino: 4 }),
  dup: dup(no),
  dup2: dup(no),
  dup3: dup((ev) => (ev.uint(3) & O_CLOEXEC) !== 0),
  fcntl,
  pipe: pipe(-1),
  pipe2: pipe(4),
  socket,
  socketpair,
  bind,
  connect,
  accept,
  accept4: accept,
  sendto: transfer(2, 4, false),
  sendmsg: transfer(2, 4, false),
  sendmmsg: transfer(1, 4, false),
  recvfrom: transfer(3, 2, true),
  recvmsg: transfer(5, 3, true),
  recvmmsg: transfer(1, 4, true),
  memfd_create: memfd,
  eventfd: plain(FdKind.EVENTFD),
  eventfd2: plain(FdKind.EVENTFD, 1),
  timerfd_create: plain(FdKind.TIMERFD),
  signalfd: plain(FdKind.SIGNALFD),
  signalfd4: plain(FdKind.SIGNALFD, 1),
  inotify_init: plain(FdKind.INOTIFY),
  inotify_init1: plain(FdKind.INOTIFY, 1),
  epoll_create: plain(FdKind.EPOLL),
  epoll_create1: plain(FdKind.EPOLL, 1, 1),
  userfaultfd: plain(FdKind.UNIX),
  io_uring_setup: (_x, _p, fds, ev) => {
    if (ev.int(0) >= 0) fds.set(ev.int(0), fdEntry(FdKind.IO_URING, { cloexec: true }));
  },
  bpf: (_x, _p, fds, ev) => {
    // Commands that give an fd: map create, program load, get, by id.
    const fd = ev.int(0);
    const cmd = ev.uint(1);
    if (fd >= 0 && [0, 5, 7, 13, 14, 17, 18, 19, 28, 30, 33].includes(cmd)) fds.set(fd, fdEntry(FdKind.BPF));
  },
  pidfd_open: (x, _p, fds, ev) => {
    const fd = ev.int(0);
    if (fd < 0) return;
    fds.set(fd, fdEntry(FdKind.PIDFD, { name: encodeText(`/proc/${ev.int(1)}`), pid: ev.int(1), cloexec: true }));
    renamed(x);
  },
  pidfd_getfd: (x, _p, fds, ev) => {
    const fd = ev.int(0);
    if (fd < 0) return;
    const owner = x.state.processOfThread(fds.get(ev.int(1))?.pid ?? -1);
    const theirs = owner?.fds?.get(ev.int(2));
    fds.set(fd, { ...(theirs ?? fdEntry(FdKind.OTHER)), cloexec: true });
  },
};

const BY_CODE: readonly (Tracker | undefined)[] = EVENTS.map((e) =>
  e.flags.has("OLD_VERSION") || !e.isExit ? undefined : TRACKERS[e.name],
);

function renamed(x: LiveContext): void {
  x.refreshFd();
  const fd = x.fd();
  if (fd !== null) fd.nameChanged = true;
}

function copyText(ev: EventView, param: number): Uint8Array {
  const off = ev.off[param] as number;
  return ev.u8.slice(off, off + ev.textLen(param));
}

/** Remember what the event says of the fds of its process. */
export function trackFds(x: LiveContext, p: Process): void {
  const track = BY_CODE[x.ev.type];
  if (track === undefined) return;
  p.fds ??= new FdTable();
  track(x, p, p.fds, x.ev);
}

/** Forget what the event closed. */
export function trackAfter(x: LiveContext, p: Process): void {
  const { ev } = x;
  const fds = p.fds;
  if (fds === null) return;
  const e = EVENTS[ev.type];
  if (e?.name === "close") {
    if (ev.int(0) >= 0) fds.delete(ev.int(1));
  } else if (e?.name === "close_range" && ev.int(0) >= 0 && (ev.uint(3) & 4) === 0)
    fds.closeRange(ev.uint(1), ev.uint(2));
}
