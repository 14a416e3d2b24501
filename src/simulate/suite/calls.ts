/**
 * What an argument of a step is.
 * `fd`, `num`, `pid`: a number or a binding; `dir`: a descriptor by binding, else the working directory;
 * `text`, `buffer`, `flags`, `how`, `address`.
 */
export type ArgKind = "fd" | "num" | "pid" | "dir" | "text" | "buffer" | "flags" | "mode" | "how" | "address";

/** An argument by its name in the test; `?` at its end: it may be left out. */
export type ArgRow = readonly [name: string, kind: ArgKind, domain?: FlagDomain];

/** Which names a number may be written with. */
export type FlagDomain = "open" | "mode" | "at" | "module" | "msg" | "signal" | "family" | "socket" | "protocol";

/** Arguments of the calls that steps can make, in the order of the call. */
export const STEP_CALLS = {
  connect: [["fd", "fd"], ["address", "address"]],
  dup: [["oldFd", "fd"]],
  dup2: [["oldFd", "fd"], ["newFd", "fd"]],
  dup3: [["oldFd", "fd"], ["newFd", "fd"], ["flags", "flags", "open"]],
  finit_module: [["fd", "fd"], ["paramValues?", "text"], ["flags?", "flags", "module"]],
  init_module: [["moduleImage", "buffer"], ["paramValues?", "text"]],
  kill: [["pid", "pid"], ["sig", "flags", "signal"]],
  link: [["oldPath", "text"], ["newPath", "text"]],
  linkat: [["oldDirFd?", "dir"], ["oldPath", "text"], ["newDirFd?", "dir"], ["newPath", "text"], ["flags?", "flags", "at"]],
  open: [["pathname", "text"], ["flags", "flags", "open"], ["mode?", "mode", "mode"]],
  openat: [["dirFd?", "dir"], ["pathname", "text"], ["flags", "flags", "open"], ["mode?", "mode", "mode"]],
  openat2: [["dirFd?", "dir"], ["pathname", "text"], ["how?", "how"]],
  read: [["fd", "fd"], ["buffer?", "buffer"], ["len?", "num"]],
  sendto: [["fd", "fd"], ["buf", "buffer"], ["len?", "num"], ["flags?", "flags", "msg"], ["destAddr?", "address"]],
  socket: [["domain", "flags", "family"], ["type", "flags", "socket"], ["protocol", "flags", "protocol"]],
  symlink: [["target", "text"], ["linkPath", "text"]],
  symlinkat: [["target", "text"], ["newDirFd?", "dir"], ["linkPath", "text"]],
  write: [["fd", "fd"], ["buffer?", "buffer"], ["len?", "num"]],
} as const satisfies Readonly<Record<string, readonly ArgRow[]>>; // biome-ignore format: a table

/** Name of a call that a step can make. */
export type StepCall = keyof typeof STEP_CALLS;

/** Other names of arguments that are in use. */
export const ARG_ALIASES: Readonly<Record<string, string>> = { address: "destAddr" };

const OPEN = {
  O_RDONLY: 0, O_WRONLY: 1, O_RDWR: 2, O_CREAT: 0o100, O_EXCL: 0o200, O_NOCTTY: 0o400, O_TRUNC: 0o1000,
  O_APPEND: 0o2000, O_NONBLOCK: 0o4000, O_NDELAY: 0o4000, O_DSYNC: 0o10000, O_ASYNC: 0o20000, O_DIRECT: 0o40000,
  O_LARGEFILE: 0o100000, O_DIRECTORY: 0o200000, O_NOFOLLOW: 0o400000, O_NOATIME: 0o1000000, O_CLOEXEC: 0o2000000,
  O_SYNC: 0o4010000, O_PATH: 0o10000000, O_TMPFILE: 0o20200000,
}; // biome-ignore format: a table

const MODE = {
  S_ISUID: 0o4000, S_ISGID: 0o2000, S_ISVTX: 0o1000, S_IRWXU: 0o700, S_IRUSR: 0o400, S_IWUSR: 0o200, S_IXUSR: 0o100,
  S_IRWXG: 0o70, S_IRGRP: 0o40, S_IWGRP: 0o20, S_IXGRP: 0o10, S_IRWXO: 7, S_IROTH: 4, S_IWOTH: 2, S_IXOTH: 1,
}; // biome-ignore format: a table

/** Names of flags by what they are for. Signals are added by the reader. */
export const FLAGS: Readonly<Record<Exclude<FlagDomain, "signal"> | "resolve", Readonly<Record<string, number>>>> = {
  open: OPEN,
  mode: MODE,
  at: { AT_SYMLINK_FOLLOW: 0x400, AT_EMPTY_PATH: 0x1000 },
  module: { MODULE_INIT_IGNORE_MODVERSIONS: 1, MODULE_INIT_IGNORE_VERMAGIC: 2, MODULE_INIT_COMPRESSED_FILE: 4 },
  msg: {
    MSG_OOB: 1, MSG_PEEK: 2, MSG_DONTROUTE: 4, MSG_DONTWAIT: 0x40, MSG_EOR: 0x80, MSG_CONFIRM: 0x800,
    MSG_NOSIGNAL: 0x4000, MSG_MORE: 0x8000, MSG_ZEROCOPY: 0x4000000, MSG_FASTOPEN: 0x20000000,
  },
  family: { AF_UNSPEC: 0, AF_UNIX: 1, AF_LOCAL: 1, AF_INET: 2, AF_INET6: 10, AF_NETLINK: 16, AF_PACKET: 17, AF_ALG: 38, AF_VSOCK: 40 },
  socket: {
    SOCK_STREAM: 1, SOCK_DGRAM: 2, SOCK_RAW: 3, SOCK_RDM: 4, SOCK_SEQPACKET: 5, SOCK_PACKET: 10, SOCK_NONBLOCK: 0o4000,
    SOCK_CLOEXEC: 0o2000000,
  },
  protocol: { IPPROTO_IP: 0, IPPROTO_ICMP: 1, IPPROTO_TCP: 6, IPPROTO_UDP: 17, IPPROTO_ICMPV6: 58, IPPROTO_RAW: 255 },
  resolve: { RESOLVE_NO_XDEV: 1, RESOLVE_NO_MAGICLINKS: 2, RESOLVE_NO_SYMLINKS: 4, RESOLVE_BENEATH: 8, RESOLVE_IN_ROOT: 16, RESOLVE_CACHED: 32 },
}; // biome-ignore format: a table
