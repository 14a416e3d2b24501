/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Made by src/event/generate.ts from the event schema: do not edit. */
#pragma once

#include "../kernel/ints.h"

#define OP_RET 0
#define OP_S64 1
#define OP_U8 2
#define OP_U32 3
#define OP_S32 4
#define OP_U64 5
#define OP_STR 6
#define OP_BUF 7
#define OP_CONV 8
#define OP_PTRACE_ADDR 9
#define OP_PTRACE_DATA 10
#define OP_PRCTL_STR 11
#define OP_PRCTL_INT 12
#define FD_NONE -1
#define FD_RET -2
#define DESC_PARAMS 6
#define CONV_PAIRS 40

struct param_desc {
	u8 op, arg, arg2, conv;
};

struct base_desc {
	u8 param, arg;
};

/** How the exit event of a system call is filled; see src/event/data/live.ts. */
struct syscall_desc {
	u16 event;
	u8 nparams;
	s8 fd;
	u8 state, cwd, nbases, pad;
	struct base_desc bases[2];
	struct param_desc params[DESC_PARAMS];
};

struct conv_desc {
	u32 is_enum, n, other;
	u32 pairs[CONV_PAIRS][2];
};

#define N_CONVERSIONS 12
#define CONV_DUP3 0
#define CONV_PIPE2 1
#define CONV_SOCKFLAGS 2
#define CONV_MEMFD 3
#define CONV_CLONE 4
#define CONV_LINKAT 5
#define CONV_UNLINKAT 6
#define CONV_FCHOWNAT 7
#define CONV_MODE 8
#define CONV_MOUNT 9
#define CONV_UMOUNT 10
#define CONV_PTRACE 11

#ifdef __bpf__
/** By x86-64 number. */
const volatile struct syscall_desc syscall_descs[512] = {
	[2] = { /* open */ .event = 3, .nparams = 6, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { 0, 0, 0, 0 } } },
	[257] = { /* openat */ .event = 307, .nparams = 7, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { 0, 0, 0, 0 } } },
	[437] = { /* openat2 */ .event = 327, .nparams = 8, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { 0, 0, 0, 0 } } },
	[85] = { /* creat */ .event = 59, .nparams = 6, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { 0, 0, 0, 0 } } },
	[3] = { /* close */ .event = 5, .nparams = 2, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 } } },
	[32] = { /* dup */ .event = 367, .nparams = 2, .fd = FD_RET, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 } } },
	[33] = { /* dup2 */ .event = 363, .nparams = 3, .fd = FD_RET, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_S64, 1, 0, 0 } } },
	[292] = { /* dup3 */ .event = 365, .nparams = 4, .fd = FD_RET, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_S64, 1, 0, 0 }, { OP_CONV, 2, 4, 0 } } },
	[22] = { /* pipe */ .event = 61, .nparams = 4, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { 0, 0, 0, 0 } } },
	[293] = { /* pipe2 */ .event = 393, .nparams = 5, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { 0, 0, 0, 0 } } },
	[319] = { /* memfd_create */ .event = 405, .nparams = 3, .fd = FD_RET, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 }, { OP_CONV, 1, 4, 3 } } },
	[59] = { /* execve */ .event = 293, .nparams = 31, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { 0, 0, 0, 0 } } },
	[322] = { /* execveat */ .event = 331, .nparams = 30, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { 0, 0, 0, 0 } } },
	[57] = { /* fork */ .event = 225, .nparams = 21, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { 0, 0, 0, 0 } } },
	[58] = { /* vfork */ .event = 227, .nparams = 21, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { 0, 0, 0, 0 } } },
	[56] = { /* clone */ .event = 223, .nparams = 21, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { 0, 0, 0, 0 } } },
	[435] = { /* clone3 */ .event = 335, .nparams = 21, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { 0, 0, 0, 0 } } },
	[80] = { /* chdir */ .event = 95, .nparams = 2, .fd = FD_NONE, .state = 1, .cwd = 1, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 } } },
	[81] = { /* fchdir */ .event = 97, .nparams = 2, .fd = 0, .state = 1, .cwd = 1, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 } } },
	[105] = { /* setuid */ .event = 199, .nparams = 2, .fd = FD_NONE, .state = 1, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_U32, 0, 0, 0 } } },
	[106] = { /* setgid */ .event = 201, .nparams = 2, .fd = FD_NONE, .state = 1, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_U32, 0, 0, 0 } } },
	[113] = { /* setreuid */ .event = 427, .nparams = 3, .fd = FD_NONE, .state = 1, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_U32, 0, 0, 0 }, { OP_U32, 1, 0, 0 } } },
	[114] = { /* setregid */ .event = 429, .nparams = 3, .fd = FD_NONE, .state = 1, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_U32, 0, 0, 0 }, { OP_U32, 1, 0, 0 } } },
	[117] = { /* setresuid */ .event = 193, .nparams = 4, .fd = FD_NONE, .state = 1, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_U32, 0, 0, 0 }, { OP_U32, 1, 0, 0 }, { OP_U32, 2, 0, 0 } } },
	[119] = { /* setresgid */ .event = 195, .nparams = 4, .fd = FD_NONE, .state = 1, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_U32, 0, 0, 0 }, { OP_U32, 1, 0, 0 }, { OP_U32, 2, 0, 0 } } },
	[112] = { /* setsid */ .event = 275, .nparams = 1, .fd = FD_NONE, .state = 1, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 } } },
	[272] = { /* unshare */ .event = 285, .nparams = 2, .fd = FD_NONE, .state = 1, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_CONV, 0, 4, 4 } } },
	[308] = { /* setns */ .event = 241, .nparams = 3, .fd = 0, .state = 1, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_CONV, 1, 4, 4 } } },
	[41] = { /* socket */ .event = 19, .nparams = 5, .fd = FD_RET, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_U32, 0, 0, 0 }, { OP_U32, 1, 0, 0 }, { OP_U32, 2, 0, 0 }, { OP_CONV, 1, 4, 2 } } },
	[49] = { /* bind */ .event = 21, .nparams = 3, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { 0, 0, 0, 0 } } },
	[42] = { /* connect */ .event = 23, .nparams = 4, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { 0, 0, 0, 0 } } },
	[43] = { /* accept */ .event = 247, .nparams = 5, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { 0, 0, 0, 0 } } },
	[288] = { /* accept4 */ .event = 389, .nparams = 6, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { 0, 0, 0, 0 } } },
	[50] = { /* listen */ .event = 25, .nparams = 3, .fd = 0, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_S32, 1, 0, 0 } } },
	[44] = { /* sendto */ .event = 31, .nparams = 5, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { 0, 0, 0, 0 } } },
	[45] = { /* recvfrom */ .event = 35, .nparams = 5, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { 0, 0, 0, 0 } } },
	[82] = { /* rename */ .event = 175, .nparams = 3, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 }, { OP_STR, 1, 0, 0 } } },
	[264] = { /* renameat */ .event = 177, .nparams = 5, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 2, .bases = { { 2, 0 }, { 4, 2 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_STR, 1, 0, 0 }, { OP_S64, 2, 0, 0 }, { OP_STR, 3, 0, 0 } } },
	[316] = { /* renameat2 */ .event = 319, .nparams = 6, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 2, .bases = { { 2, 0 }, { 4, 2 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_STR, 1, 0, 0 }, { OP_S64, 2, 0, 0 }, { OP_STR, 3, 0, 0 }, { OP_U32, 4, 0, 0 } } },
	[86] = { /* link */ .event = 309, .nparams = 3, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 }, { OP_STR, 1, 0, 0 } } },
	[265] = { /* linkat */ .event = 311, .nparams = 6, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 2, .bases = { { 2, 0 }, { 4, 2 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_STR, 1, 0, 0 }, { OP_S64, 2, 0, 0 }, { OP_STR, 3, 0, 0 }, { OP_CONV, 4, 4, 5 } } },
	[88] = { /* symlink */ .event = 179, .nparams = 3, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 }, { OP_STR, 1, 0, 0 } } },
	[266] = { /* symlinkat */ .event = 181, .nparams = 4, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 1, .bases = { { 3, 1 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 }, { OP_S64, 1, 0, 0 }, { OP_STR, 2, 0, 0 } } },
	[87] = { /* unlink */ .event = 301, .nparams = 2, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 } } },
	[263] = { /* unlinkat */ .event = 303, .nparams = 4, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 1, .bases = { { 2, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_STR, 1, 0, 0 }, { OP_CONV, 2, 4, 6 } } },
	[83] = { /* mkdir */ .event = 277, .nparams = 3, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 }, { OP_U32, 1, 0, 0 } } },
	[258] = { /* mkdirat */ .event = 305, .nparams = 4, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 1, .bases = { { 2, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_STR, 1, 0, 0 }, { OP_U32, 2, 0, 0 } } },
	[84] = { /* rmdir */ .event = 279, .nparams = 2, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 } } },
	[90] = { /* chmod */ .event = 315, .nparams = 3, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 }, { OP_CONV, 1, 4, 8 } } },
	[91] = { /* fchmod */ .event = 317, .nparams = 3, .fd = 0, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_CONV, 1, 4, 8 } } },
	[268] = { /* fchmodat */ .event = 313, .nparams = 4, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 1, .bases = { { 2, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_STR, 1, 0, 0 }, { OP_CONV, 2, 4, 8 } } },
	[92] = { /* chown */ .event = 379, .nparams = 4, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 }, { OP_U32, 1, 0, 0 }, { OP_U32, 2, 0, 0 } } },
	[94] = { /* lchown */ .event = 381, .nparams = 4, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 }, { OP_U32, 1, 0, 0 }, { OP_U32, 2, 0, 0 } } },
	[93] = { /* fchown */ .event = 383, .nparams = 4, .fd = 0, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_U32, 1, 0, 0 }, { OP_U32, 2, 0, 0 } } },
	[260] = { /* fchownat */ .event = 385, .nparams = 6, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 1, .bases = { { 2, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_STR, 1, 0, 0 }, { OP_U32, 2, 0, 0 }, { OP_U32, 3, 0, 0 }, { OP_CONV, 4, 4, 7 } } },
	[101] = { /* ptrace */ .event = 169, .nparams = 5, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_PTRACE_ADDR, 2, 0, 0 }, { OP_PTRACE_DATA, 3, 0, 0 }, { OP_CONV, 0, 2, 11 }, { OP_S64, 1, 0, 0 } } },
	[165] = { /* mount */ .event = 257, .nparams = 5, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 }, { OP_STR, 1, 0, 0 }, { OP_STR, 2, 0, 0 }, { OP_CONV, 3, 4, 9 } } },
	[166] = { /* umount2 */ .event = 391, .nparams = 3, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 }, { OP_CONV, 1, 4, 10 } } },
	[175] = { /* init_module */ .event = 411, .nparams = 4, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_BUF, 0, 1, 0 }, { OP_U64, 1, 0, 0 }, { OP_STR, 2, 0, 0 } } },
	[313] = { /* finit_module */ .event = 413, .nparams = 4, .fd = 0, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_STR, 1, 0, 0 }, { OP_U32, 2, 0, 0 } } },
	[321] = { /* bpf */ .event = 369, .nparams = 2, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_U32, 0, 0, 0 } } },
	[157] = { /* prctl */ .event = 401, .nparams = 4, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_U32, 0, 0, 0 }, { OP_PRCTL_STR, 1, 0, 0 }, { OP_PRCTL_INT, 1, 0, 0 } } },
	[62] = { /* kill */ .event = 129, .nparams = 3, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_U8, 1, 0, 0 } } },
	[200] = { /* tkill */ .event = 131, .nparams = 3, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_U8, 1, 0, 0 } } },
	[234] = { /* tgkill */ .event = 133, .nparams = 4, .fd = FD_NONE, .state = 0, .cwd = 0, .nbases = 0, .bases = { { 0, 0 }, { 0, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_S64, 1, 0, 0 }, { OP_U8, 2, 0, 0 } } },
};

const volatile struct conv_desc conversions[12] = {
	{ /* dup3 */ .is_enum = 0, .n = 1, .other = 0, .pairs = { { 524288u, 4096u } } },
	{ /* pipe2 */ .is_enum = 0, .n = 3, .other = 0, .pairs = { { 524288u, 4096u }, { 2048u, 64u }, { 16384u, 512u } } },
	{ /* sockflags */ .is_enum = 0, .n = 2, .other = 0, .pairs = { { 524288u, 4096u }, { 2048u, 64u } } },
	{ /* memfd */ .is_enum = 0, .n = 3, .other = 0, .pairs = { { 1u, 1u }, { 2u, 2u }, { 4u, 4u } } },
	{ /* clone */ .is_enum = 0, .n = 22, .other = 0, .pairs = { { 1024u, 1u }, { 512u, 2u }, { 2147483648u, 4u }, { 134217728u, 8u }, { 1073741824u, 16u }, { 131072u, 32u }, { 536870912u, 64u }, { 67108864u, 128u }, { 32768u, 256u }, { 1048576u, 512u }, { 8192u, 1024u }, { 2048u, 2048u }, { 262144u, 4096u }, { 65536u, 8192u }, { 8388608u, 16384u }, { 256u, 32768u }, { 268435456u, 1048576u }, { 2097152u, 8388608u }, { 16777216u, 16777216u }, { 524288u, 33554432u }, { 16384u, 134217728u }, { 33554432u, 268435456u } } },
	{ /* linkat */ .is_enum = 0, .n = 2, .other = 0, .pairs = { { 1024u, 1024u }, { 4096u, 4096u } } },
	{ /* unlinkat */ .is_enum = 0, .n = 1, .other = 0, .pairs = { { 512u, 512u } } },
	{ /* fchownat */ .is_enum = 0, .n = 2, .other = 0, .pairs = { { 256u, 1024u }, { 4096u, 4096u } } },
	{ /* mode */ .is_enum = 0, .n = 12, .other = 0, .pairs = { { 1u, 1u }, { 2u, 2u }, { 4u, 4u }, { 8u, 8u }, { 16u, 16u }, { 32u, 32u }, { 64u, 64u }, { 128u, 128u }, { 256u, 256u }, { 512u, 512u }, { 1024u, 1024u }, { 2048u, 2048u } } },
	{ /* mount */ .is_enum = 0, .n = 28, .other = 0, .pairs = { { 1u, 1u }, { 2u, 2u }, { 4u, 4u }, { 8u, 8u }, { 16u, 16u }, { 32u, 32u }, { 64u, 64u }, { 128u, 128u }, { 1024u, 1024u }, { 2048u, 2048u }, { 4096u, 4096u }, { 8192u, 8192u }, { 16384u, 16384u }, { 32768u, 32768u }, { 65536u, 65536u }, { 131072u, 131072u }, { 262144u, 262144u }, { 524288u, 524288u }, { 1048576u, 1048576u }, { 2097152u, 2097152u }, { 4194304u, 4194304u }, { 8388608u, 8388608u }, { 16777216u, 16777216u }, { 33554432u, 33554432u }, { 268435456u, 268435456u }, { 536870912u, 536870912u }, { 1073741824u, 1073741824u }, { 2147483648u, 2147483648u } } },
	{ /* umount */ .is_enum = 0, .n = 4, .other = 0, .pairs = { { 1u, 1u }, { 2u, 2u }, { 4u, 4u }, { 8u, 8u } } },
	{ /* ptrace */ .is_enum = 1, .n = 38, .other = 0, .pairs = { { 0u, 1u }, { 1u, 2u }, { 2u, 3u }, { 3u, 4u }, { 4u, 5u }, { 5u, 6u }, { 6u, 7u }, { 7u, 8u }, { 8u, 9u }, { 9u, 10u }, { 16u, 11u }, { 17u, 12u }, { 24u, 13u }, { 16896u, 14u }, { 16897u, 15u }, { 16898u, 16u }, { 16899u, 17u }, { 16900u, 18u }, { 16901u, 19u }, { 16902u, 20u }, { 16903u, 21u }, { 16904u, 22u }, { 16905u, 23u }, { 16906u, 24u }, { 16907u, 25u }, { 12u, 26u }, { 13u, 27u }, { 14u, 28u }, { 15u, 29u }, { 18u, 30u }, { 19u, 31u }, { 21u, 32u }, { 25u, 33u }, { 26u, 34u }, { 30u, 35u }, { 31u, 36u }, { 32u, 37u }, { 33u, 38u } } },
};

/** x86-64 number plus one of an ia32 number, 0 = not followed. */
const volatile u16 ia32_to_native[512] = {
	[5] = 3, /* open */
	[295] = 258, /* openat */
	[437] = 438, /* openat2 */
	[8] = 86, /* creat */
	[6] = 4, /* close */
	[41] = 33, /* dup */
	[63] = 34, /* dup2 */
	[330] = 293, /* dup3 */
	[42] = 23, /* pipe */
	[331] = 294, /* pipe2 */
	[356] = 320, /* memfd_create */
	[11] = 60, /* execve */
	[358] = 323, /* execveat */
	[2] = 58, /* fork */
	[190] = 59, /* vfork */
	[120] = 57, /* clone */
	[435] = 436, /* clone3 */
	[12] = 81, /* chdir */
	[133] = 82, /* fchdir */
	[23] = 106, /* setuid */
	[213] = 106, /* setuid */
	[46] = 107, /* setgid */
	[214] = 107, /* setgid */
	[70] = 114, /* setreuid */
	[71] = 115, /* setregid */
	[164] = 118, /* setresuid */
	[208] = 118, /* setresuid */
	[170] = 120, /* setresgid */
	[210] = 120, /* setresgid */
	[66] = 113, /* setsid */
	[310] = 273, /* unshare */
	[346] = 309, /* setns */
	[359] = 42, /* socket */
	[361] = 50, /* bind */
	[362] = 43, /* connect */
	[364] = 289, /* accept4 */
	[363] = 51, /* listen */
	[369] = 45, /* sendto */
	[371] = 46, /* recvfrom */
	[38] = 83, /* rename */
	[302] = 265, /* renameat */
	[353] = 317, /* renameat2 */
	[9] = 87, /* link */
	[303] = 266, /* linkat */
	[83] = 89, /* symlink */
	[304] = 267, /* symlinkat */
	[10] = 88, /* unlink */
	[301] = 264, /* unlinkat */
	[39] = 84, /* mkdir */
	[296] = 259, /* mkdirat */
	[40] = 85, /* rmdir */
	[15] = 91, /* chmod */
	[94] = 92, /* fchmod */
	[306] = 269, /* fchmodat */
	[182] = 93, /* chown */
	[16] = 95, /* lchown */
	[95] = 94, /* fchown */
	[298] = 261, /* fchownat */
	[26] = 102, /* ptrace */
	[21] = 166, /* mount */
	[22] = 167, /* umount2 */
	[52] = 167, /* umount2 */
	[128] = 176, /* init_module */
	[350] = 314, /* finit_module */
	[357] = 322, /* bpf */
	[172] = 158, /* prctl */
	[37] = 63, /* kill */
	[238] = 201, /* tkill */
	[270] = 235, /* tgkill */
};
#endif
