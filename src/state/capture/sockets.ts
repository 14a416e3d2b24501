import { EMPTY, Slice } from "../../event/bytes.js";
import { isMappedOrZero } from "../../event/text/net.js";
import { writeRaw } from "../../event/text/param.js";
import type { EventView } from "../../event/view.js";
import { changedFd, type FdDraft, type FdEntry, FdKind, FdStatus, fdCopy, fdInStatus, L4 } from "../fd.js";
import type { LiveContext } from "../live.js";
import { Family, SockTuple } from "../sockaddr.js";
import { Addresses } from "./addresses.js";
import type { CaptureState, Handler } from "./capture.js";
import { addFd, updateFd } from "./event-fd.js";
import { captured, capturedPlain } from "./files.js";
import { present, result } from "./params.js";
import { socketName, tupleName, unixName } from "./socknames.js";
import type { Thread } from "./thread.js";

const EINPROGRESS = -115;
const AF_NETLINK = 16;
const SOCK_STREAM = 1;
const SOCK_DGRAM = 2;
const SOCK_RAW = 3;
const ICMP = 1;
const TCP = 6;
const UDP = 17;
const RAW = 255;
const O_CLOEXEC = 1 << 12;
const SIDES = FdStatus.CLIENT | FdStatus.SERVER;
const PROGRESS = FdStatus.CONNECTED | FdStatus.PENDING | FdStatus.FAILED;

const ZERO4 = new Uint8Array(4);
const ZERO16 = new Uint8Array(16);
const zeros = (size: number): Uint8Array => (size === 4 ? ZERO4 : ZERO16);

const tuple = new SockTuple();
const addr = new SockTuple();
const enterAddr = new SockTuple();
const text = new Slice();
const addresses = new Addresses();

const KINDS: ReadonlyMap<number, number> = new Map([
  [Family.UNIX, FdKind.UNIX],
  [Family.INET, FdKind.IPV4],
  [Family.INET6, FdKind.IPV6],
  [AF_NETLINK, FdKind.NETLINK],
]);

/** Transport of a new IP socket. */
function transport(type: number, proto: number): number {
  const raw = type === SOCK_RAW;
  switch (proto) {
    case TCP:
      return raw ? L4.RAW : L4.TCP;
    case UDP:
      return raw ? L4.RAW : L4.UDP;
    case 0:
      return (type & 0xff) === SOCK_STREAM ? L4.TCP : (type & 0xff) === SOCK_DGRAM ? L4.UDP : L4.UNKNOWN;
    case ICMP:
      return raw ? L4.RAW : L4.ICMP;
    case RAW:
      return L4.RAW;
    default:
      return L4.UNKNOWN;
  }
}

function newSocket(domain: number, type: number, proto: number, flags: number): FdEntry {
  const e = capturedPlain(KINDS.get(domain) ?? FdKind.OTHER, flags);
  if (domain !== Family.INET && domain !== Family.INET6) return e;
  e.l4 = transport(type, proto);
  e.local = zeros(domain === Family.INET ? 4 : 16);
  e.remote = e.local;
  return e;
}

const socket: Handler = (_c, x, t) => {
  const { ev } = x;
  const fd = result(ev);
  if (fd < 0) return;
  const flags = present(ev, 4) ? ev.uint(4) : 0;
  addFd(x, t, fd, newSocket(ev.uint(1), ev.uint(2), ev.uint(3), flags));
};

const socketpair: Handler = (_c, x, t) => {
  const { ev } = x;
  if (result(ev) < 0) return;
  const a = ev.int(1);
  const b = ev.int(2);
  if (a === b) {
    x.entry = null;
    return;
  }
  const entry = captured(FdKind.UNIX, { self: bytes8(ev, 3), peer: bytes8(ev, 4) });
  addFd(x, t, a, entry);
  const first = x.entry;
  addFd(x, t, b, entry);
  x.entry = first;
};

function bytes8(ev: EventView, i: number): Uint8Array {
  const off = ev.off[i] as number;
  return ev.len[i] === 8 ? ev.u8.slice(off, off + 8) : EMPTY;
}

const sameBytes = (a: Uint8Array, s: Slice): boolean => {
  if (a.length !== s.len) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== s.buf[s.off + i]) return false;
  return true;
};
const isZero = (a: Uint8Array): boolean => a.every((b) => b === 0);

const bind: Handler = (_c, x, t) => {
  const { ev } = x;
  const old = x.entry;
  if (old === null || result(ev) < 0 || !valid(addr, ev, 1)) return;
  let e = old;
  if ((addr.family === Family.INET || addr.family === Family.INET6) && addr.sport > 0) {
    const mapped = addr.family === Family.INET6 && isMappedOrZero(addr.src.buf, addr.src.off);
    const ip = mapped ? addr.src.copy().subarray(12) : addr.src.copy();
    e = changedFd(old, {
      kind: ip.length === 4 ? FdKind.IPV4 : FdKind.IPV6,
      local: ip,
      lport: addr.sport,
      status: old.status | FdStatus.BOUND | FdStatus.SERVER,
    });
  }
  const w = x.work;
  const start = w.pos;
  writeRaw(w, ev, 1);
  w.since(start, text);
  updateFd(x, t, changedFd(e, { name: text.copy() }));
};

/** Read a SOCKADDR parameter; false if there is none. */
function valid(out: SockTuple, ev: EventView, i: number): boolean {
  return present(ev, i) && out.addr(ev.u8, ev.off[i] as number, ev.len[i] as number);
}

function validTuple(ev: EventView, i: number): boolean {
  return present(ev, i) && tuple.tuple(ev.u8, ev.off[i] as number, ev.len[i] as number);
}

/** Is the tuple's other end what the program asked for at the call's exit? Then the enter event is to be trusted more. */
function asAsked(): boolean {
  if (tuple.family === Family.UNIX) return tuple.path.text() === addr.path.text();
  return tuple.dport === addr.sport && sameBytes(tuple.dst.copy(), addr.src);
}

/** Would taking over the tuple leave the entry as it is? So it does if it has both ends already, either way around. */
function hasTuple(e: FdEntry, dst: Slice, dport: number): boolean {
  const size = tuple.family === Family.INET ? 4 : 16;
  if (e.kind !== (size === 4 ? FdKind.IPV4 : FdKind.IPV6) || (e.status & FdStatus.BOUND) !== 0) return false;
  const blank = e.local.length !== size || e.remote.length !== size;
  const local = blank ? zeros(size) : e.local;
  const remote = blank ? zeros(size) : e.remote;
  const { lport, rport } = e;
  return (
    (sameBytes(local, tuple.src) && lport === tuple.sport && sameBytes(remote, dst) && rport === dport) ||
    (sameBytes(local, dst) && lport === dport && sameBytes(remote, tuple.src) && rport === tuple.sport)
  );
}

/** Take over a tuple's addresses and ports, that {@link hasTuple} has not found. A known destination stays, unless `overwrite`. */
function takeTuple(e: FdDraft, dst: Slice, dport: number, overwrite: boolean): void {
  const size = tuple.family === Family.INET ? 4 : 16;
  const blank = e.local.length !== size || e.remote.length !== size;
  const local = blank ? zeros(size) : e.local;
  const remote = blank ? zeros(size) : e.remote;
  const newDst = isZero(remote) || (overwrite && !sameBytes(remote, dst));
  const newPort = e.rport === 0 || (overwrite && e.rport !== dport);
  e.kind = size === 4 ? FdKind.IPV4 : FdKind.IPV6;
  e.status &= ~FdStatus.BOUND;
  e.local = sameBytes(local, tuple.src) ? local : addresses.of(tuple.src);
  e.lport = tuple.sport;
  e.remote = newDst ? addresses.of(dst) : remote;
  if (newPort) e.rport = dport;
}

function swap(e: FdDraft): void {
  const { local, lport } = e;
  e.local = e.remote;
  e.lport = e.rport;
  e.remote = local;
  e.rport = lport;
}

function changed(a: FdEntry, b: FdEntry): boolean {
  return a.lport !== b.lport || a.rport !== b.rport || a.local !== b.local || a.remote !== b.remote;
}

const connect: Handler = (c, x, t) => {
  const { ev } = x;
  const old = x.entry;
  if (old === null) return;
  const res = result(ev);
  let status = old.status & ~PROGRESS;
  if (c.trackConnections) {
    status |= res === EINPROGRESS ? FdStatus.PENDING : res < 0 ? FdStatus.FAILED : FdStatus.CONNECTED;
  } else {
    if (res < 0 && res !== EINPROGRESS) return;
    status |= FdStatus.CONNECTED;
  }
  const e = fdInStatus(old, status);
  const enter = c.enterEvent(x, t);
  const entered = enter !== null && valid(enterAddr, enter, 1);
  if (!present(ev, 1)) {
    if (entered) fromAddress(e, x);
  } else if (validTuple(ev, 1)) {
    const trustEnter = entered && valid(addr, ev, 3) && addr.family === tuple.family && asAsked();
    connected(e, old, trustEnter, c.state.serviceNames);
  }
  updateFd(x, t, e);
};

/** The tuple is missing: all that is known is what the program asked for. */
function fromAddress(e: FdDraft, x: LiveContext): void {
  if (enterAddr.family === Family.INET || enterAddr.family === Family.INET6) {
    const mapped = enterAddr.family === Family.INET6 && isMappedOrZero(enterAddr.src.buf, enterAddr.src.off);
    const remote = mapped ? enterAddr.src.copy().subarray(12) : enterAddr.src.copy();
    if (e.local.length !== remote.length) e.local = zeros(remote.length);
    e.kind = remote.length === 4 ? FdKind.IPV4 : FdKind.IPV6;
    e.remote = remote;
    e.rport = enterAddr.sport;
    return;
  }
  const w = x.work;
  const start = w.pos;
  writeRaw(w, x.ev, 1);
  w.since(start, text);
  e.name = text.copy();
}

/** @param trustEnter the destination is that of the enter event, which nobody can have changed since */
function connected(e: FdDraft, old: FdEntry, trustEnter: boolean, services: boolean): void {
  if (tuple.family === Family.INET || tuple.family === Family.INET6) {
    const dst = trustEnter ? enterAddr.src : tuple.dst;
    const dport = trustEnter ? enterAddr.sport : tuple.dport;
    if (!hasTuple(e, dst, dport)) takeTuple(e, dst, dport, true);
    if (changed(old, e) && (e.status & FdStatus.SERVER) !== 0 && e.l4 === L4.UDP && e.kind === FdKind.IPV4) swap(e);
    e.name = socketName(e, services);
  } else {
    if (e.kind !== FdKind.UNIX || e.userfault || tuple.family !== Family.UNIX) return;
    const path = (trustEnter ? enterAddr.path : tuple.path).copy();
    e.self = tuple.src.copy();
    e.peer = tuple.dst.copy();
    e.name = unixName(e.self, e.peer, path);
  }
  if ((e.status & SIDES) === 0) e.status |= FdStatus.CLIENT;
}

const accept =
  (flags: number): Handler =>
  (_c, x, t) => {
    const { ev } = x;
    const fd = result(ev);
    if (fd < 0) return;
    t.lastFd = fd;
    if (!validTuple(ev, 1)) return;
    const ip = tuple.family === Family.INET || tuple.family === Family.INET6;
    if (!ip && tuple.family !== Family.UNIX) return;
    const openFlags = flags >= 0 && present(ev, flags) ? ev.uint(flags) & O_CLOEXEC : 0;
    const kind = !ip ? FdKind.UNIX : tuple.family === Family.INET ? FdKind.IPV4 : FdKind.IPV6;
    const e = capturedPlain(kind, openFlags);
    e.status |= FdStatus.SERVER | FdStatus.CONNECTED;
    e.name = tupleName(ev.u8, ev.off[1] as number, ev.len[1] as number);
    if (ip) {
      e.l4 = L4.TCP;
      e.local = addresses.of(tuple.src);
      e.lport = tuple.sport;
      e.remote = addresses.of(tuple.dst);
      e.rport = tuple.dport;
    } else {
      e.self = tuple.src.copy();
      e.peer = tuple.dst.copy();
    }
    addFd(x, t, fd, e);
  };

/** Take over the tuple of a send or receive; undefined if nothing changes. */
function update(c: CaptureState, e: FdEntry, ev: EventView, at: number): FdDraft | undefined {
  if (!validTuple(ev, at)) return undefined;
  if (tuple.family === Family.UNIX)
    return changedFd(e, { kind: FdKind.UNIX, userfault: false, self: tuple.src.copy(), peer: tuple.dst.copy() });
  if (tuple.family !== Family.INET && tuple.family !== Family.INET6) return undefined;
  if (hasTuple(e, tuple.dst, tuple.dport)) return undefined;
  const next = fdCopy(e);
  takeTuple(next, tuple.dst, tuple.dport, true);
  if (!changed(e, next) && e.kind === next.kind) return undefined;
  if (next.l4 === L4.UNKNOWN) next.l4 = L4.UDP;
  [next.local, next.remote] = c.interfaces.complete(next.local, next.lport, next.remote, next.rport);
  return next;
}

/** Who is client and who server, told by the ports that the process is known to use. */
function guessRole(e: FdEntry, t: Thread, incoming: boolean): number {
  let bound = false;
  let used = false;
  for (const [, f] of t.fds?.entries() ?? []) {
    if (f.kind !== FdKind.IPV4) continue;
    if ((f.status & FdStatus.BOUND) !== 0) bound ||= f.lport === e.rport;
    else {
      bound ||= f.rport === e.rport;
      used ||= f.lport === e.lport;
    }
  }
  if (!bound) return FdStatus.CLIENT;
  if (!used) return FdStatus.SERVER;
  return incoming ? FdStatus.SERVER : FdStatus.CLIENT;
}

/** Sends and receives tell of connections, and give sockets the names that they have not got yet. */
const transfer =
  (at: number, incoming: boolean, infers = false): Handler =>
  (c, x, t) => {
    const { ev } = x;
    if (!present(ev, 0)) return;
    const res = result(ev);
    if (x.entry === null && infers && res >= 0) inferSocket(x, t);
    const old = x.entry;
    if (old === null) return;
    let e = old;
    const ip = isIp(e);
    if (res < 0) {
      if (c.trackConnections && ip) updateFd(x, t, fdInStatus(e, (e.status & ~PROGRESS) | FdStatus.FAILED));
      return;
    }
    if (ip && (e.status & PROGRESS) !== FdStatus.CONNECTED)
      e = fdInStatus(e, (e.status & ~PROGRESS) | FdStatus.CONNECTED);
    const tcp = e.kind === FdKind.IPV4 && (e.status & FdStatus.BOUND) === 0 && e.l4 === L4.TCP;
    if (at >= 0 && (e.name.length === 0 || !tcp)) e = named(c, x, t, e, at, incoming);
    if (e !== old) updateFd(x, t, e);
  };

function isIp(e: FdEntry): boolean {
  return (e.kind === FdKind.IPV4 || e.kind === FdKind.IPV6) && (e.status & FdStatus.BOUND) === 0;
}

function named(c: CaptureState, x: LiveContext, t: Thread, old: FdEntry, at: number, incoming: boolean): FdEntry {
  const { ev } = x;
  const e = update(c, old, ev, at);
  if (e === undefined) return old;
  if (!isIp(e)) {
    e.name = tupleName(ev.u8, ev.off[at] as number, ev.len[at] as number);
    return e;
  }
  if ((e.status & SIDES) === 0) {
    // the socket itself counts among those that the process has
    updateFd(x, t, e);
    e.status |= guessRole(e, t, incoming);
  }
  if ((e.status & (incoming ? FdStatus.CLIENT : FdStatus.SERVER)) !== 0) swap(e);
  e.name = socketName(e, c.state.serviceNames);
  return e;
}

/** A send over a socket whose making was missed: most likely datagrams. */
function inferSocket(x: LiveContext, t: Thread): void {
  const { ev } = x;
  if (!present(ev, 4)) return;
  const family = ev.u8[ev.off[4] as number];
  if (family === Family.INET || family === Family.INET6) addFd(x, t, ev.int(2), newSocket(family, SOCK_DGRAM, UDP, 0));
}

const getsockopt: Handler = (c, x, t) => {
  const { ev } = x;
  const old = x.entry;
  if (!c.trackConnections || old === null || result(ev) < 0) return;
  const SOL_SOCKET = 1;
  const SO_ERROR = 4;
  if (ev.uint(2) !== SOL_SOCKET || ev.uint(3) !== SO_ERROR || (ev.len[4] as number) < 9) return;
  const failed = ev.dv.getBigInt64((ev.off[4] as number) + 1, true) < 0n;
  updateFd(x, t, fdInStatus(old, (old.status & ~PROGRESS) | (failed ? FdStatus.FAILED : FdStatus.CONNECTED)));
};

/** What the network calls do. */
export const SOCKET_HANDLERS: Readonly<Record<string, Handler>> = {
  socket,
  socketpair,
  bind,
  connect,
  accept: accept(-1),
  accept4: accept(5),
  getsockopt,
  read: transfer(-1, true),
  readv: transfer(-1, true),
  pread: transfer(-1, true),
  preadv: transfer(-1, true),
  recv: transfer(4, true),
  recvfrom: transfer(2, true),
  recvmsg: transfer(3, true),
  recvmmsg: transfer(4, true),
  write: transfer(-1, false),
  writev: transfer(-1, false),
  pwrite: transfer(-1, false),
  pwritev: transfer(-1, false),
  send: transfer(4, false, true),
  sendto: transfer(4, false, true),
  sendmsg: transfer(4, false, true),
  sendmmsg: transfer(4, false),
};
