// How the kernel side fills the exit event of each system call it follows: one row a call.
//
// `params` lists where each parameter of the event comes from, in the order of the event table:
//   ret          the return value, signed 64 bit
//   fd:N pid:N   argument N, a signed 32-bit number widened to 64 bits
//   u8:N u32:N s32:N u64:N   argument N, cut to that width
//   str:N        NUL-terminated text that argument N points at
//   buf:N:M      data argument N points at, length in argument M, at most snaplen bytes
//   TABLE:N      argument N through the conversion TABLE (src/event/data/convert.ts); width after the colon, e.g. clone32:0
// A row with a program is filled by that program instead (bpf/programs/<program>.bpf.c).
//
// `fd` names the fd whose identity goes into the annex: an argument number, or "ret" for the new fd.
// `base` pairs path parameters with the directory fd argument they start from: [parameter index, argument].
// `state` marks calls that change the process table when they succeed: they go to every ring, with a TASK entry;
// `always` keeps a call followed whatever the rules ask for: its program remembers something for later events.
// `cwd` asks for the new working directory as well.

export interface LiveRow {
  readonly params?: readonly string[];
  readonly program?: string;
  readonly fd?: number | "ret";
  readonly base?: readonly (readonly [param: number, arg: number])[];
  readonly state?: true;
  readonly always?: true;
  readonly cwd?: true;
}

export const LIVE_SYSCALLS: Readonly<Record<string, LiveRow>> = {
  open: { program: "open" },
  openat: { program: "open" },
  openat2: { program: "open" },
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
  bind: { program: "net" },
  connect: { program: "net", always: true },
  accept: { program: "net", always: true },
  accept4: { program: "net", always: true },
  listen: { params: ["ret", "fd:0", "s32:1"], fd: 0 },
  sendto: { program: "net" },
  recvfrom: { program: "net" },

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
  mount: { params: ["ret", "str:0", "str:1", "str:2", "mount:3:32"] },
  umount: { params: ["ret", "str:0"] },
  umount2: { params: ["ret", "str:0", "umount:1:32"] },
  init_module: { params: ["ret", "buf:0:1", "u64:1", "str:2"] },
  finit_module: { params: ["ret", "fd:0", "str:1", "u32:2"], fd: 0 },
  bpf: { params: ["ret", "u32:0"] },
  prctl: { params: ["ret", "u32:0", "prctl_str:1", "prctl_int:1"] },
  kill: { params: ["ret", "pid:0", "u8:1"] },
  tkill: { params: ["ret", "pid:0", "u8:1"] },
  tgkill: { params: ["ret", "pid:0", "pid:1", "u8:2"] },
};
