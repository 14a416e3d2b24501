/**
 * Layout of a ring record: Saker's prefix, then the scap event, then the annex.
 *
 * ```
 * 0        8          16          24          28          32 ...            annexOff
 * | tgid   | start of | cgroup id | annex     | annex     | scap event      | annex entries
 * | flags  | leader   |           | offset    | length    | (26-byte header)| {u8 tag, u8 kind, u16 len, bytes}*
 * ```
 *
 * Everything is little endian; the record starts on an 8-byte boundary. `bpf/generated/record.h` is made from
 * this file (`npm run generate`), so both sides read one declaration.
 */
export const PREFIX = {
  /** u32 thread group id (pid in the initial pid namespace). */
  TGID: 0,
  /** u32 of {@link RecordFlag}. */
  FLAGS: 4,
  /** u64 start of the thread group leader, ns since boot: with the tgid, the identity of a process. */
  START: 8,
  /** u64 cgroup v2 id, 0 if the host has no unified hierarchy. */
  CGROUP: 16,
  /** u32 offset of the annex from the start of the record. */
  ANNEX_OFF: 24,
  /** u32 length of the annex in bytes. */
  ANNEX_LEN: 28,
  SIZE: 32,
} as const;

/** scap event header: offsets from its first byte (falcosecurity/libs `struct ppm_evt_hdr`, packed). */
export const EVENT = {
  /** u64 ns since the epoch. */
  TS: 0,
  /** u64 thread id. */
  TID: 8,
  /** u32 length of header, lengths and parameters. */
  LEN: 16,
  /** u16 event code. */
  TYPE: 20,
  /** u32 number of parameters. */
  NPARAMS: 22,
  /** Parameter lengths follow the header. */
  SIZE: 26,
} as const;

/** Bits of the prefix's flags word. */
export const RecordFlag = {
  /** This copy is the one that rules judge (a lifecycle event goes to every ring, and is judged on one). */
  PRIMARY: 1,
  /** Changes the process table; written to every ring. */
  STATE: 2,
  /** A parameter or the annex was cut to fit. */
  TRUNCATED: 4,
  /** Memory could not be read for at least one parameter. */
  FAULT: 8,
  /** Made through the 32-bit (ia32) entry. */
  IA32: 16,
  /** Made through io_uring. */
  IO_URING: 32,
  /** Events were lost on this ring before this one. */
  GAP: 64,
  /** The task is a kernel thread. */
  KTHREAD: 128,
  /** The event is about a thread other than the group leader. */
  THREAD: 256,
  /** The last thread of the process is gone (on procexit). */
  GROUP_DEAD: 512,
  /** The caller's memory had another path by the end of the call than the kernel took from it. */
  CHANGED: 1024,
  /** The process has written a title over its arguments: it ends at its first NUL. */
  TITLE: 2048,
} as const;

/** Tags of annex entries. */
export const AnnexTag = {
  /**
   * Identity of the fd that the event is about; `kind` is the type character of fd.typechar, or `a` for an anonymous
   * inode, whose name (e.g. `[eventfd]`) stands in the path's place. See {@link ANNEX_FD}.
   */
  FD: 1,
  /** Kernel's path of the directory that a relative path parameter starts from; `kind` is the parameter's index. */
  BASE: 2,
  /** Kernel-resolved path of a path parameter; `kind` is the parameter's index. */
  RESOLVED: 3,
  /** What fork and exec events lack in the scap schema. See {@link ANNEX_TASK}. */
  TASK: 4,
  /** Kernel's path of the working directory after the event (chdir, fchdir, exec). */
  CWD: 5,
  /** u64 key of the kernel filter (bpf/lib/filter.h), on events that may have one. */
  FILTER_KEY: 6,
  /**
   * Where a file's mount comes from: u16 number of bytes at the end of the FD entry's path that lie below its mount,
   * then the path, in its file system, of what is mounted there (empty: the file system's root). Follows the FD entry;
   * left out if the mount is the root.
   */
  ORIGIN: 7,
} as const;

/** Payload of an FD entry; a path (files), or {@link ANNEX_SOCK} (IP sockets), or {@link ANNEX_UNIX} follows at SIZE. */
export const ANNEX_FD = {
  /** i32 fd number. */
  FD: 0,
  /** u32 device as stat(2) encodes it (like the `dev` parameter of open events). */
  DEV: 4,
  /** u64 inode number. */
  INO: 8,
  /** u32 of {@link FdFlag}. */
  FLAGS: 16,
  SIZE: 20,
} as const;

/** Bits of an FD entry's flags. */
export const FdFlag = {
  /** No name is left for the file (link count 0). */
  DELETED: 1,
  UPPER_LAYER: 2,
  LOWER_LAYER: 4,
  /** The path did not fit: its first components are missing. */
  CUT: 8,
} as const;

/** IP socket identity, from byte ANNEX_FD.SIZE of an FD entry of kind `4` or `6`. Ports are host order. */
export const ANNEX_SOCK = {
  /** u8 transport: 0 unknown, 1 tcp, 2 udp, 3 icmp, 4 raw. */
  L4: 0,
  /** u8 role of the local side: 0 unknown, 1 client, 2 server (accepted), 3 listening. */
  ROLE: 1,
  LPORT: 2,
  RPORT: 4,
  /** Local address (4 or 16 bytes, network order), then the remote one. */
  ADDRS: 8,
} as const;

/** UNIX socket identity, from byte ANNEX_FD.SIZE of an FD entry of kind `u`. */
export const ANNEX_UNIX = {
  /** u64 address of the socket (an opaque id). */
  SELF: 0,
  /** u64 address of its peer, 0 if none. */
  PEER: 8,
  /** Bound path of either side, no NUL; abstract names start with a NUL byte. */
  PATH: 16,
} as const;

/** Payload of a TASK entry. */
export const ANNEX_TASK = {
  /** u64 start of the process that the event creates or replaces, ns since boot. */
  START: 0,
  /** u64 start of its parent. */
  PARENT_START: 8,
  /** u64 capability sets. */
  CAP_INHERITABLE: 16,
  CAP_PERMITTED: 24,
  CAP_EFFECTIVE: 32,
  /** u32 session id, in the task's pid namespace as Falco shows it. */
  SID: 40,
  /** u32 process group, initial namespace. */
  PGID: 44,
  EUID: 48,
  EGID: 52,
  LOGINUID: 56,
  TTY: 60,
  /** u32 inode numbers of the namespaces. */
  NS_PID: 64,
  NS_MNT: 68,
  NS_NET: 72,
  NS_USER: 76,
  NS_UTS: 80,
  NS_IPC: 84,
  NS_CGROUP: 88,
  /** u32 process group, in the task's pid namespace. */
  VPGID: 92,
  /** u32 tgid of the new process (fork) or of the caller (exec). */
  TGID: 96,
  /** u32 tgid of the real parent. */
  PTGID: 100,
  /** u32 number of threads of the process. */
  THREADS: 104,
  SIZE: 108,
} as const;
