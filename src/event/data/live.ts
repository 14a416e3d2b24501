// How the kernel side fills the exit event of each system call it follows: one row a call.
//
// `params` lists where each parameter of the event comes from, in the order of the event table:
//   ret          the return value, signed 64 bit
//   fd:N pid:N   argument N, a signed 32-bit number widened to 64 bits
//   u8:N u32:N s32:N u64:N   argument N, cut to that width
//   str:N        NUL-terminated text that argument N points at
//   buf:N:M      data argument N points at, length in argument M, at most snaplen bytes
//   TABLE:N:W    argument N through the conversion TABLE (src/event/data/convert.ts), W bits wide, e.g. clone:0:32
//   u16:N wide:N   argument N, cut to 16 bits; cut to 32 and widened to 64
//   uret         the return value, unsigned 32 bit
//   zero:W       nothing is told: zero, W bits wide
//   strok:N      text, empty if the call failed
//   dev:N        device number
//   mount:N      flags of mount, without their magic number
//   cap:K        inheritable, permitted, effective capabilities (capset is wanted whatever rules ask for)
//   sc nr        portable code and native number of the call (the generic event)
// These need more than registers, and a program of their own (bpf/programs/special.bpf.c), chosen by their use:
//   peekW:N:O    W bits of the caller's memory, O bytes after where argument N points
//   peekTABLE:N:O  32 of them through a conversion
//   longok:N:I   the I-th long there, if the call succeeded, else -1; long:N:I in any case
//   time:N       a timespec there, in ns
//   vm:K         size, resident and swapped memory
//   the rest     one call's own peculiarity, named after it
// A row with a program is filled by that program instead (bpf/programs/<program>.bpf.c). Its parameters are for io_uring,
// where arguments are those of the call, except that openat2 has flags, mode and resolve in a row:
//   open_flags:N open_mode:N:M   flags in argument N, mode in M; fd_dev fd_ino   of the new file
//   tuple:OUT address:N:M        of the socket; address in argument N of length M
//   data:N:M iov:N:M iov_size:N:M got   bytes that went through, and their number; msg_*   of a message in argument 1
//
// `fd` names the fd whose identity goes into the annex: an argument number, or "ret" for the new fd; `fd2` a second one.
// `event` names the event of calls that x86-64 lacks; they come through the 32-bit entry only.
// `base` pairs path parameters with the directory fd argument they start from: [parameter index, argument].
// `state` marks calls that change the process table when they succeed: they go to every ring, with a TASK entry;
// `always` keeps a call followed whatever the rules ask for: its program remembers something for later events.
// `cwd` asks for the new working directory as well.

export interface LiveRow {
  readonly params?: readonly string[];
  readonly program?: string;
  readonly fd?: number | "ret";
  readonly fd2?: number;
  readonly event?: string;
  readonly base?: readonly (readonly [param: number, arg: number])[];
  readonly state?: true;
  readonly always?: true;
  readonly cwd?: true;
}

export const LIVE_SYSCALLS: Readonly<Record<string, LiveRow>> = {
  open: { program: "open" },
  openat: { program: "open", params: ["ret", "fd:0", "str:1", "open_flags:2", "open_mode:2:3", "fd_dev", "fd_ino"], fd: "ret", base: [[2, 0]] },
  openat2: { program: "open", params: ["ret", "fd:0", "str:1", "open_flags:2", "open_mode:2:3", "resolve:4:32", "fd_dev", "fd_ino"], fd: "ret", base: [[2, 0]] },
  creat: { program: "open" },
  close: { params: ["ret", "fd:0"] },
  dup: { params: ["ret", "fd:0"], fd: "ret" },
  dup2: { params: ["ret", "fd:0", "fd:1"], fd: "ret" },
  dup3: { params: ["ret", "fd:0", "fd:1", "dup3:2:32"], fd: "ret" },
  pipe: { program: "pipe" },
  pipe2: { program: "pipe" },
  memfd_create: { params: ["ret", "str:0", "memfd:1:32"], fd: "ret" },

  execve: { program: "exec_failed" },
  execveat: { program: "exec_failed" },
  fork: { program: "fork_parent" },
  vfork: { program: "fork_parent" },
  clone: { program: "fork_parent" },
  clone3: { program: "fork_parent" },

  chdir: { params: ["ret", "str:0"], state: true, cwd: true },
  fchdir: { params: ["ret", "fd:0"], fd: 0, state: true, cwd: true },
  setuid: { params: ["ret", "u32:0"], state: true },
  setgid: { params: ["ret", "u32:0"], state: true },
  setreuid: { params: ["ret", "u32:0", "u32:1"], state: true },
  setregid: { params: ["ret", "u32:0", "u32:1"], state: true },
  setresuid: { params: ["ret", "u32:0", "u32:1", "u32:2"], state: true },
  setresgid: { params: ["ret", "u32:0", "u32:1", "u32:2"], state: true },
  setsid: { params: ["ret"], state: true },
  unshare: { params: ["ret", "clone:0:32"], state: true },
  setns: { params: ["ret", "fd:0", "clone:1:32"], fd: 0, state: true },

  socket: { params: ["ret", "u32:0", "u32:1", "u32:2", "sockflags:1:32"], fd: "ret" },
  bind: { program: "net", params: ["ret", "address:1:2", "fd:0"], fd: 0 },
  connect: { program: "net", params: ["ret", "tuple:1", "fd:0", "address:1:2"], fd: 0, always: true },
  accept: { program: "net", always: true },
  accept4: { program: "net", params: ["ret", "tuple:0", "zero:8", "zero:32", "zero:32", "sockflags:3:32"], fd: "ret", always: true },
  listen: { params: ["ret", "fd:0", "s32:1"], fd: 0 },
  sendto: { program: "net", params: ["ret", "data:1:2", "fd:0", "u32:2", "tuple:1"], fd: 0 },
  recvfrom: { program: "net", params: ["ret", "data:1:2", "tuple:0", "fd:0", "u32:2"], fd: 0 },

  rename: { params: ["ret", "str:0", "str:1"] },
  renameat: { params: ["ret", "fd:0", "str:1", "fd:2", "str:3"], base: [[2, 0], [4, 2]] },
  renameat2: { params: ["ret", "fd:0", "str:1", "fd:2", "str:3", "u32:4"], base: [[2, 0], [4, 2]] },
  link: { params: ["ret", "str:0", "str:1"] },
  linkat: { params: ["ret", "fd:0", "str:1", "fd:2", "str:3", "linkat:4:32"], base: [[2, 0], [4, 2]] },
  symlink: { params: ["ret", "str:0", "str:1"] },
  symlinkat: { params: ["ret", "str:0", "fd:1", "str:2"], base: [[3, 1]] },
  unlink: { params: ["ret", "str:0"] },
  unlinkat: { params: ["ret", "fd:0", "str:1", "unlinkat:2:32"], base: [[2, 0]] },
  mkdir: { params: ["ret", "str:0", "u32:1"] },
  mkdirat: { params: ["ret", "fd:0", "str:1", "u32:2"], base: [[2, 0]] },
  rmdir: { params: ["ret", "str:0"] },
  chmod: { params: ["ret", "str:0", "mode:1:32"] },
  fchmod: { params: ["ret", "fd:0", "mode:1:32"], fd: 0 },
  fchmodat: { params: ["ret", "fd:0", "str:1", "mode:2:32"], base: [[2, 0]] },
  chown: { params: ["ret", "str:0", "u32:1", "u32:2"] },
  lchown: { params: ["ret", "str:0", "u32:1", "u32:2"] },
  fchown: { params: ["ret", "fd:0", "u32:1", "u32:2"], fd: 0 },
  fchownat: { params: ["ret", "fd:0", "str:1", "u32:2", "u32:3", "fchownat:4:32"], base: [[2, 0]] },

  ptrace: { params: ["ret", "ptrace_addr:2", "ptrace_data:3", "ptrace:0:16", "pid:1"] },
  mount: { params: ["ret", "str:0", "str:1", "str:2", "mount:3"] },
  umount: { params: ["ret", "str:0"], event: "umount" },
  umount2: { params: ["ret", "str:0", "umount:1:32"] },
  init_module: { params: ["ret", "buf:0:1", "u64:1", "str:2"] },
  finit_module: { params: ["ret", "fd:0", "str:1", "initmod:2:32"], fd: 0 },
  delete_module: { params: ["ret", "str:0", "delmod:1:32"] },
  bpf: { params: ["ret", "u32:0"] },
  prctl: { params: ["ret", "u32:0", "prctl_str:1", "prctl_int:1"] },
  kill: { params: ["ret", "pid:0", "u8:1"] },
  tkill: { params: ["ret", "pid:0", "u8:1"] },
  tgkill: { params: ["ret", "pid:0", "pid:1", "u8:2"] },

  stat: { params: ["ret", "str:0"] },
  lstat: { params: ["ret", "str:0"] },
  fstat: { params: ["ret", "fd:0"], fd: 0 },
  newfstatat: { params: ["ret", "fd:0", "str:1", "statat:3:32"], base: [[2, 0]] },
  access: { params: ["ret", "str:0", "access:1:32"] },
  mknod: { params: ["ret", "str:0", "mknod:1:32", "dev:2"] },
  mknodat: { params: ["ret", "fd:0", "str:1", "mknod:2:32", "dev:3"], base: [[2, 0]] },
  getcwd: { params: ["ret", "strok:0"] },
  chroot: { params: ["ret", "str:0"] },
  open_by_handle_at: { program: "handle" },
  quotactl: { program: "quota" },
  fsconfig: { params: ["ret", "fd:0", "u32:1", "str:2", "fs_data", "fs_text", "s32:4"], fd: 0 },

  lseek: { params: ["ret", "fd:0", "u64:1", "whence:2:8"], fd: 0 },
  _llseek: { params: ["ret", "fd:0", "u64:1", "whence:2:8"], fd: 0, event: "llseek" },
  ioctl: { params: ["ret", "fd:0", "u64:1", "u64:2"], fd: 0 },
  fcntl: { params: ["ret", "fd:0", "fcntl:1:8", "u64:2"], fd: 0 },
  flock: { params: ["ret", "fd:0", "flock:1:32"], fd: 0 },
  getdents: { params: ["ret", "fd:0"], fd: 0 },
  getdents64: { params: ["ret", "fd:0"], fd: 0 },
  close_range: { params: ["ret", "u32:0", "u32:1", "closerange:2:32"] },
  sendfile: { params: ["ret", "peek64:2", "fd:0", "fd:1", "u64:3"], fd: 0, fd2: 1 },
  splice: { params: ["ret", "fd:0", "fd:2", "u64:4", "splice:5:32"], fd: 0, fd2: 2 },
  copy_file_range: { params: ["ret", "fd:2", "u64:3", "fd:0", "u64:1", "u64:4"], fd: 2, fd2: 0 },

  read: { program: "io", params: ["ret", "data:1:2", "fd:0", "u32:2"], fd: 0 },
  write: { program: "io", params: ["ret", "data:1:2", "fd:0", "u32:2"], fd: 0 },
  readv: { program: "io", params: ["ret", "got", "iov:1:2", "fd:0"], fd: 0 },
  writev: { program: "io", params: ["ret", "iov:1:2", "fd:0", "iov_size:1:2"], fd: 0 },
  pread64: { program: "io", params: ["ret", "data:1:2", "fd:0", "u32:2", "u64:3"], fd: 0 },
  pwrite64: { program: "io", params: ["ret", "data:1:2", "fd:0", "u32:2", "u64:3"], fd: 0 },
  preadv: { program: "io", params: ["ret", "got", "iov:1:2", "fd:0", "u64:3"], fd: 0 },
  pwritev: { program: "io", params: ["ret", "iov:1:2", "fd:0", "iov_size:1:2", "u64:3"], fd: 0 },
  process_vm_readv: { program: "io" },
  process_vm_writev: { program: "io" },

  select: { params: ["ret"] },
  poll: { program: "poll" },
  ppoll: { program: "poll" },
  epoll_create: { params: ["ret", "s32:0"], fd: "ret" },
  epoll_create1: { params: ["ret", "epoll1:0:32"], fd: "ret" },
  epoll_wait: { params: ["ret", "fd:2"] },
  eventfd: { params: ["ret", "u64:0", "zero:32"], fd: "ret" },
  eventfd2: { params: ["ret", "fileflags:1:16", "wide:0"], fd: "ret" },
  signalfd: { params: ["ret", "fd:0", "zero:32", "zero:8"], fd: "ret" },
  signalfd4: { params: ["ret", "fileflags:3:16", "fd:0", "zero:32"], fd: "ret" },
  timerfd_create: { params: ["ret", "u8:0", "fileflags:1:8"], fd: "ret" },
  inotify_init: { params: ["ret", "zero:8"], fd: "ret" },
  inotify_init1: { params: ["ret", "fileflags:0:16"], fd: "ret" },
  userfaultfd: { params: ["ret", "u32:0"], fd: "ret" },
  pidfd_open: { params: ["ret", "pid:0", "pidfd:1:32"], fd: "ret" },
  pidfd_getfd: { params: ["ret", "fd:0", "fd:1", "u32:2"], fd: "ret" },

  brk: { params: ["ret", "vm:0", "vm:1", "vm:2", "u64:0"] },
  mmap: {
    params: ["ret", "vm:0", "vm:1", "vm:2", "u64:0", "u64:1", "prot:2:32", "mmap:3:32", "fd:4", "u64:5"],
    fd: 4,
  },
  munmap: { params: ["ret", "vm:0", "vm:1", "vm:2", "u64:0", "u64:1"] },
  mprotect: { params: ["ret", "u64:0", "u64:1", "prot:2:32"] },
  mlock: { params: ["ret", "u64:0", "u64:1"] },
  mlock2: { params: ["ret", "u64:0", "u64:1", "mlock2:2:32"] },
  munlock: { params: ["ret", "u64:0", "u64:1"] },
  mlockall: { params: ["ret", "mlockall:0:32"] },
  munlockall: { params: ["ret"] },

  getuid: { params: ["uret"] },
  getgid: { params: ["uret"] },
  geteuid: { params: ["uret"] },
  getegid: { params: ["uret"] },
  getresuid: { params: ["ret", "peek32:0", "peek32:1", "peek32:2"] },
  getresgid: { params: ["ret", "peek32:0", "peek32:1", "peek32:2"] },
  setpgid: { params: ["ret", "pid:0", "pid:1"], state: true },
  capset: { params: ["ret", "cap:0", "cap:1", "cap:2"], state: true },
  getrlimit: { params: ["ret", "longok:1:0", "longok:1:1", "rlimit:0:8"] },
  setrlimit: { params: ["ret", "long:1:0", "long:1:1", "rlimit:0:8"] },
  prlimit64: { params: ["ret", "peek64:2:0", "peek64:2:8", "peekok:3:0", "peekok:3:8", "pid:0", "rlimit:1:8"] },
  seccomp: { params: ["ret", "u64:0", "wide:1"] },
  keyctl: { params: ["ret", "u32:0", "keyctl:0", "keyctl:1", "keyctl:2", "keyctl:3"] },

  nanosleep: { params: ["ret", "time:0"] },
  futex: { params: ["ret", "u64:0", "futex:1:16", "u64:2"] },
  semget: { params: ["ret", "s32:0", "s32:1", "semget:2:32"] },
  semop: {
    params: ["ret", "u32:2", "sem:1:0", "sem:1:1", "sem:1:2", "sem:1:3", "sem:1:4", "sem:1:5", "s32:0"],
  },
  semctl: { params: ["ret", "s32:0", "s32:1", "semctl:2:16", "sem_val"] },

  io_uring_setup: {
    params: [
      "ret", "u32:0", "peek32:1:0", "peek32:1:4", "peekuringsetup:1:8", "peek32:1:12", "peek32:1:16", "peekuringfeat:1:20",
    ],
    fd: "ret",
  },
  io_uring_enter: { params: ["ret", "fd:0", "u32:1", "u32:2", "uringenter:3:32", "u32:4"], fd: 0 },
  io_uring_register: { params: ["ret", "fd:0", "u16:1", "u64:2", "u32:3"], fd: 0 },

  socketpair: { program: "pair" },
  getsockname: { params: [] },
  getpeername: { params: [] },
  shutdown: { params: ["ret", "fd:0", "shutdown:1:8"], fd: 0 },
  setsockopt: { params: ["ret", "fd:0", "socklevel:1:8", "sock_name", "sock_val", "u16:4:32"], fd: 0 },
  getsockopt: { params: ["ret", "fd:0", "socklevel:1:8", "sock_name", "sock_val:1", "peek32:4"], fd: 0 },
  send: { program: "msg", event: "send" },
  recv: { program: "msg", event: "recv" },
  sendmsg: { program: "sendmsg", params: ["ret", "msg_data", "fd:0", "msg_size", "tuple:1"], fd: 0 },
  recvmsg: { program: "msg", params: ["ret", "got", "msg_data", "tuple:0", "msg_control", "fd:0"], fd: 0 },
  sendmmsg: { program: "msg" },
  recvmmsg: { program: "msg" },
};
