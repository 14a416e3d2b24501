import { EMPTY, Slice } from "../event/bytes.js";

/** Character codes of fd.typechar. */
export const FdKind = {
  FILE: 102, // f
  DIRECTORY: 100, // d
  IPV4: 52, // 4
  IPV6: 54, // 6
  UNIX: 117, // u
  PIPE: 112, // p
  EVENTFD: 101, // e
  EPOLL: 108, // l
  SIGNALFD: 115, // s
  INOTIFY: 105, // i
  TIMERFD: 116, // t
  NETLINK: 110, // n
  BPF: 98, // b
  IO_URING: 114, // r
  MEMFD: 109, // m
  PIDFD: 80, // P
  OTHER: 111, // o
  UNSUPPORTED: 88, // X
} as const;

/** Transport of a socket, as in the annex. */
export const L4 = { UNKNOWN: 0, TCP: 1, UDP: 2, ICMP: 3, RAW: 4 } as const;

/** Side that this host plays on a socket, as in the annex. */
export const Role = { UNKNOWN: 0, CLIENT: 1, SERVER: 2, LISTENING: 3 } as const;

/** What captures know of an fd besides its identity; 0 for fds of live records. */
export const FdStatus = {
  /** From a capture: `local` and `remote` are the source (client) and the destination (server) of its tuple. */
  CAPTURE: 1,
  /** Bound to a port: `local` is the address. */
  BOUND: 2,
  CONNECTED: 4,
  PENDING: 8,
  FAILED: 16,
  /** From the fd list, not from an event. */
  LISTED: 32,
  CLIENT: 64,
  SERVER: 128,
} as const;

const SLASH = 47;
const TWO32 = 1n << 32n;
const SIDES = FdStatus.CLIENT | FdStatus.SERVER;

const TYPE_NAMES: ReadonlyMap<number, string> = new Map([
  [FdKind.FILE, "file"],
  [FdKind.DIRECTORY, "directory"],
  [FdKind.IPV4, "ipv4"],
  [FdKind.IPV6, "ipv6"],
  [FdKind.UNIX, "unix"],
  [FdKind.PIPE, "pipe"],
  [FdKind.EVENTFD, "event"],
  [FdKind.EPOLL, "eventpoll"],
  [FdKind.SIGNALFD, "signalfd"],
  [FdKind.INOTIFY, "inotify"],
  [FdKind.TIMERFD, "timerfd"],
  [FdKind.NETLINK, "netlink"],
  [FdKind.BPF, "bpf"],
  [FdKind.IO_URING, "io_uring"],
  [FdKind.MEMFD, "memfd"],
  [FdKind.PIDFD, "pidfd"],
]);

/** fd.type of a kind; `userfaultfd` shares its character with unix sockets and is told apart by its flag. */
export function fdTypeName(kind: number): string {
  return TYPE_NAMES.get(kind) ?? "<NA>";
}

/** One fd as remembered between events. Entries never change: fork and dup share them. */
export interface FdEntry {
  readonly kind: number;
  readonly name: Uint8Array;
  /** The name as the program gave it; empty if unknown. */
  readonly raw: Uint8Array;
  readonly dev: number;
  readonly ino: bigint;
  /** FdFlag bits of the annex. */
  readonly flags: number;
  /** Flags given to open, portable (PPM) bits. */
  readonly openFlags: number;
  readonly l4: number;
  readonly role: number;
  /** 4 or 16 bytes; empty if unknown. */
  readonly local: Uint8Array;
  readonly remote: Uint8Array;
  readonly lport: number;
  readonly rport: number;
  /** UNIX: 8 bytes each. */
  readonly self: Uint8Array;
  readonly peer: Uint8Array;
  readonly cloexec: boolean;
  readonly userfault: boolean;
  /** Process that a pidfd stands for; 0 for other kinds. */
  readonly pid: number;
  /** Bits of FdStatus. */
  readonly status: number;
}

/** An entry that is being made. */
export type FdDraft = { -readonly [K in keyof FdEntry]: FdEntry[K] };

/** An entry of this kind with everything else unknown. Written out: a spread would make entries of many shapes. */
export function fdEntry(kind: number, f: Partial<FdEntry> = {}): FdDraft {
  return {
    kind,
    name: f.name ?? EMPTY,
    raw: f.raw ?? EMPTY,
    dev: f.dev ?? 0,
    ino: f.ino ?? 0n,
    flags: f.flags ?? 0,
    openFlags: f.openFlags ?? 0,
    l4: f.l4 ?? 0,
    role: f.role ?? 0,
    local: f.local ?? EMPTY,
    remote: f.remote ?? EMPTY,
    lport: f.lport ?? 0,
    rport: f.rport ?? 0,
    self: f.self ?? EMPTY,
    peer: f.peer ?? EMPTY,
    cloexec: f.cloexec ?? false,
    userfault: f.userfault ?? false,
    pid: f.pid ?? 0,
    status: f.status ?? 0,
  };
}

/** A copy that is to be changed; of the same shape as all others. */
export function fdCopy(e: FdEntry): FdDraft {
  return {
    kind: e.kind,
    name: e.name,
    raw: e.raw,
    dev: e.dev,
    ino: e.ino,
    flags: e.flags,
    openFlags: e.openFlags,
    l4: e.l4,
    role: e.role,
    local: e.local,
    remote: e.remote,
    lport: e.lport,
    rport: e.rport,
    self: e.self,
    peer: e.peer,
    cloexec: e.cloexec,
    userfault: e.userfault,
    pid: e.pid,
    status: e.status,
  };
}

/** A copy with these changes. */
export function changedFd(e: FdEntry, changes: Partial<FdEntry>): FdDraft {
  return Object.assign(fdCopy(e), changes);
}

/** A copy with another status. */
export function fdInStatus(e: FdEntry, status: number): FdDraft {
  const made = fdCopy(e);
  made.status = status;
  return made;
}

/** As {@link fdEntry} of nothing more, without the look-ups. */
export function blankFd(kind: number): FdDraft {
  return {
    kind,
    name: EMPTY,
    raw: EMPTY,
    dev: 0,
    ino: 0n,
    flags: 0,
    openFlags: 0,
    l4: 0,
    role: 0,
    local: EMPTY,
    remote: EMPTY,
    lport: 0,
    rport: 0,
    self: EMPTY,
    peer: EMPTY,
    cloexec: false,
    userfault: false,
    pid: 0,
    status: 0,
  };
}

/** What is known of the fd that the current event is about. One object per context, filled anew for each event. */
export class FdInfo {
  num = -1;
  kind = 0;
  /** Path of a file; text of a tuple is made on demand (see `LiveContext.fdName`). */
  readonly name = new Slice();
  readonly raw = new Slice();
  dev = 0;
  inoLo = 0;
  inoHi = 0;
  flags = 0;
  openFlags = 0;
  l4 = 0;
  role = 0;
  readonly local = new Slice();
  readonly remote = new Slice();
  lport = 0;
  rport = 0;
  readonly self = new Slice();
  readonly peer = new Slice();
  userfault = false;
  /** Name of a socket has been written. */
  named = false;
  /** The event gave the fd its name. */
  nameChanged = false;
  /** Bits of FdStatus. */
  status = 0;

  clear(num: number, kind: number): void {
    this.num = num;
    this.kind = kind;
    this.name.len = 0;
    this.raw.len = 0;
    this.dev = 0;
    this.inoLo = 0;
    this.inoHi = 0;
    this.flags = 0;
    this.openFlags = 0;
    this.l4 = 0;
    this.role = 0;
    this.local.len = 0;
    this.remote.len = 0;
    this.lport = 0;
    this.rport = 0;
    this.self.len = 0;
    this.peer.len = 0;
    this.userfault = false;
    this.named = false;
    this.nameChanged = false;
    this.status = 0;
  }

  /** Show a remembered entry. */
  load(num: number, e: FdEntry): void {
    this.clear(num, e.kind);
    this.name.set(e.name, 0, e.name.length);
    this.raw.set(e.raw, 0, e.raw.length);
    this.dev = e.dev;
    const { ino } = e;
    // a bigint made is a bigint collected: most inode numbers are small
    this.inoLo = ino < TWO32 ? Number(ino) : Number(ino & 0xffffffffn);
    this.inoHi = ino < TWO32 ? 0 : Number(ino >> 32n);
    this.flags = e.flags;
    this.openFlags = e.openFlags;
    this.l4 = e.l4;
    this.role = e.role;
    this.local.set(e.local, 0, e.local.length);
    this.remote.set(e.remote, 0, e.remote.length);
    this.lport = e.lport;
    this.rport = e.rport;
    this.self.set(e.self, 0, e.self.length);
    this.peer.set(e.peer, 0, e.peer.length);
    this.userfault = e.userfault;
    this.status = e.status;
    this.named = e.status !== 0;
  }

  /** A copy to remember. */
  store(): FdEntry {
    return fdEntry(this.kind, {
      name: this.name.copy(),
      raw: this.raw.copy(),
      dev: this.dev,
      ino: this.ino,
      flags: this.flags,
      openFlags: this.openFlags,
      l4: this.l4,
      role: this.role,
      local: this.local.copy(),
      remote: this.remote.copy(),
      lport: this.lport,
      rport: this.rport,
      self: this.self.copy(),
      peer: this.peer.copy(),
      userfault: this.userfault,
      status: this.status,
    });
  }

  get ino(): bigint {
    return (BigInt(this.inoHi >>> 0) << 32n) | BigInt(this.inoLo >>> 0);
  }

  get isIp(): boolean {
    return this.kind === FdKind.IPV4 || this.kind === FdKind.IPV6;
  }

  get isSocket(): boolean {
    return this.isIp || (this.kind === FdKind.UNIX && !this.userfault);
  }

  get isFile(): boolean {
    return this.kind === FdKind.FILE || this.kind === FdKind.DIRECTORY;
  }

  /** It was opened by a path: a file, a directory or a FIFO. Pipes have names of their own, without a slash. */
  get hasPath(): boolean {
    const { name } = this;
    return (this.isFile || this.kind === FdKind.PIPE) && name.len > 0 && name.buf[name.off] === SLASH;
  }

  /** Both ends are known. */
  get connected(): boolean {
    if (this.status !== 0) return this.isIp && (this.status & SIDES) !== 0 && (this.status & FdStatus.BOUND) === 0;
    return this.remote.len > 0 && this.role !== Role.LISTENING;
  }

  /** Bound, but not connected. */
  get listening(): boolean {
    return this.status !== 0 ? (this.status & FdStatus.BOUND) !== 0 : this.role === Role.LISTENING;
  }

  /** Is it known which end is whose? */
  get hasRole(): boolean {
    return this.status !== 0 ? (this.status & SIDES) !== 0 : this.connected || this.listening;
  }

  /** A capture tells which side of it this host is on; pipes and files have none. */
  get hasSides(): boolean {
    return (this.status & SIDES) !== 0 || (this.status !== 0 && this.listening);
  }

  /** Transport as it is shown: sockets whose role is unknown have none. */
  get transport(): number {
    if (!this.isIp) return L4.UNKNOWN;
    const raw = this.status !== 0 && this.l4 === L4.RAW && !this.listening;
    return raw || this.listening || this.hasRole ? this.l4 : L4.UNKNOWN;
  }

  /** The local end is the server's; without a role the lower port is taken to be the server's. */
  get localServes(): boolean {
    if (this.status !== 0) return (this.status & FdStatus.BOUND) !== 0;
    if (this.role === Role.SERVER || this.role === Role.LISTENING) return true;
    if (this.role === Role.CLIENT) return false;
    return this.lport < this.rport;
  }

  /** Address of the client side; zero length if unknown. */
  get client(): Slice {
    return this.localServes ? this.remote : this.local;
  }

  get clientPort(): number {
    return this.localServes ? this.rport : this.lport;
  }

  get server(): Slice {
    return this.localServes ? this.local : this.remote;
  }

  get serverPort(): number {
    return this.localServes ? this.lport : this.rport;
  }
}
