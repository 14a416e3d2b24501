import { EVENTS } from "../event/table.js";

/** What an event does to the state; see {@link ACTIONS}. */
export const Action = {
  NONE: 0,
  CLONE: 1,
  EXEC: 2,
  EXIT: 3,
  CHDIR: 4,
  FCHDIR: 5,
  /** Ids, sessions, capabilities or namespaces change. */
  IDS: 6,
  FD: 7,
  /** Memory counts are told. */
  VM: 8,
  /** A terminal may have been taken. */
  TERMINAL: 9,
} as const;

/** Parameters of clone, fork, vfork and clone3 exit events. */
export const CLONE = {
  RES: 0,
  EXE: 1,
  ARGS: 2,
  TID: 3,
  PID: 4,
  PTID: 5,
  CWD: 6,
  FDLIMIT: 7,
  PGFT_MAJ: 8,
  PGFT_MIN: 9,
  VM_SIZE: 10,
  VM_RSS: 11,
  VM_SWAP: 12,
  COMM: 13,
  CGROUPS: 14,
  FLAGS: 15,
  UID: 16,
  GID: 17,
  VTID: 18,
  VPID: 19,
  PIDNS_START: 20,
} as const;

/** Parameters of execve and execveat exit events. */
export const EXEC = {
  RES: 0,
  EXE: 1,
  ARGS: 2,
  TID: 3,
  PID: 4,
  PTID: 5,
  CWD: 6,
  FDLIMIT: 7,
  PGFT_MAJ: 8,
  PGFT_MIN: 9,
  VM_SIZE: 10,
  VM_RSS: 11,
  VM_SWAP: 12,
  COMM: 13,
  CGROUPS: 14,
  ENV: 15,
  TTY: 16,
  VPGID: 17,
  LOGINUID: 18,
  FLAGS: 19,
  CAP_INHERITABLE: 20,
  CAP_PERMITTED: 21,
  CAP_EFFECTIVE: 22,
  INO: 23,
  CTIME: 24,
  MTIME: 25,
  UID: 26,
  EXEPATH: 27,
  PGID: 28,
  GID: 29,
  FILENAME: 30,
} as const;

/** Portable clone flags. */
export const CloneFlag = { FILES: 1, THREAD: 8192, PARENT: 256, NEWUSER: 1048576, CHILD_IN_PIDNS: 536870912 } as const;

const BY_NAME: Readonly<Record<string, number>> = {
  clone: Action.CLONE,
  fork: Action.CLONE,
  vfork: Action.CLONE,
  clone3: Action.CLONE,
  execve: Action.EXEC,
  execveat: Action.EXEC,
  procexit: Action.EXIT,
  chdir: Action.CHDIR,
  fchdir: Action.FCHDIR,
  setuid: Action.IDS,
  setgid: Action.IDS,
  setresuid: Action.IDS,
  setresgid: Action.IDS,
  setreuid: Action.IDS,
  setregid: Action.IDS,
  setsid: Action.IDS,
  setpgid: Action.IDS,
  capset: Action.IDS,
  unshare: Action.IDS,
  setns: Action.IDS,
  // told when it gives a terminal
  ioctl: Action.TERMINAL,
  brk: Action.VM,
  mmap: Action.VM,
  mmap2: Action.VM,
  munmap: Action.VM,
};

/** Action of each event code. Old versions of events are not listed: captures are converted when read. */
export const ACTIONS: Uint8Array = Uint8Array.from(EVENTS, (e) => {
  if (e.flags.has("OLD_VERSION") || e.flags.has("UNUSED")) return Action.NONE;
  if (!e.isExit && e.name !== "procexit") return Action.NONE;
  const named = BY_NAME[e.name];
  if (named !== undefined) return named;
  const fd = ["CREATES_FD", "DESTROYS_FD", "USES_FD", "READS_FROM_FD", "WRITES_TO_FD"].some((f) => e.flags.has(f));
  return fd || e.name === "close_range" ? Action.FD : Action.NONE;
});

/** The same for live records, which bring the identity of the fd along. */
export const LIVE_ACTIONS: Uint8Array = ACTIONS.map((a) => (a === Action.FD ? Action.NONE : a));
