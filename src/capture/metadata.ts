// What a capture says of the machine at the time when it was begun. Texts are bytes: nothing says they are UTF-8.
import type { ThreadRow } from "../state/capture/rows.js";

/** The machine that was recorded. */
export interface MachineInfo {
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly maxPid: number;
  readonly hostname: string;
  /** ns since the epoch; 0 = unknown. */
  readonly bootNs: bigint;
  readonly flags: bigint;
}

/** One thread of the process list. What older versions lack has its default. */
export type ThreadEntry = Omit<ThreadRow, "cloneNs">;

/** Types of fds as the fd list numbers them. */
export const FdListType = {
  UNKNOWN: 0,
  FILE: 1,
  DIRECTORY: 2,
  IPV4: 3,
  IPV6: 4,
  IPV4_SERVER: 5,
  IPV6_SERVER: 6,
  FIFO: 7,
  UNIX: 8,
  EVENT: 9,
  UNSUPPORTED: 10,
  SIGNALFD: 11,
  EVENTPOLL: 12,
  INOTIFY: 13,
  TIMERFD: 14,
  NETLINK: 15,
  FILE_V2: 16,
  BPF: 17,
  USERFAULTFD: 18,
  IO_URING: 19,
  MEMFD: 20,
  PIDFD: 21,
} as const;

/** One open fd of the fd list. */
export interface FdListEntry {
  readonly fd: number;
  readonly ino: bigint;
  /** One of {@link FdListType}. */
  readonly type: number;
  /** Path, or whatever else the kind has for a name; empty for IP sockets. */
  readonly name: Uint8Array;
  /** Portable open flags; files only. */
  readonly openFlags: number;
  readonly dev: number;
  /** Transport: 0 unknown, 1 not applicable, 2 tcp, 3 udp, 4 icmp, 5 raw. */
  readonly l4: number;
  /** IP sockets: addresses in network order (servers have a source only), ports as numbers. */
  readonly sip: Uint8Array;
  readonly dip: Uint8Array;
  readonly sport: number;
  readonly dport: number;
  /** UNIX sockets: kernel addresses of the two ends. */
  readonly source: bigint;
  readonly destination: bigint;
}

/** One address of a network interface. */
export interface InterfaceEntry {
  readonly name: string;
  /** 4 or 16 bytes, network order; so are the others. */
  readonly address: Uint8Array;
  readonly netmask: Uint8Array;
  readonly broadcast: Uint8Array;
  /** bits/s; 0 = unknown. */
  readonly linkSpeed: number;
}

export interface UserEntry {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
  readonly home: string;
  readonly shell: string;
}

export interface GroupEntry {
  readonly gid: number;
  readonly name: string;
}

/** Takes what a capture says besides events, in the order of the file. */
export interface MetadataSink {
  /** A section begins: what was known of the machine holds no longer. `index` counts from 0. */
  section?(index: number): void;
  machine?(info: MachineInfo): void;
  thread?(entry: ThreadEntry): void;
  /** An fd list begins, of this thread. */
  fdList?(tid: number): void;
  fd?(tid: number, entry: FdListEntry): void;
  /** An interface list begins; it replaces an earlier one. */
  interfaceList?(): void;
  interface?(entry: InterfaceEntry): void;
  /** A user list begins; it replaces an earlier one. */
  userList?(): void;
  user?(entry: UserEntry): void;
  group?(entry: GroupEntry): void;
}
