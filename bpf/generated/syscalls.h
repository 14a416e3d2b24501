/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Made by src/event/generate.ts from the event schema: do not edit. */
#pragma once

#include "../kernel/ints.h"

#define OP_RET 0
#define OP_S64 1
#define OP_U8 2
#define OP_U16 3
#define OP_U32 4
#define OP_S32 5
#define OP_U64 6
#define OP_WIDE 7
#define OP_STR 8
#define OP_STROK 9
#define OP_BUF 10
#define OP_CONV 11
#define OP_URET 12
#define OP_ZERO 13
#define OP_DEV 14
#define OP_SC 15
#define OP_NR 16
#define OP_MOUNT 17
#define OP_PTRACE_ADDR 18
#define OP_PTRACE_DATA 19
#define OP_PRCTL_STR 20
#define OP_PRCTL_INT 21
#define OP_CAP 22
#define OP_PEEK32 23
#define OP_PEEK64 24
#define OP_PEEKOK 25
#define OP_PEEKCONV 26
#define OP_LONG 27
#define OP_LONGOK 28
#define OP_TIME 29
#define OP_VM 30
#define OP_FS_DATA 31
#define OP_FS_TEXT 32
#define OP_KEYCTL 33
#define OP_SEM 34
#define OP_SEM_VAL 35
#define OP_SOCK_NAME 36
#define OP_SOCK_VAL 37
#define OP_OPEN_FLAGS 38
#define OP_OPEN_MODE 39
#define OP_FD_DEV 40
#define OP_FD_INO 41
#define OP_TUPLE 42
#define OP_ADDRESS 43
#define OP_DATA 44
#define OP_IOV 45
#define OP_IOV_SIZE 46
#define OP_GOT 47
#define OP_MSG_DATA 48
#define OP_MSG_SIZE 49
#define OP_MSG_CONTROL 50
#define FD_NONE -1
#define FD_RET -2
#define DESC_PARAMS 10
#define CONV_PAIRS 56

struct param_desc {
	u8 op, arg, arg2, conv;
};

struct base_desc {
	u8 param, arg;
};

/** How the exit event of a system call is filled; see src/event/data/live.ts. */
struct syscall_desc {
	u16 event, sc;
	u8 nparams;
	s8 fd, fd2;
	u8 state, cwd, nbases;
	struct base_desc bases[2];
	struct param_desc params[DESC_PARAMS];
};

/** Pairs of enumerated values first, then those of bits. */
struct conv_desc {
	u32 n_enum, n, other, mask;
	u32 pairs[CONV_PAIRS][2];
};

#define N_CONVERSIONS 44
#define CONV_DUP3 0
#define CONV_RESOLVE 1
#define CONV_PIPE2 2
#define CONV_SOCKFLAGS 3
#define CONV_MEMFD 4
#define CONV_CLONE 5
#define CONV_LINKAT 6
#define CONV_UNLINKAT 7
#define CONV_FCHOWNAT 8
#define CONV_MODE 9
#define CONV_UMOUNT 10
#define CONV_PTRACE 11
#define CONV_FILEFLAGS 12
#define CONV_EPOLL1 13
#define CONV_PIDFD 14
#define CONV_DELMOD 15
#define CONV_INITMOD 16
#define CONV_WHENCE 17
#define CONV_SHUTDOWN 18
#define CONV_ACCESS 19
#define CONV_RLIMIT 20
#define CONV_FCNTL 21
#define CONV_PROT 22
#define CONV_MMAP 23
#define CONV_FLOCK 24
#define CONV_FUTEX 25
#define CONV_MLOCKALL 26
#define CONV_MLOCK2 27
#define CONV_STATAT 28
#define CONV_MKNOD 29
#define CONV_SPLICE 30
#define CONV_CLOSERANGE 31
#define CONV_URINGSETUP 32
#define CONV_URINGFEAT 33
#define CONV_URINGENTER 34
#define CONV_SEMGET 35
#define CONV_SEMOP 36
#define CONV_SEMCTL 37
#define CONV_SOCKLEVEL 38
#define CONV_SOCKOPT 39
#define CONV_POLL 40
#define CONV_QUOTACMD 41
#define CONV_QUOTATYPE 42
#define CONV_QUOTAFMT 43

/* Slots of the calls: x86-64 numbers, or beyond them. */
#define NR_open 2
#define NR_openat 257
#define NR_openat2 437
#define NR_creat 85
#define NR_close 3
#define NR_dup 32
#define NR_dup2 33
#define NR_dup3 292
#define NR_pipe 22
#define NR_pipe2 293
#define NR_memfd_create 319
#define NR_execve 59
#define NR_execveat 322
#define NR_fork 57
#define NR_vfork 58
#define NR_clone 56
#define NR_clone3 435
#define NR_chdir 80
#define NR_fchdir 81
#define NR_setuid 105
#define NR_setgid 106
#define NR_setreuid 113
#define NR_setregid 114
#define NR_setresuid 117
#define NR_setresgid 119
#define NR_setsid 112
#define NR_unshare 272
#define NR_setns 308
#define NR_socket 41
#define NR_bind 49
#define NR_connect 42
#define NR_accept 43
#define NR_accept4 288
#define NR_listen 50
#define NR_sendto 44
#define NR_recvfrom 45
#define NR_rename 82
#define NR_renameat 264
#define NR_renameat2 316
#define NR_link 86
#define NR_linkat 265
#define NR_symlink 88
#define NR_symlinkat 266
#define NR_unlink 87
#define NR_unlinkat 263
#define NR_mkdir 83
#define NR_mkdirat 258
#define NR_rmdir 84
#define NR_chmod 90
#define NR_fchmod 91
#define NR_fchmodat 268
#define NR_chown 92
#define NR_lchown 94
#define NR_fchown 93
#define NR_fchownat 260
#define NR_ptrace 101
#define NR_mount 165
#define NR_umount 500
#define NR_umount2 166
#define NR_init_module 175
#define NR_finit_module 313
#define NR_delete_module 176
#define NR_bpf 321
#define NR_prctl 157
#define NR_kill 62
#define NR_tkill 200
#define NR_tgkill 234
#define NR_stat 4
#define NR_lstat 6
#define NR_fstat 5
#define NR_newfstatat 262
#define NR_access 21
#define NR_mknod 133
#define NR_mknodat 259
#define NR_getcwd 79
#define NR_chroot 161
#define NR_open_by_handle_at 304
#define NR_quotactl 179
#define NR_fsconfig 431
#define NR_lseek 8
#define NR_llseek 501
#define NR_ioctl 16
#define NR_fcntl 72
#define NR_flock 73
#define NR_getdents 78
#define NR_getdents64 217
#define NR_close_range 436
#define NR_sendfile 40
#define NR_splice 275
#define NR_copy_file_range 326
#define NR_read 0
#define NR_write 1
#define NR_readv 19
#define NR_writev 20
#define NR_pread64 17
#define NR_pwrite64 18
#define NR_preadv 295
#define NR_pwritev 296
#define NR_process_vm_readv 310
#define NR_process_vm_writev 311
#define NR_select 23
#define NR_poll 7
#define NR_ppoll 271
#define NR_epoll_create 213
#define NR_epoll_create1 291
#define NR_epoll_wait 232
#define NR_eventfd 284
#define NR_eventfd2 290
#define NR_signalfd 282
#define NR_signalfd4 289
#define NR_timerfd_create 283
#define NR_inotify_init 253
#define NR_inotify_init1 294
#define NR_userfaultfd 323
#define NR_pidfd_open 434
#define NR_pidfd_getfd 438
#define NR_brk 12
#define NR_mmap 9
#define NR_munmap 11
#define NR_mprotect 10
#define NR_mlock 149
#define NR_mlock2 325
#define NR_munlock 150
#define NR_mlockall 151
#define NR_munlockall 152
#define NR_getuid 102
#define NR_getgid 104
#define NR_geteuid 107
#define NR_getegid 108
#define NR_getresuid 118
#define NR_getresgid 120
#define NR_setpgid 109
#define NR_capset 126
#define NR_getrlimit 97
#define NR_setrlimit 160
#define NR_prlimit64 302
#define NR_seccomp 317
#define NR_keyctl 250
#define NR_nanosleep 35
#define NR_futex 202
#define NR_semget 64
#define NR_semop 65
#define NR_semctl 66
#define NR_io_uring_setup 425
#define NR_io_uring_enter 426
#define NR_io_uring_register 427
#define NR_socketpair 53
#define NR_getsockname 51
#define NR_getpeername 52
#define NR_shutdown 48
#define NR_setsockopt 54
#define NR_getsockopt 55
#define NR_send 502
#define NR_recv 503
#define NR_sendmsg 46
#define NR_recvmsg 47
#define NR_sendmmsg 307
#define NR_recvmmsg 299
#define NR_restart_syscall 219
#define NR_exit 60
#define NR_time 201
#define NR_getpid 39
#define NR_alarm 37
#define NR_pause 34
#define NR_utime 132
#define NR_sync 162
#define NR_times 100
#define NR_acct 163
#define NR_umask 95
#define NR_ustat 136
#define NR_getppid 110
#define NR_getpgrp 111
#define NR_sethostname 170
#define NR_getrusage 98
#define NR_gettimeofday 96
#define NR_settimeofday 164
#define NR_readlink 89
#define NR_swapon 167
#define NR_reboot 169
#define NR_truncate 76
#define NR_ftruncate 77
#define NR_getpriority 140
#define NR_setpriority 141
#define NR_statfs 137
#define NR_fstatfs 138
#define NR_syslog 103
#define NR_setitimer 38
#define NR_getitimer 36
#define NR_uname 63
#define NR_vhangup 153
#define NR_wait4 61
#define NR_swapoff 168
#define NR_sysinfo 99
#define NR_fsync 74
#define NR_setdomainname 171
#define NR_adjtimex 159
#define NR_getpgid 121
#define NR_sysfs 139
#define NR_personality 135
#define NR_msync 26
#define NR_getsid 124
#define NR_fdatasync 75
#define NR_sched_setparam 142
#define NR_sched_getparam 143
#define NR_sched_setscheduler 144
#define NR_sched_getscheduler 145
#define NR_sched_yield 24
#define NR_sched_get_priority_max 146
#define NR_sched_get_priority_min 147
#define NR_sched_rr_get_interval 148
#define NR_mremap 25
#define NR_rt_sigaction 13
#define NR_rt_sigprocmask 14
#define NR_rt_sigpending 127
#define NR_rt_sigtimedwait 128
#define NR_rt_sigqueueinfo 129
#define NR_rt_sigsuspend 130
#define NR_capget 125
#define NR_getgroups 115
#define NR_setgroups 116
#define NR_setfsuid 122
#define NR_setfsgid 123
#define NR_pivot_root 155
#define NR_mincore 27
#define NR_madvise 28
#define NR_gettid 186
#define NR_setxattr 188
#define NR_lsetxattr 189
#define NR_fsetxattr 190
#define NR_getxattr 191
#define NR_lgetxattr 192
#define NR_fgetxattr 193
#define NR_listxattr 194
#define NR_llistxattr 195
#define NR_flistxattr 196
#define NR_removexattr 197
#define NR_lremovexattr 198
#define NR_fremovexattr 199
#define NR_sched_setaffinity 203
#define NR_sched_getaffinity 204
#define NR_set_thread_area 205
#define NR_get_thread_area 211
#define NR_io_setup 206
#define NR_io_destroy 207
#define NR_io_getevents 208
#define NR_io_submit 209
#define NR_io_cancel 210
#define NR_exit_group 231
#define NR_epoll_ctl 233
#define NR_remap_file_pages 216
#define NR_set_tid_address 218
#define NR_timer_create 222
#define NR_timer_settime 223
#define NR_timer_gettime 224
#define NR_timer_getoverrun 225
#define NR_timer_delete 226
#define NR_clock_settime 227
#define NR_clock_gettime 228
#define NR_clock_getres 229
#define NR_clock_nanosleep 230
#define NR_utimes 235
#define NR_mq_open 240
#define NR_mq_unlink 241
#define NR_mq_timedsend 242
#define NR_mq_timedreceive 243
#define NR_mq_notify 244
#define NR_mq_getsetattr 245
#define NR_kexec_load 246
#define NR_waitid 247
#define NR_add_key 248
#define NR_request_key 249
#define NR_ioprio_set 251
#define NR_ioprio_get 252
#define NR_inotify_add_watch 254
#define NR_inotify_rm_watch 255
#define NR_futimesat 261
#define NR_readlinkat 267
#define NR_faccessat 269
#define NR_pselect6 270
#define NR_set_robust_list 273
#define NR_get_robust_list 274
#define NR_tee 276
#define NR_vmsplice 278
#define NR_getcpu 309
#define NR_epoll_pwait 281
#define NR_utimensat 280
#define NR_timerfd_settime 286
#define NR_timerfd_gettime 287
#define NR_rt_tgsigqueueinfo 297
#define NR_perf_event_open 298
#define NR_fanotify_init 300
#define NR_clock_adjtime 305
#define NR_syncfs 306
#define NR_msgsnd 69
#define NR_msgrcv 70
#define NR_msgget 68
#define NR_msgctl 71
#define NR_shmdt 67
#define NR_shmget 29
#define NR_shmctl 31
#define NR_arch_prctl 158
#define NR_shmat 30
#define NR_rt_sigreturn 15
#define NR_fallocate 285
#define NR_sigaltstack 131
#define NR_getrandom 318
#define NR_fadvise64 221
#define NR_fspick 433
#define NR_fsmount 432
#define NR_fsopen 430
#define NR_open_tree 428
#define NR_move_mount 429
#define NR_mount_setattr 442
#define NR_memfd_secret 447
#define NR_ioperm 173
#define NR_kexec_file_load 320
#define NR_pidfd_send_signal 424
#define NR_pkey_alloc 330
#define NR_pkey_mprotect 329
#define NR_pkey_free 331
#define NR_landlock_create_ruleset 444
#define NR_quotactl_fd 443
#define NR_landlock_restrict_self 446
#define NR_landlock_add_rule 445
#define NR_epoll_pwait2 441
#define NR_migrate_pages 256
#define NR_move_pages 279
#define NR_preadv2 327
#define NR_pwritev2 328
#define NR_kcmp 312
#define NR_sched_setattr 314
#define NR_mbind 237
#define NR_epoll_ctl_old 214
#define NR_lookup_dcookie 212
#define NR_modify_ldt 154
#define NR_statx 332
#define NR_set_mempolicy 238
#define NR_io_pgetevents 333
#define NR_set_mempolicy_home_node 450
#define NR_semtimedop 220
#define NR_readahead 187
#define NR_futex_waitv 449
#define NR_name_to_handle_at 303
#define NR_process_mrelease 448
#define NR_epoll_wait_old 215
#define NR_rseq 334
#define NR_sched_getattr 315
#define NR_faccessat2 439
#define NR_get_mempolicy 239
#define NR_sync_file_range 277
#define NR_process_madvise 440
#define NR_membarrier 324
#define NR_iopl 172
#define NR_fanotify_mark 301
#define NR_cachestat 451
#define NR_fchmodat2 452
#define NR_map_shadow_stack 453
#define NR_futex_wake 454
#define NR_futex_requeue 456
#define NR_futex_wait 455
#define NR_listmount 458
#define NR_statmount 457
#define NR_lsm_get_self_attr 459
#define NR_lsm_set_self_attr 460
#define NR_lsm_list_modules 461
#define NR_mseal 462
#define NR_uretprobe 335
#define NR_removexattrat 466
#define NR_listxattrat 465
#define NR_getxattrat 464
#define NR_setxattrat 463
#define NR_open_tree_attr 467
#define NR_file_getattr 468
#define NR_file_setattr 469
#define NR_listns 470
#define NR_uprobe 336
#define NR_rseq_slice_yield 471

#ifdef __bpf__
/** By slot. */
const volatile struct syscall_desc syscall_descs[512] = {
	[2] = { /* open */ .event = 3, .sc = 5, .nparams = 6, .fd = FD_NONE, .fd2 = FD_NONE },
	[257] = { /* openat */ .event = 307, .sc = 197, .nparams = 7, .fd = FD_RET, .fd2 = FD_NONE, .nbases = 1, .bases = { { 2, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_STR, 1, 0, 0 }, { OP_OPEN_FLAGS, 2, 0, 0 }, { OP_OPEN_MODE, 2, 3, 0 }, { OP_FD_DEV, 0, 0, 0 }, { OP_FD_INO, 0, 0, 0 } } },
	[437] = { /* openat2 */ .event = 327, .sc = 322, .nparams = 8, .fd = FD_RET, .fd2 = FD_NONE, .nbases = 1, .bases = { { 2, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_STR, 1, 0, 0 }, { OP_OPEN_FLAGS, 2, 0, 0 }, { OP_OPEN_MODE, 2, 3, 0 }, { OP_CONV, 4, 4, 1 }, { OP_FD_DEV, 0, 0, 0 }, { OP_FD_INO, 0, 0, 0 } } },
	[85] = { /* creat */ .event = 59, .sc = 7, .nparams = 6, .fd = FD_NONE, .fd2 = FD_NONE },
	[3] = { /* close */ .event = 5, .sc = 6, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 } } },
	[32] = { /* dup */ .event = 367, .sc = 29, .nparams = 2, .fd = FD_RET, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 } } },
	[33] = { /* dup2 */ .event = 363, .sc = 40, .nparams = 3, .fd = FD_RET, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_S64, 1, 0, 0 } } },
	[292] = { /* dup3 */ .event = 365, .sc = 228, .nparams = 4, .fd = FD_RET, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_S64, 1, 0, 0 }, { OP_CONV, 2, 4, 0 } } },
	[22] = { /* pipe */ .event = 61, .sc = 30, .nparams = 4, .fd = FD_NONE, .fd2 = FD_NONE },
	[293] = { /* pipe2 */ .event = 393, .sc = 229, .nparams = 5, .fd = FD_NONE, .fd2 = FD_NONE },
	[319] = { /* memfd_create */ .event = 405, .sc = 342, .nparams = 3, .fd = FD_RET, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 }, { OP_CONV, 1, 4, 4 } } },
	[59] = { /* execve */ .event = 293, .sc = 324, .nparams = 31, .fd = FD_NONE, .fd2 = FD_NONE },
	[322] = { /* execveat */ .event = 331, .sc = 325, .nparams = 30, .fd = FD_NONE, .fd2 = FD_NONE },
	[57] = { /* fork */ .event = 225, .sc = 303, .nparams = 21, .fd = FD_NONE, .fd2 = FD_NONE },
	[58] = { /* vfork */ .event = 227, .sc = 304, .nparams = 21, .fd = FD_NONE, .fd2 = FD_NONE },
	[56] = { /* clone */ .event = 223, .sc = 327, .nparams = 21, .fd = FD_NONE, .fd2 = FD_NONE },
	[435] = { /* clone3 */ .event = 335, .sc = 328, .nparams = 21, .fd = FD_NONE, .fd2 = FD_NONE },
	[80] = { /* chdir */ .event = 95, .sc = 10, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .state = 1, .cwd = 1, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 } } },
	[81] = { /* fchdir */ .event = 97, .sc = 80, .nparams = 2, .fd = 0, .fd2 = FD_NONE, .state = 1, .cwd = 1, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 } } },
	[105] = { /* setuid */ .event = 199, .sc = 133, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .state = 1, .params = { { OP_RET, 0, 0, 0 }, { OP_U32, 0, 0, 0 } } },
	[106] = { /* setgid */ .event = 201, .sc = 134, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .state = 1, .params = { { OP_RET, 0, 0, 0 }, { OP_U32, 0, 0, 0 } } },
	[113] = { /* setreuid */ .event = 427, .sc = 123, .nparams = 3, .fd = FD_NONE, .fd2 = FD_NONE, .state = 1, .params = { { OP_RET, 0, 0, 0 }, { OP_U32, 0, 0, 0 }, { OP_U32, 1, 0, 0 } } },
	[114] = { /* setregid */ .event = 429, .sc = 124, .nparams = 3, .fd = FD_NONE, .fd2 = FD_NONE, .state = 1, .params = { { OP_RET, 0, 0, 0 }, { OP_U32, 0, 0, 0 }, { OP_U32, 1, 0, 0 } } },
	[117] = { /* setresuid */ .event = 193, .sc = 128, .nparams = 4, .fd = FD_NONE, .fd2 = FD_NONE, .state = 1, .params = { { OP_RET, 0, 0, 0 }, { OP_U32, 0, 0, 0 }, { OP_U32, 1, 0, 0 }, { OP_U32, 2, 0, 0 } } },
	[119] = { /* setresgid */ .event = 195, .sc = 130, .nparams = 4, .fd = FD_NONE, .fd2 = FD_NONE, .state = 1, .params = { { OP_RET, 0, 0, 0 }, { OP_U32, 0, 0, 0 }, { OP_U32, 1, 0, 0 }, { OP_U32, 2, 0, 0 } } },
	[112] = { /* setsid */ .event = 275, .sc = 43, .nparams = 1, .fd = FD_NONE, .fd2 = FD_NONE, .state = 1, .params = { { OP_RET, 0, 0, 0 } } },
	[272] = { /* unshare */ .event = 285, .sc = 211, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .state = 1, .params = { { OP_RET, 0, 0, 0 }, { OP_CONV, 0, 4, 5 } } },
	[308] = { /* setns */ .event = 241, .sc = 239, .nparams = 3, .fd = 0, .fd2 = FD_NONE, .state = 1, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_CONV, 1, 4, 5 } } },
	[41] = { /* socket */ .event = 19, .sc = 241, .nparams = 5, .fd = FD_RET, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_U32, 0, 0, 0 }, { OP_U32, 1, 0, 0 }, { OP_U32, 2, 0, 0 }, { OP_CONV, 1, 4, 3 } } },
	[49] = { /* bind */ .event = 21, .sc = 242, .nparams = 3, .fd = 0, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_ADDRESS, 1, 2, 0 }, { OP_S64, 0, 0, 0 } } },
	[42] = { /* connect */ .event = 23, .sc = 243, .nparams = 4, .fd = 0, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_TUPLE, 1, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_ADDRESS, 1, 2, 0 } } },
	[43] = { /* accept */ .event = 247, .sc = 245, .nparams = 5, .fd = FD_NONE, .fd2 = FD_NONE },
	[288] = { /* accept4 */ .event = 389, .sc = 258, .nparams = 6, .fd = FD_RET, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_TUPLE, 0, 0, 0 }, { OP_ZERO, 0, 1, 0 }, { OP_ZERO, 0, 4, 0 }, { OP_ZERO, 0, 4, 0 }, { OP_CONV, 3, 4, 3 } } },
	[50] = { /* listen */ .event = 25, .sc = 244, .nparams = 3, .fd = 0, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_S32, 1, 0, 0 } } },
	[44] = { /* sendto */ .event = 31, .sc = 249, .nparams = 5, .fd = 0, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_DATA, 1, 2, 0 }, { OP_S64, 0, 0, 0 }, { OP_U32, 2, 0, 0 }, { OP_TUPLE, 1, 0, 0 } } },
	[45] = { /* recvfrom */ .event = 35, .sc = 250, .nparams = 5, .fd = 0, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_DATA, 1, 2, 0 }, { OP_TUPLE, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_U32, 2, 0, 0 } } },
	[82] = { /* rename */ .event = 175, .sc = 26, .nparams = 3, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 }, { OP_STR, 1, 0, 0 } } },
	[264] = { /* renameat */ .event = 177, .sc = 203, .nparams = 5, .fd = FD_NONE, .fd2 = FD_NONE, .nbases = 2, .bases = { { 2, 0 }, { 4, 2 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_STR, 1, 0, 0 }, { OP_S64, 2, 0, 0 }, { OP_STR, 3, 0, 0 } } },
	[316] = { /* renameat2 */ .event = 319, .sc = 320, .nparams = 6, .fd = FD_NONE, .fd2 = FD_NONE, .nbases = 2, .bases = { { 2, 0 }, { 4, 2 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_STR, 1, 0, 0 }, { OP_S64, 2, 0, 0 }, { OP_STR, 3, 0, 0 }, { OP_U32, 4, 0, 0 } } },
	[86] = { /* link */ .event = 309, .sc = 8, .nparams = 3, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 }, { OP_STR, 1, 0, 0 } } },
	[265] = { /* linkat */ .event = 311, .sc = 204, .nparams = 6, .fd = FD_NONE, .fd2 = FD_NONE, .nbases = 2, .bases = { { 2, 0 }, { 4, 2 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_STR, 1, 0, 0 }, { OP_S64, 2, 0, 0 }, { OP_STR, 3, 0, 0 }, { OP_CONV, 4, 4, 6 } } },
	[88] = { /* symlink */ .event = 179, .sc = 49, .nparams = 3, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 }, { OP_STR, 1, 0, 0 } } },
	[266] = { /* symlinkat */ .event = 181, .sc = 205, .nparams = 4, .fd = FD_NONE, .fd2 = FD_NONE, .nbases = 1, .bases = { { 3, 1 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 }, { OP_S64, 1, 0, 0 }, { OP_STR, 2, 0, 0 } } },
	[87] = { /* unlink */ .event = 301, .sc = 9, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 } } },
	[263] = { /* unlinkat */ .event = 303, .sc = 202, .nparams = 4, .fd = FD_NONE, .fd2 = FD_NONE, .nbases = 1, .bases = { { 2, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_STR, 1, 0, 0 }, { OP_CONV, 2, 4, 7 } } },
	[83] = { /* mkdir */ .event = 277, .sc = 27, .nparams = 3, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 }, { OP_U32, 1, 0, 0 } } },
	[258] = { /* mkdirat */ .event = 305, .sc = 198, .nparams = 4, .fd = FD_NONE, .fd2 = FD_NONE, .nbases = 1, .bases = { { 2, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_STR, 1, 0, 0 }, { OP_U32, 2, 0, 0 } } },
	[84] = { /* rmdir */ .event = 279, .sc = 28, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 } } },
	[90] = { /* chmod */ .event = 315, .sc = 13, .nparams = 3, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 }, { OP_CONV, 1, 4, 9 } } },
	[91] = { /* fchmod */ .event = 317, .sc = 59, .nparams = 3, .fd = 0, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_CONV, 1, 4, 9 } } },
	[268] = { /* fchmodat */ .event = 313, .sc = 207, .nparams = 4, .fd = FD_NONE, .fd2 = FD_NONE, .nbases = 1, .bases = { { 2, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_STR, 1, 0, 0 }, { OP_CONV, 2, 4, 9 } } },
	[92] = { /* chown */ .event = 379, .sc = 132, .nparams = 4, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 }, { OP_U32, 1, 0, 0 }, { OP_U32, 2, 0, 0 } } },
	[94] = { /* lchown */ .event = 381, .sc = 118, .nparams = 4, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 }, { OP_U32, 1, 0, 0 }, { OP_U32, 2, 0, 0 } } },
	[93] = { /* fchown */ .event = 383, .sc = 127, .nparams = 4, .fd = 0, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_U32, 1, 0, 0 }, { OP_U32, 2, 0, 0 } } },
	[260] = { /* fchownat */ .event = 385, .sc = 200, .nparams = 6, .fd = FD_NONE, .fd2 = FD_NONE, .nbases = 1, .bases = { { 2, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_STR, 1, 0, 0 }, { OP_U32, 2, 0, 0 }, { OP_U32, 3, 0, 0 }, { OP_CONV, 4, 4, 8 } } },
	[101] = { /* ptrace */ .event = 169, .sc = 18, .nparams = 5, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_PTRACE_ADDR, 2, 0, 0 }, { OP_PTRACE_DATA, 3, 0, 0 }, { OP_CONV, 0, 2, 11 }, { OP_S64, 1, 0, 0 } } },
	[165] = { /* mount */ .event = 257, .sc = 17, .nparams = 5, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 }, { OP_STR, 1, 0, 0 }, { OP_STR, 2, 0, 0 }, { OP_MOUNT, 3, 0, 0 } } },
	[500] = { /* umount */ .event = 387, .sc = 288, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 } } },
	[166] = { /* umount2 */ .event = 391, .sc = 323, .nparams = 3, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 }, { OP_CONV, 1, 4, 10 } } },
	[175] = { /* init_module */ .event = 411, .sc = 76, .nparams = 4, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_BUF, 0, 1, 0 }, { OP_U64, 1, 0, 0 }, { OP_STR, 2, 0, 0 } } },
	[313] = { /* finit_module */ .event = 413, .sc = 314, .nparams = 4, .fd = 0, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_STR, 1, 0, 0 }, { OP_CONV, 2, 4, 16 } } },
	[176] = { /* delete_module */ .event = 425, .sc = 77, .nparams = 3, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 }, { OP_CONV, 1, 4, 15 } } },
	[321] = { /* bpf */ .event = 369, .sc = 315, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_U32, 0, 0, 0 } } },
	[157] = { /* prctl */ .event = 401, .sc = 106, .nparams = 4, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_U32, 0, 0, 0 }, { OP_PRCTL_STR, 1, 0, 0 }, { OP_PRCTL_INT, 1, 0, 0 } } },
	[62] = { /* kill */ .event = 129, .sc = 25, .nparams = 3, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_U8, 1, 0, 0 } } },
	[200] = { /* tkill */ .event = 131, .sc = 153, .nparams = 3, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_U8, 1, 0, 0 } } },
	[234] = { /* tgkill */ .event = 133, .sc = 179, .nparams = 4, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_S64, 1, 0, 0 }, { OP_U8, 2, 0, 0 } } },
	[4] = { /* stat */ .event = 67, .sc = 14, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 } } },
	[6] = { /* lstat */ .event = 69, .sc = 50, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 } } },
	[5] = { /* fstat */ .event = 71, .sc = 20, .nparams = 2, .fd = 0, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 } } },
	[262] = { /* newfstatat */ .event = 419, .sc = 300, .nparams = 4, .fd = FD_NONE, .fd2 = FD_NONE, .nbases = 1, .bases = { { 2, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_STR, 1, 0, 0 }, { OP_CONV, 3, 4, 28 } } },
	[21] = { /* access */ .event = 265, .sc = 23, .nparams = 3, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 }, { OP_CONV, 1, 4, 19 } } },
	[133] = { /* mknod */ .event = 415, .sc = 12, .nparams = 4, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 }, { OP_CONV, 1, 4, 29 }, { OP_DEV, 2, 0, 0 } } },
	[259] = { /* mknodat */ .event = 417, .sc = 199, .nparams = 5, .fd = FD_NONE, .fd2 = FD_NONE, .nbases = 1, .bases = { { 2, 0 } }, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_STR, 1, 0, 0 }, { OP_CONV, 2, 4, 29 }, { OP_DEV, 3, 0, 0 } } },
	[79] = { /* getcwd */ .event = 93, .sc = 113, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_STROK, 0, 0, 0 } } },
	[161] = { /* chroot */ .event = 267, .sc = 38, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_STR, 0, 0, 0 } } },
	[304] = { /* open_by_handle_at */ .event = 337, .sc = 329, .nparams = 6, .fd = FD_NONE, .fd2 = FD_NONE },
	[179] = { /* quotactl */ .event = 191, .sc = 78, .nparams = 18, .fd = FD_NONE, .fd2 = FD_NONE },
	[431] = { /* fsconfig */ .event = 373, .sc = 335, .nparams = 7, .fd = 0, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_U32, 1, 0, 0 }, { OP_STR, 2, 0, 0 }, { OP_FS_DATA, 0, 0, 0 }, { OP_FS_TEXT, 0, 0, 0 }, { OP_S32, 4, 0, 0 } } },
	[8] = { /* lseek */ .event = 87, .sc = 15, .nparams = 4, .fd = 0, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_U64, 1, 0, 0 }, { OP_CONV, 2, 1, 17 } } },
	[501] = { /* _llseek */ .event = 89, .sc = 292, .nparams = 4, .fd = 0, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_U64, 1, 0, 0 }, { OP_CONV, 2, 1, 17 } } },
	[16] = { /* ioctl */ .event = 171, .sc = 34, .nparams = 4, .fd = 0, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_U64, 1, 0, 0 }, { OP_U64, 2, 0, 0 } } },
	[72] = { /* fcntl */ .event = 151, .sc = 35, .nparams = 4, .fd = 0, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_CONV, 1, 1, 21 }, { OP_U64, 2, 0, 0 } } },
	[73] = { /* flock */ .event = 243, .sc = 85, .nparams = 3, .fd = 0, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_CONV, 1, 4, 24 } } },
	[78] = { /* getdents */ .event = 237, .sc = 83, .nparams = 2, .fd = 0, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 } } },
	[217] = { /* getdents64 */ .event = 239, .sc = 240, .nparams = 2, .fd = 0, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 } } },
	[436] = { /* close_range */ .event = 451, .sc = 392, .nparams = 4, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_U32, 0, 0, 0 }, { OP_U32, 1, 0, 0 }, { OP_CONV, 2, 4, 31 } } },
	[40] = { /* sendfile */ .event = 189, .sc = 116, .nparams = 5, .fd = 0, .fd2 = 1, .params = { { OP_RET, 0, 0, 0 }, { OP_PEEK64, 2, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_S64, 1, 0, 0 }, { OP_U64, 3, 0, 0 } } },
	[275] = { /* splice */ .event = 167, .sc = 214, .nparams = 5, .fd = 0, .fd2 = 2, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_S64, 2, 0, 0 }, { OP_U64, 4, 0, 0 }, { OP_CONV, 5, 4, 30 } } },
	[326] = { /* copy_file_range */ .event = 333, .sc = 326, .nparams = 6, .fd = 2, .fd2 = 0, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 2, 0, 0 }, { OP_U64, 3, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_U64, 1, 0, 0 }, { OP_U64, 4, 0, 0 } } },
	[0] = { /* read */ .event = 7, .sc = 3, .nparams = 4, .fd = 0, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_DATA, 1, 2, 0 }, { OP_S64, 0, 0, 0 }, { OP_U32, 2, 0, 0 } } },
	[1] = { /* write */ .event = 9, .sc = 4, .nparams = 4, .fd = 0, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_DATA, 1, 2, 0 }, { OP_S64, 0, 0, 0 }, { OP_U32, 2, 0, 0 } } },
	[19] = { /* readv */ .event = 117, .sc = 87, .nparams = 4, .fd = 0, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_GOT, 0, 0, 0 }, { OP_IOV, 1, 2, 0 }, { OP_S64, 0, 0, 0 } } },
	[20] = { /* writev */ .event = 119, .sc = 88, .nparams = 4, .fd = 0, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_IOV, 1, 2, 0 }, { OP_S64, 0, 0, 0 }, { OP_IOV_SIZE, 1, 2, 0 } } },
	[17] = { /* pread64 */ .event = 113, .sc = 294, .nparams = 5, .fd = 0, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_DATA, 1, 2, 0 }, { OP_S64, 0, 0, 0 }, { OP_U32, 2, 0, 0 }, { OP_U64, 3, 0, 0 } } },
	[18] = { /* pwrite64 */ .event = 115, .sc = 295, .nparams = 5, .fd = 0, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_DATA, 1, 2, 0 }, { OP_S64, 0, 0, 0 }, { OP_U32, 2, 0, 0 }, { OP_U64, 3, 0, 0 } } },
	[295] = { /* preadv */ .event = 121, .sc = 231, .nparams = 5, .fd = 0, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_GOT, 0, 0, 0 }, { OP_IOV, 1, 2, 0 }, { OP_S64, 0, 0, 0 }, { OP_U64, 3, 0, 0 } } },
	[296] = { /* pwritev */ .event = 123, .sc = 232, .nparams = 5, .fd = 0, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_IOV, 1, 2, 0 }, { OP_S64, 0, 0, 0 }, { OP_IOV_SIZE, 1, 2, 0 }, { OP_U64, 3, 0, 0 } } },
	[310] = { /* process_vm_readv */ .event = 421, .sc = 301, .nparams = 3, .fd = FD_NONE, .fd2 = FD_NONE },
	[311] = { /* process_vm_writev */ .event = 423, .sc = 302, .nparams = 3, .fd = FD_NONE, .fd2 = FD_NONE },
	[23] = { /* select */ .event = 83, .sc = 84, .nparams = 1, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 } } },
	[7] = { /* poll */ .event = 81, .sc = 105, .nparams = 3, .fd = FD_NONE, .fd2 = FD_NONE },
	[271] = { /* ppoll */ .event = 255, .sc = 210, .nparams = 4, .fd = FD_NONE, .fd2 = FD_NONE },
	[213] = { /* epoll_create */ .event = 375, .sc = 165, .nparams = 2, .fd = FD_RET, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_S32, 0, 0, 0 } } },
	[291] = { /* epoll_create1 */ .event = 377, .sc = 227, .nparams = 2, .fd = FD_RET, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_CONV, 0, 4, 13 } } },
	[232] = { /* epoll_wait */ .event = 79, .sc = 167, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 2, 0, 0 } } },
	[284] = { /* eventfd */ .event = 63, .sc = 222, .nparams = 3, .fd = FD_RET, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_U64, 0, 0, 0 }, { OP_ZERO, 0, 4, 0 } } },
	[290] = { /* eventfd2 */ .event = 397, .sc = 226, .nparams = 3, .fd = FD_RET, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_CONV, 1, 2, 12 }, { OP_WIDE, 0, 0, 0 } } },
	[282] = { /* signalfd */ .event = 127, .sc = 220, .nparams = 4, .fd = FD_RET, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_ZERO, 0, 4, 0 }, { OP_ZERO, 0, 1, 0 } } },
	[289] = { /* signalfd4 */ .event = 399, .sc = 225, .nparams = 4, .fd = FD_RET, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_CONV, 3, 2, 12 }, { OP_S64, 0, 0, 0 }, { OP_ZERO, 0, 4, 0 } } },
	[283] = { /* timerfd_create */ .event = 137, .sc = 221, .nparams = 3, .fd = FD_RET, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_U8, 0, 0, 0 }, { OP_CONV, 1, 1, 12 } } },
	[253] = { /* inotify_init */ .event = 139, .sc = 194, .nparams = 2, .fd = FD_RET, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_ZERO, 0, 1, 0 } } },
	[294] = { /* inotify_init1 */ .event = 395, .sc = 230, .nparams = 2, .fd = FD_RET, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_CONV, 0, 2, 12 } } },
	[323] = { /* userfaultfd */ .event = 321, .sc = 321, .nparams = 2, .fd = FD_RET, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_U32, 0, 0, 0 } } },
	[434] = { /* pidfd_open */ .event = 409, .sc = 347, .nparams = 3, .fd = FD_RET, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_CONV, 1, 4, 14 } } },
	[438] = { /* pidfd_getfd */ .event = 407, .sc = 346, .nparams = 4, .fd = FD_RET, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_S64, 1, 0, 0 }, { OP_U32, 2, 0, 0 } } },
	[12] = { /* brk */ .event = 159, .sc = 32, .nparams = 5, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_VM, 0, 0, 0 }, { OP_VM, 1, 0, 0 }, { OP_VM, 2, 0, 0 }, { OP_U64, 0, 0, 0 } } },
	[9] = { /* mmap */ .event = 161, .sc = 55, .nparams = 10, .fd = 4, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_VM, 0, 0, 0 }, { OP_VM, 1, 0, 0 }, { OP_VM, 2, 0, 0 }, { OP_U64, 0, 0, 0 }, { OP_U64, 1, 0, 0 }, { OP_CONV, 2, 4, 22 }, { OP_CONV, 3, 4, 23 }, { OP_S64, 4, 0, 0 }, { OP_U64, 5, 0, 0 } } },
	[11] = { /* munmap */ .event = 165, .sc = 56, .nparams = 6, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_VM, 0, 0, 0 }, { OP_VM, 1, 0, 0 }, { OP_VM, 2, 0, 0 }, { OP_U64, 0, 0, 0 }, { OP_U64, 1, 0, 0 } } },
	[10] = { /* mprotect */ .event = 329, .sc = 75, .nparams = 4, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_U64, 0, 0, 0 }, { OP_U64, 1, 0, 0 }, { OP_CONV, 2, 4, 22 } } },
	[149] = { /* mlock */ .event = 345, .sc = 91, .nparams = 3, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_U64, 0, 0, 0 }, { OP_U64, 1, 0, 0 } } },
	[325] = { /* mlock2 */ .event = 371, .sc = 333, .nparams = 4, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_U64, 0, 0, 0 }, { OP_U64, 1, 0, 0 }, { OP_CONV, 2, 4, 27 } } },
	[150] = { /* munlock */ .event = 347, .sc = 92, .nparams = 3, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_U64, 0, 0, 0 }, { OP_U64, 1, 0, 0 } } },
	[151] = { /* mlockall */ .event = 349, .sc = 93, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_CONV, 0, 4, 26 } } },
	[152] = { /* munlockall */ .event = 351, .sc = 94, .nparams = 1, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 } } },
	[102] = { /* getuid */ .event = 203, .sc = 119, .nparams = 1, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_URET, 0, 0, 0 } } },
	[104] = { /* getgid */ .event = 207, .sc = 120, .nparams = 1, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_URET, 0, 0, 0 } } },
	[107] = { /* geteuid */ .event = 205, .sc = 121, .nparams = 1, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_URET, 0, 0, 0 } } },
	[108] = { /* getegid */ .event = 209, .sc = 122, .nparams = 1, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_URET, 0, 0, 0 } } },
	[118] = { /* getresuid */ .event = 211, .sc = 129, .nparams = 4, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_PEEK32, 0, 0, 0 }, { OP_PEEK32, 1, 0, 0 }, { OP_PEEK32, 2, 0, 0 } } },
	[120] = { /* getresgid */ .event = 213, .sc = 131, .nparams = 4, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_PEEK32, 0, 0, 0 }, { OP_PEEK32, 1, 0, 0 }, { OP_PEEK32, 2, 0, 0 } } },
	[109] = { /* setpgid */ .event = 295, .sc = 36, .nparams = 3, .fd = FD_NONE, .fd2 = FD_NONE, .state = 1, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_S64, 1, 0, 0 } } },
	[126] = { /* capset */ .event = 353, .sc = 115, .nparams = 4, .fd = FD_NONE, .fd2 = FD_NONE, .state = 1, .params = { { OP_RET, 0, 0, 0 }, { OP_CAP, 0, 0, 0 }, { OP_CAP, 1, 0, 0 }, { OP_CAP, 2, 0, 0 } } },
	[97] = { /* getrlimit */ .event = 141, .sc = 117, .nparams = 4, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_LONGOK, 1, 0, 0 }, { OP_LONGOK, 1, 1, 0 }, { OP_CONV, 0, 1, 20 } } },
	[160] = { /* setrlimit */ .event = 143, .sc = 45, .nparams = 4, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_LONG, 1, 0, 0 }, { OP_LONG, 1, 1, 0 }, { OP_CONV, 0, 1, 20 } } },
	[302] = { /* prlimit64 */ .event = 145, .sc = 236, .nparams = 7, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_PEEK64, 2, 0, 0 }, { OP_PEEK64, 2, 8, 0 }, { OP_PEEKOK, 3, 0, 0 }, { OP_PEEKOK, 3, 8, 0 }, { OP_S64, 0, 0, 0 }, { OP_CONV, 1, 1, 20 } } },
	[317] = { /* seccomp */ .event = 299, .sc = 316, .nparams = 3, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_U64, 0, 0, 0 }, { OP_WIDE, 1, 0, 0 } } },
	[250] = { /* keyctl */ .event = 453, .sc = 191, .nparams = 6, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_U32, 0, 0, 0 }, { OP_KEYCTL, 0, 0, 0 }, { OP_KEYCTL, 1, 0, 0 }, { OP_KEYCTL, 2, 0, 0 }, { OP_KEYCTL, 3, 0, 0 } } },
	[35] = { /* nanosleep */ .event = 135, .sc = 103, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_TIME, 0, 0, 0 } } },
	[202] = { /* futex */ .event = 65, .sc = 154, .nparams = 4, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_U64, 0, 0, 0 }, { OP_CONV, 1, 2, 25 }, { OP_U64, 2, 0, 0 } } },
	[64] = { /* semget */ .event = 263, .sc = 260, .nparams = 4, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_S32, 0, 0, 0 }, { OP_S32, 1, 0, 0 }, { OP_CONV, 2, 4, 35 } } },
	[65] = { /* semop */ .event = 251, .sc = 259, .nparams = 9, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_U32, 2, 0, 0 }, { OP_SEM, 1, 0, 0 }, { OP_SEM, 1, 1, 0 }, { OP_SEM, 1, 2, 0 }, { OP_SEM, 1, 3, 0 }, { OP_SEM, 1, 4, 0 }, { OP_SEM, 1, 5, 0 }, { OP_S32, 0, 0, 0 } } },
	[66] = { /* semctl */ .event = 253, .sc = 261, .nparams = 5, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_S32, 0, 0, 0 }, { OP_S32, 1, 0, 0 }, { OP_CONV, 2, 2, 37 }, { OP_SEM_VAL, 0, 0, 0 } } },
	[425] = { /* io_uring_setup */ .event = 339, .sc = 330, .nparams = 8, .fd = FD_RET, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_U32, 0, 0, 0 }, { OP_PEEK32, 1, 0, 0 }, { OP_PEEK32, 1, 4, 0 }, { OP_PEEKCONV, 1, 8, 32 }, { OP_PEEK32, 1, 12, 0 }, { OP_PEEK32, 1, 16, 0 }, { OP_PEEKCONV, 1, 20, 33 } } },
	[426] = { /* io_uring_enter */ .event = 341, .sc = 331, .nparams = 6, .fd = 0, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_U32, 1, 0, 0 }, { OP_U32, 2, 0, 0 }, { OP_CONV, 3, 4, 34 }, { OP_U32, 4, 0, 0 } } },
	[427] = { /* io_uring_register */ .event = 343, .sc = 332, .nparams = 5, .fd = 0, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_U16, 1, 0, 0 }, { OP_U64, 2, 0, 0 }, { OP_U32, 3, 0, 0 } } },
	[53] = { /* socketpair */ .event = 43, .sc = 248, .nparams = 8, .fd = FD_NONE, .fd2 = FD_NONE },
	[51] = { /* getsockname */ .event = 39, .sc = 246, .nparams = 0, .fd = FD_NONE, .fd2 = FD_NONE },
	[52] = { /* getpeername */ .event = 41, .sc = 247, .nparams = 0, .fd = FD_NONE, .fd2 = FD_NONE },
	[48] = { /* shutdown */ .event = 37, .sc = 251, .nparams = 3, .fd = 0, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_CONV, 1, 1, 18 } } },
	[54] = { /* setsockopt */ .event = 45, .sc = 252, .nparams = 6, .fd = 0, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_CONV, 1, 1, 38 }, { OP_SOCK_NAME, 0, 0, 0 }, { OP_SOCK_VAL, 0, 0, 0 }, { OP_U16, 4, 32, 0 } } },
	[55] = { /* getsockopt */ .event = 47, .sc = 253, .nparams = 6, .fd = 0, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_CONV, 1, 1, 38 }, { OP_SOCK_NAME, 0, 0, 0 }, { OP_SOCK_VAL, 1, 0, 0 }, { OP_PEEK32, 4, 0, 0 } } },
	[502] = { /* send */ .event = 29, .sc = 395, .nparams = 5, .fd = FD_NONE, .fd2 = FD_NONE },
	[503] = { /* recv */ .event = 33, .sc = 394, .nparams = 5, .fd = FD_NONE, .fd2 = FD_NONE },
	[46] = { /* sendmsg */ .event = 49, .sc = 254, .nparams = 5, .fd = 0, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_MSG_DATA, 0, 0, 0 }, { OP_S64, 0, 0, 0 }, { OP_MSG_SIZE, 0, 0, 0 }, { OP_TUPLE, 1, 0, 0 } } },
	[47] = { /* recvmsg */ .event = 53, .sc = 256, .nparams = 6, .fd = 0, .fd2 = FD_NONE, .params = { { OP_RET, 0, 0, 0 }, { OP_GOT, 0, 0, 0 }, { OP_MSG_DATA, 0, 0, 0 }, { OP_TUPLE, 0, 0, 0 }, { OP_MSG_CONTROL, 0, 0, 0 }, { OP_S64, 0, 0, 0 } } },
	[307] = { /* sendmmsg */ .event = 51, .sc = 255, .nparams = 5, .fd = FD_NONE, .fd2 = FD_NONE },
	[299] = { /* recvmmsg */ .event = 55, .sc = 257, .nparams = 6, .fd = FD_NONE, .fd2 = FD_NONE },
	[219] = { /* restart_syscall */ .event = 1, .sc = 1, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[60] = { /* exit */ .event = 1, .sc = 2, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[201] = { /* time */ .event = 1, .sc = 11, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[39] = { /* getpid */ .event = 1, .sc = 16, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[37] = { /* alarm */ .event = 1, .sc = 19, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[34] = { /* pause */ .event = 1, .sc = 21, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[132] = { /* utime */ .event = 1, .sc = 22, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[162] = { /* sync */ .event = 1, .sc = 24, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[100] = { /* times */ .event = 1, .sc = 31, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[163] = { /* acct */ .event = 1, .sc = 33, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[95] = { /* umask */ .event = 1, .sc = 37, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[136] = { /* ustat */ .event = 1, .sc = 39, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[110] = { /* getppid */ .event = 1, .sc = 41, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[111] = { /* getpgrp */ .event = 1, .sc = 42, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[170] = { /* sethostname */ .event = 1, .sc = 44, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[98] = { /* getrusage */ .event = 1, .sc = 46, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[96] = { /* gettimeofday */ .event = 1, .sc = 47, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[164] = { /* settimeofday */ .event = 1, .sc = 48, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[89] = { /* readlink */ .event = 1, .sc = 51, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[167] = { /* swapon */ .event = 1, .sc = 53, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[169] = { /* reboot */ .event = 1, .sc = 54, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[76] = { /* truncate */ .event = 1, .sc = 57, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[77] = { /* ftruncate */ .event = 1, .sc = 58, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[140] = { /* getpriority */ .event = 1, .sc = 60, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[141] = { /* setpriority */ .event = 1, .sc = 61, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[137] = { /* statfs */ .event = 1, .sc = 62, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[138] = { /* fstatfs */ .event = 1, .sc = 63, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[103] = { /* syslog */ .event = 1, .sc = 64, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[38] = { /* setitimer */ .event = 1, .sc = 65, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[36] = { /* getitimer */ .event = 1, .sc = 66, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[63] = { /* uname */ .event = 1, .sc = 67, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[153] = { /* vhangup */ .event = 1, .sc = 68, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[61] = { /* wait4 */ .event = 1, .sc = 69, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[168] = { /* swapoff */ .event = 1, .sc = 70, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[99] = { /* sysinfo */ .event = 1, .sc = 71, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[74] = { /* fsync */ .event = 1, .sc = 72, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[171] = { /* setdomainname */ .event = 1, .sc = 73, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[159] = { /* adjtimex */ .event = 1, .sc = 74, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[121] = { /* getpgid */ .event = 1, .sc = 79, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[139] = { /* sysfs */ .event = 1, .sc = 81, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[135] = { /* personality */ .event = 1, .sc = 82, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[26] = { /* msync */ .event = 1, .sc = 86, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[124] = { /* getsid */ .event = 1, .sc = 89, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[75] = { /* fdatasync */ .event = 1, .sc = 90, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[142] = { /* sched_setparam */ .event = 1, .sc = 95, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[143] = { /* sched_getparam */ .event = 1, .sc = 96, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[144] = { /* sched_setscheduler */ .event = 1, .sc = 97, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[145] = { /* sched_getscheduler */ .event = 1, .sc = 98, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[24] = { /* sched_yield */ .event = 1, .sc = 99, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[146] = { /* sched_get_priority_max */ .event = 1, .sc = 100, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[147] = { /* sched_get_priority_min */ .event = 1, .sc = 101, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[148] = { /* sched_rr_get_interval */ .event = 1, .sc = 102, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[25] = { /* mremap */ .event = 1, .sc = 104, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[13] = { /* rt_sigaction */ .event = 1, .sc = 107, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[14] = { /* rt_sigprocmask */ .event = 1, .sc = 108, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[127] = { /* rt_sigpending */ .event = 1, .sc = 109, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[128] = { /* rt_sigtimedwait */ .event = 1, .sc = 110, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[129] = { /* rt_sigqueueinfo */ .event = 1, .sc = 111, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[130] = { /* rt_sigsuspend */ .event = 1, .sc = 112, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[125] = { /* capget */ .event = 1, .sc = 114, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[115] = { /* getgroups */ .event = 1, .sc = 125, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[116] = { /* setgroups */ .event = 1, .sc = 126, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[122] = { /* setfsuid */ .event = 1, .sc = 135, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[123] = { /* setfsgid */ .event = 1, .sc = 136, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[155] = { /* pivot_root */ .event = 1, .sc = 137, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[27] = { /* mincore */ .event = 1, .sc = 138, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[28] = { /* madvise */ .event = 1, .sc = 139, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[186] = { /* gettid */ .event = 1, .sc = 140, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[188] = { /* setxattr */ .event = 1, .sc = 141, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[189] = { /* lsetxattr */ .event = 1, .sc = 142, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[190] = { /* fsetxattr */ .event = 1, .sc = 143, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[191] = { /* getxattr */ .event = 1, .sc = 144, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[192] = { /* lgetxattr */ .event = 1, .sc = 145, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[193] = { /* fgetxattr */ .event = 1, .sc = 146, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[194] = { /* listxattr */ .event = 1, .sc = 147, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[195] = { /* llistxattr */ .event = 1, .sc = 148, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[196] = { /* flistxattr */ .event = 1, .sc = 149, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[197] = { /* removexattr */ .event = 1, .sc = 150, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[198] = { /* lremovexattr */ .event = 1, .sc = 151, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[199] = { /* fremovexattr */ .event = 1, .sc = 152, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[203] = { /* sched_setaffinity */ .event = 1, .sc = 155, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[204] = { /* sched_getaffinity */ .event = 1, .sc = 156, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[205] = { /* set_thread_area */ .event = 1, .sc = 157, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[211] = { /* get_thread_area */ .event = 1, .sc = 158, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[206] = { /* io_setup */ .event = 1, .sc = 159, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[207] = { /* io_destroy */ .event = 1, .sc = 160, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[208] = { /* io_getevents */ .event = 1, .sc = 161, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[209] = { /* io_submit */ .event = 1, .sc = 162, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[210] = { /* io_cancel */ .event = 1, .sc = 163, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[231] = { /* exit_group */ .event = 1, .sc = 164, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[233] = { /* epoll_ctl */ .event = 1, .sc = 166, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[216] = { /* remap_file_pages */ .event = 1, .sc = 168, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[218] = { /* set_tid_address */ .event = 1, .sc = 169, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[222] = { /* timer_create */ .event = 1, .sc = 170, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[223] = { /* timer_settime */ .event = 1, .sc = 171, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[224] = { /* timer_gettime */ .event = 1, .sc = 172, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[225] = { /* timer_getoverrun */ .event = 1, .sc = 173, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[226] = { /* timer_delete */ .event = 1, .sc = 174, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[227] = { /* clock_settime */ .event = 1, .sc = 175, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[228] = { /* clock_gettime */ .event = 1, .sc = 176, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[229] = { /* clock_getres */ .event = 1, .sc = 177, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[230] = { /* clock_nanosleep */ .event = 1, .sc = 178, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[235] = { /* utimes */ .event = 1, .sc = 180, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[240] = { /* mq_open */ .event = 1, .sc = 181, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[241] = { /* mq_unlink */ .event = 1, .sc = 182, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[242] = { /* mq_timedsend */ .event = 1, .sc = 183, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[243] = { /* mq_timedreceive */ .event = 1, .sc = 184, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[244] = { /* mq_notify */ .event = 1, .sc = 185, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[245] = { /* mq_getsetattr */ .event = 1, .sc = 186, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[246] = { /* kexec_load */ .event = 1, .sc = 187, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[247] = { /* waitid */ .event = 1, .sc = 188, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[248] = { /* add_key */ .event = 1, .sc = 189, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[249] = { /* request_key */ .event = 1, .sc = 190, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[251] = { /* ioprio_set */ .event = 1, .sc = 192, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[252] = { /* ioprio_get */ .event = 1, .sc = 193, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[254] = { /* inotify_add_watch */ .event = 1, .sc = 195, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[255] = { /* inotify_rm_watch */ .event = 1, .sc = 196, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[261] = { /* futimesat */ .event = 1, .sc = 201, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[267] = { /* readlinkat */ .event = 1, .sc = 206, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[269] = { /* faccessat */ .event = 1, .sc = 208, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[270] = { /* pselect6 */ .event = 1, .sc = 209, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[273] = { /* set_robust_list */ .event = 1, .sc = 212, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[274] = { /* get_robust_list */ .event = 1, .sc = 213, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[276] = { /* tee */ .event = 1, .sc = 215, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[278] = { /* vmsplice */ .event = 1, .sc = 216, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[309] = { /* getcpu */ .event = 1, .sc = 217, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[281] = { /* epoll_pwait */ .event = 1, .sc = 218, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[280] = { /* utimensat */ .event = 1, .sc = 219, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[286] = { /* timerfd_settime */ .event = 1, .sc = 223, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[287] = { /* timerfd_gettime */ .event = 1, .sc = 224, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[297] = { /* rt_tgsigqueueinfo */ .event = 1, .sc = 233, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[298] = { /* perf_event_open */ .event = 1, .sc = 234, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[300] = { /* fanotify_init */ .event = 1, .sc = 235, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[305] = { /* clock_adjtime */ .event = 1, .sc = 237, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[306] = { /* syncfs */ .event = 1, .sc = 238, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[69] = { /* msgsnd */ .event = 1, .sc = 262, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[70] = { /* msgrcv */ .event = 1, .sc = 263, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[68] = { /* msgget */ .event = 1, .sc = 264, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[71] = { /* msgctl */ .event = 1, .sc = 265, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[67] = { /* shmdt */ .event = 1, .sc = 266, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[29] = { /* shmget */ .event = 1, .sc = 267, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[31] = { /* shmctl */ .event = 1, .sc = 268, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[158] = { /* arch_prctl */ .event = 1, .sc = 296, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[30] = { /* shmat */ .event = 1, .sc = 297, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[15] = { /* rt_sigreturn */ .event = 1, .sc = 298, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[285] = { /* fallocate */ .event = 1, .sc = 299, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[131] = { /* sigaltstack */ .event = 1, .sc = 317, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[318] = { /* getrandom */ .event = 1, .sc = 318, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[221] = { /* fadvise64 */ .event = 1, .sc = 319, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[433] = { /* fspick */ .event = 1, .sc = 336, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[432] = { /* fsmount */ .event = 1, .sc = 337, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[430] = { /* fsopen */ .event = 1, .sc = 338, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[428] = { /* open_tree */ .event = 1, .sc = 339, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[429] = { /* move_mount */ .event = 1, .sc = 340, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[442] = { /* mount_setattr */ .event = 1, .sc = 341, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[447] = { /* memfd_secret */ .event = 1, .sc = 343, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[173] = { /* ioperm */ .event = 1, .sc = 344, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[320] = { /* kexec_file_load */ .event = 1, .sc = 345, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[424] = { /* pidfd_send_signal */ .event = 1, .sc = 348, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[330] = { /* pkey_alloc */ .event = 1, .sc = 349, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[329] = { /* pkey_mprotect */ .event = 1, .sc = 350, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[331] = { /* pkey_free */ .event = 1, .sc = 351, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[444] = { /* landlock_create_ruleset */ .event = 1, .sc = 352, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[443] = { /* quotactl_fd */ .event = 1, .sc = 353, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[446] = { /* landlock_restrict_self */ .event = 1, .sc = 354, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[445] = { /* landlock_add_rule */ .event = 1, .sc = 355, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[441] = { /* epoll_pwait2 */ .event = 1, .sc = 356, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[256] = { /* migrate_pages */ .event = 1, .sc = 357, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[279] = { /* move_pages */ .event = 1, .sc = 358, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[327] = { /* preadv2 */ .event = 1, .sc = 359, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[328] = { /* pwritev2 */ .event = 1, .sc = 360, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[312] = { /* kcmp */ .event = 1, .sc = 361, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[314] = { /* sched_setattr */ .event = 1, .sc = 362, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[237] = { /* mbind */ .event = 1, .sc = 363, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[214] = { /* epoll_ctl_old */ .event = 1, .sc = 364, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[212] = { /* lookup_dcookie */ .event = 1, .sc = 365, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[154] = { /* modify_ldt */ .event = 1, .sc = 366, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[332] = { /* statx */ .event = 1, .sc = 367, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[238] = { /* set_mempolicy */ .event = 1, .sc = 368, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[333] = { /* io_pgetevents */ .event = 1, .sc = 369, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[450] = { /* set_mempolicy_home_node */ .event = 1, .sc = 370, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[220] = { /* semtimedop */ .event = 1, .sc = 371, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[187] = { /* readahead */ .event = 1, .sc = 373, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[449] = { /* futex_waitv */ .event = 1, .sc = 374, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[303] = { /* name_to_handle_at */ .event = 1, .sc = 376, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[448] = { /* process_mrelease */ .event = 1, .sc = 377, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[215] = { /* epoll_wait_old */ .event = 1, .sc = 379, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[334] = { /* rseq */ .event = 1, .sc = 380, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[315] = { /* sched_getattr */ .event = 1, .sc = 383, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[439] = { /* faccessat2 */ .event = 1, .sc = 384, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[239] = { /* get_mempolicy */ .event = 1, .sc = 387, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[277] = { /* sync_file_range */ .event = 1, .sc = 388, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[440] = { /* process_madvise */ .event = 1, .sc = 389, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[324] = { /* membarrier */ .event = 1, .sc = 390, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[172] = { /* iopl */ .event = 1, .sc = 391, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[301] = { /* fanotify_mark */ .event = 1, .sc = 393, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[451] = { /* cachestat */ .event = 1, .sc = 412, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[452] = { /* fchmodat2 */ .event = 1, .sc = 413, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[453] = { /* map_shadow_stack */ .event = 1, .sc = 414, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[454] = { /* futex_wake */ .event = 1, .sc = 417, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[456] = { /* futex_requeue */ .event = 1, .sc = 418, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[455] = { /* futex_wait */ .event = 1, .sc = 419, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[458] = { /* listmount */ .event = 1, .sc = 437, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[457] = { /* statmount */ .event = 1, .sc = 438, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[459] = { /* lsm_get_self_attr */ .event = 1, .sc = 439, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[460] = { /* lsm_set_self_attr */ .event = 1, .sc = 440, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[461] = { /* lsm_list_modules */ .event = 1, .sc = 441, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[462] = { /* mseal */ .event = 1, .sc = 442, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[335] = { /* uretprobe */ .event = 1, .sc = 443, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[466] = { /* removexattrat */ .event = 1, .sc = 444, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[465] = { /* listxattrat */ .event = 1, .sc = 445, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[464] = { /* getxattrat */ .event = 1, .sc = 446, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[463] = { /* setxattrat */ .event = 1, .sc = 447, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[467] = { /* open_tree_attr */ .event = 1, .sc = 448, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[468] = { /* file_getattr */ .event = 1, .sc = 449, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[469] = { /* file_setattr */ .event = 1, .sc = 450, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[470] = { /* listns */ .event = 1, .sc = 451, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[336] = { /* uprobe */ .event = 1, .sc = 452, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
	[471] = { /* rseq_slice_yield */ .event = 1, .sc = 453, .nparams = 2, .fd = FD_NONE, .fd2 = FD_NONE, .params = { { OP_SC, 0, 0, 0 }, { OP_NR, 0, 0, 0 } } },
};

const volatile struct conv_desc conversions[44] = {
	{ /* dup3 */ .n_enum = 0, .n = 1, .other = 0u, .mask = 0xffffffffu, .pairs = { { 524288u, 4096u } } },
	{ /* resolve */ .n_enum = 0, .n = 6, .other = 0u, .mask = 0xffffffffu, .pairs = { { 8u, 1u }, { 16u, 2u }, { 2u, 4u }, { 4u, 8u }, { 1u, 16u }, { 32u, 32u } } },
	{ /* pipe2 */ .n_enum = 0, .n = 3, .other = 0u, .mask = 0xffffffffu, .pairs = { { 524288u, 4096u }, { 2048u, 64u }, { 16384u, 512u } } },
	{ /* sockflags */ .n_enum = 0, .n = 2, .other = 0u, .mask = 0xffffffffu, .pairs = { { 524288u, 4096u }, { 2048u, 64u } } },
	{ /* memfd */ .n_enum = 0, .n = 3, .other = 0u, .mask = 0xffffffffu, .pairs = { { 1u, 1u }, { 2u, 2u }, { 4u, 4u } } },
	{ /* clone */ .n_enum = 0, .n = 22, .other = 0u, .mask = 0xffffffffu, .pairs = { { 1024u, 1u }, { 512u, 2u }, { 2147483648u, 4u }, { 134217728u, 8u }, { 1073741824u, 16u }, { 131072u, 32u }, { 536870912u, 64u }, { 67108864u, 128u }, { 32768u, 256u }, { 1048576u, 512u }, { 8192u, 1024u }, { 2048u, 2048u }, { 262144u, 4096u }, { 65536u, 8192u }, { 8388608u, 16384u }, { 256u, 32768u }, { 268435456u, 1048576u }, { 2097152u, 8388608u }, { 16777216u, 16777216u }, { 524288u, 33554432u }, { 16384u, 134217728u }, { 33554432u, 268435456u } } },
	{ /* linkat */ .n_enum = 0, .n = 2, .other = 0u, .mask = 0xffffffffu, .pairs = { { 1024u, 1024u }, { 4096u, 4096u } } },
	{ /* unlinkat */ .n_enum = 0, .n = 1, .other = 0u, .mask = 0xffffffffu, .pairs = { { 512u, 512u } } },
	{ /* fchownat */ .n_enum = 0, .n = 2, .other = 0u, .mask = 0xffffffffu, .pairs = { { 256u, 1024u }, { 4096u, 4096u } } },
	{ /* mode */ .n_enum = 0, .n = 12, .other = 0u, .mask = 0xffffffffu, .pairs = { { 1u, 1u }, { 2u, 2u }, { 4u, 4u }, { 8u, 8u }, { 16u, 16u }, { 32u, 32u }, { 64u, 64u }, { 128u, 128u }, { 256u, 256u }, { 512u, 512u }, { 1024u, 1024u }, { 2048u, 2048u } } },
	{ /* umount */ .n_enum = 0, .n = 4, .other = 0u, .mask = 0xffffffffu, .pairs = { { 1u, 1u }, { 2u, 2u }, { 4u, 4u }, { 8u, 8u } } },
	{ /* ptrace */ .n_enum = 38, .n = 38, .other = 0u, .mask = 0xffffffffu, .pairs = { { 0u, 1u }, { 1u, 2u }, { 2u, 3u }, { 3u, 4u }, { 4u, 5u }, { 5u, 6u }, { 6u, 7u }, { 7u, 8u }, { 8u, 9u }, { 9u, 10u }, { 16u, 11u }, { 17u, 12u }, { 24u, 13u }, { 16896u, 14u }, { 16897u, 15u }, { 16898u, 16u }, { 16899u, 17u }, { 16900u, 18u }, { 16901u, 19u }, { 16902u, 20u }, { 16903u, 21u }, { 16904u, 22u }, { 16905u, 23u }, { 16906u, 24u }, { 16907u, 25u }, { 12u, 26u }, { 13u, 27u }, { 14u, 28u }, { 15u, 29u }, { 18u, 30u }, { 19u, 31u }, { 21u, 32u }, { 25u, 33u }, { 26u, 34u }, { 30u, 35u }, { 31u, 36u }, { 32u, 37u }, { 33u, 38u } } },
	{ /* fileflags */ .n_enum = 0, .n = 2, .other = 0u, .mask = 0xffffffffu, .pairs = { { 2048u, 64u }, { 524288u, 4096u } } },
	{ /* epoll1 */ .n_enum = 0, .n = 1, .other = 0u, .mask = 0xffffffffu, .pairs = { { 524288u, 1u } } },
	{ /* pidfd */ .n_enum = 0, .n = 1, .other = 0u, .mask = 0xffffffffu, .pairs = { { 2048u, 1u } } },
	{ /* delmod */ .n_enum = 0, .n = 2, .other = 0u, .mask = 0xffffffffu, .pairs = { { 2048u, 2u }, { 512u, 1u } } },
	{ /* initmod */ .n_enum = 0, .n = 3, .other = 0u, .mask = 0xffffffffu, .pairs = { { 1u, 1u }, { 2u, 2u }, { 4u, 4u } } },
	{ /* whence */ .n_enum = 3, .n = 3, .other = 0u, .mask = 0xffffffffu, .pairs = { { 0u, 0u }, { 1u, 1u }, { 2u, 2u } } },
	{ /* shutdown */ .n_enum = 3, .n = 3, .other = 65535u, .mask = 0xffffffffu, .pairs = { { 0u, 0u }, { 1u, 1u }, { 2u, 2u } } },
	{ /* access */ .n_enum = 0, .n = 3, .other = 0u, .mask = 0xffffffffu, .pairs = { { 1u, 1u }, { 2u, 2u }, { 4u, 4u } } },
	{ /* rlimit */ .n_enum = 16, .n = 16, .other = 255u, .mask = 0xffffffffu, .pairs = { { 0u, 0u }, { 1u, 1u }, { 2u, 2u }, { 3u, 3u }, { 4u, 4u }, { 5u, 5u }, { 6u, 6u }, { 7u, 7u }, { 8u, 8u }, { 9u, 9u }, { 10u, 10u }, { 11u, 11u }, { 12u, 12u }, { 13u, 13u }, { 14u, 14u }, { 15u, 15u } } },
	{ /* fcntl */ .n_enum = 24, .n = 24, .other = 0u, .mask = 0xffffffffu, .pairs = { { 0u, 1u }, { 1u, 2u }, { 2u, 3u }, { 3u, 4u }, { 4u, 5u }, { 5u, 6u }, { 6u, 8u }, { 7u, 9u }, { 8u, 10u }, { 9u, 12u }, { 10u, 13u }, { 11u, 15u }, { 15u, 21u }, { 16u, 22u }, { 1024u, 23u }, { 1025u, 24u }, { 1026u, 27u }, { 1029u, 25u }, { 1030u, 26u }, { 1031u, 28u }, { 1032u, 29u }, { 36u, 30u }, { 37u, 31u }, { 38u, 32u } } },
	{ /* prot */ .n_enum = 0, .n = 7, .other = 0u, .mask = 0xffffffffu, .pairs = { { 1u, 1u }, { 2u, 2u }, { 4u, 4u }, { 8u, 8u }, { 16777216u, 16u }, { 33554432u, 32u }, { 16u, 64u } } },
	{ /* mmap */ .n_enum = 0, .n = 13, .other = 0u, .mask = 0xffffffffu, .pairs = { { 1u, 1u }, { 2u, 2u }, { 16u, 4u }, { 32u, 8u }, { 64u, 16u }, { 16384u, 64u }, { 32768u, 128u }, { 65536u, 256u }, { 256u, 512u }, { 2048u, 1024u }, { 4096u, 2048u }, { 128u, 4096u }, { 8192u, 16384u } } },
	{ /* flock */ .n_enum = 0, .n = 4, .other = 0u, .mask = 0xffffffffu, .pairs = { { 1u, 1u }, { 2u, 2u }, { 4u, 4u }, { 8u, 8u } } },
	{ /* futex */ .n_enum = 13, .n = 15, .other = 0u, .mask = 127u, .pairs = { { 0u, 0u }, { 1u, 1u }, { 2u, 2u }, { 3u, 3u }, { 4u, 4u }, { 5u, 5u }, { 6u, 6u }, { 7u, 7u }, { 8u, 8u }, { 9u, 9u }, { 10u, 10u }, { 11u, 11u }, { 12u, 12u }, { 128u, 128u }, { 256u, 256u } } },
	{ /* mlockall */ .n_enum = 0, .n = 3, .other = 0u, .mask = 0xffffffffu, .pairs = { { 1u, 1u }, { 2u, 2u }, { 4u, 4u } } },
	{ /* mlock2 */ .n_enum = 0, .n = 1, .other = 0u, .mask = 0xffffffffu, .pairs = { { 1u, 1u } } },
	{ /* statat */ .n_enum = 0, .n = 3, .other = 0u, .mask = 0xffffffffu, .pairs = { { 256u, 256u }, { 2048u, 2048u }, { 4096u, 4096u } } },
	{ /* mknod */ .n_enum = 6, .n = 18, .other = 0u, .mask = 61440u, .pairs = { { 0u, 32768u }, { 4096u, 4096u }, { 8192u, 8192u }, { 24576u, 24576u }, { 32768u, 32768u }, { 49152u, 49152u }, { 1u, 1u }, { 2u, 2u }, { 4u, 4u }, { 8u, 8u }, { 16u, 16u }, { 32u, 32u }, { 64u, 64u }, { 128u, 128u }, { 256u, 256u }, { 512u, 512u }, { 1024u, 1024u }, { 2048u, 2048u } } },
	{ /* splice */ .n_enum = 0, .n = 4, .other = 0u, .mask = 0xffffffffu, .pairs = { { 1u, 1u }, { 2u, 2u }, { 4u, 4u }, { 8u, 8u } } },
	{ /* closerange */ .n_enum = 0, .n = 2, .other = 0u, .mask = 0xffffffffu, .pairs = { { 2u, 2u }, { 4u, 4u } } },
	{ /* uringsetup */ .n_enum = 0, .n = 8, .other = 0u, .mask = 0xffffffffu, .pairs = { { 1u, 1u }, { 1u, 4u }, { 2u, 2u }, { 4u, 8u }, { 8u, 16u }, { 16u, 32u }, { 32u, 64u }, { 64u, 128u } } },
	{ /* uringfeat */ .n_enum = 0, .n = 11, .other = 0u, .mask = 0xffffffffu, .pairs = { { 1u, 1u }, { 2u, 2u }, { 4u, 4u }, { 8u, 8u }, { 16u, 16u }, { 32u, 32u }, { 64u, 64u }, { 128u, 128u }, { 256u, 256u }, { 512u, 512u }, { 1024u, 1024u } } },
	{ /* uringenter */ .n_enum = 0, .n = 4, .other = 0u, .mask = 0xffffffffu, .pairs = { { 1u, 1u }, { 2u, 2u }, { 4u, 4u }, { 8u, 8u } } },
	{ /* semget */ .n_enum = 0, .n = 2, .other = 0u, .mask = 0xffffffffu, .pairs = { { 512u, 8192u }, { 1024u, 16384u } } },
	{ /* semop */ .n_enum = 0, .n = 2, .other = 0u, .mask = 0xffffffffu, .pairs = { { 2048u, 1u }, { 4096u, 2u } } },
	{ /* semctl */ .n_enum = 13, .n = 13, .other = 0u, .mask = 0xffffffffu, .pairs = { { 2u, 1u }, { 1u, 2u }, { 0u, 4u }, { 3u, 8u }, { 19u, 16u }, { 18u, 32u }, { 13u, 64u }, { 14u, 128u }, { 11u, 256u }, { 12u, 512u }, { 15u, 1024u }, { 17u, 2048u }, { 16u, 4096u } } },
	{ /* socklevel */ .n_enum = 2, .n = 2, .other = 0u, .mask = 0xffffffffu, .pairs = { { 1u, 1u }, { 6u, 2u } } },
	{ /* sockopt */ .n_enum = 55, .n = 55, .other = 0u, .mask = 0xffffffffu, .pairs = { { 1u, 1u }, { 2u, 2u }, { 3u, 3u }, { 4u, 4u }, { 5u, 5u }, { 6u, 6u }, { 7u, 7u }, { 8u, 8u }, { 9u, 9u }, { 10u, 10u }, { 11u, 11u }, { 12u, 12u }, { 13u, 13u }, { 14u, 14u }, { 15u, 15u }, { 16u, 16u }, { 17u, 17u }, { 18u, 18u }, { 19u, 19u }, { 20u, 20u }, { 21u, 21u }, { 22u, 22u }, { 23u, 23u }, { 24u, 24u }, { 25u, 25u }, { 26u, 26u }, { 27u, 27u }, { 28u, 28u }, { 29u, 29u }, { 30u, 30u }, { 31u, 31u }, { 32u, 32u }, { 33u, 33u }, { 34u, 34u }, { 35u, 35u }, { 36u, 36u }, { 37u, 37u }, { 38u, 38u }, { 39u, 39u }, { 40u, 40u }, { 41u, 41u }, { 42u, 42u }, { 43u, 43u }, { 44u, 44u }, { 45u, 45u }, { 46u, 46u }, { 47u, 47u }, { 48u, 48u }, { 49u, 49u }, { 50u, 50u }, { 59u, 51u }, { 55u, 52u }, { 57u, 53u }, { 66u, 20u }, { 67u, 21u } } },
	{ /* poll */ .n_enum = 0, .n = 11, .other = 0u, .mask = 0xffffffffu, .pairs = { { 1u, 1u }, { 2u, 2u }, { 4u, 4u }, { 8192u, 8u }, { 8u, 16u }, { 16u, 32u }, { 32u, 64u }, { 64u, 128u }, { 128u, 256u }, { 256u, 512u }, { 512u, 1024u } } },
	{ /* quotacmd */ .n_enum = 15, .n = 15, .other = 0u, .mask = 0xffffffffu, .pairs = { { 8388609u, 128u }, { 8388610u, 1u }, { 8388611u, 2u }, { 8388612u, 4u }, { 8388613u, 8u }, { 8388614u, 16u }, { 8388615u, 32u }, { 8388616u, 64u }, { 22529u, 256u }, { 22530u, 512u }, { 22531u, 1024u }, { 22532u, 2048u }, { 22533u, 4096u }, { 22534u, 8192u }, { 22535u, 16384u } } },
	{ /* quotatype */ .n_enum = 2, .n = 2, .other = 0u, .mask = 0xffffffffu, .pairs = { { 0u, 1u }, { 1u, 2u } } },
	{ /* quotafmt */ .n_enum = 3, .n = 3, .other = 1u, .mask = 0xffffffffu, .pairs = { { 1u, 2u }, { 2u, 4u }, { 4u, 8u } } },
};

#if defined(__TARGET_ARCH_arm64)
/** Slot plus one of an arm64 number, 0 = not followed. */
const volatile u16 native_to_slot[512] = {
	[56] = 258, /* openat */
	[437] = 438, /* openat2 */
	[57] = 4, /* close */
	[23] = 33, /* dup */
	[24] = 293, /* dup3 */
	[59] = 294, /* pipe2 */
	[279] = 320, /* memfd_create */
	[221] = 60, /* execve */
	[281] = 323, /* execveat */
	[220] = 57, /* clone */
	[435] = 436, /* clone3 */
	[49] = 81, /* chdir */
	[50] = 82, /* fchdir */
	[146] = 106, /* setuid */
	[144] = 107, /* setgid */
	[145] = 114, /* setreuid */
	[143] = 115, /* setregid */
	[147] = 118, /* setresuid */
	[149] = 120, /* setresgid */
	[157] = 113, /* setsid */
	[97] = 273, /* unshare */
	[268] = 309, /* setns */
	[198] = 42, /* socket */
	[200] = 50, /* bind */
	[203] = 43, /* connect */
	[202] = 44, /* accept */
	[242] = 289, /* accept4 */
	[201] = 51, /* listen */
	[206] = 45, /* sendto */
	[207] = 46, /* recvfrom */
	[38] = 265, /* renameat */
	[276] = 317, /* renameat2 */
	[37] = 266, /* linkat */
	[36] = 267, /* symlinkat */
	[35] = 264, /* unlinkat */
	[34] = 259, /* mkdirat */
	[52] = 92, /* fchmod */
	[53] = 269, /* fchmodat */
	[55] = 94, /* fchown */
	[54] = 261, /* fchownat */
	[117] = 102, /* ptrace */
	[40] = 166, /* mount */
	[39] = 167, /* umount2 */
	[105] = 176, /* init_module */
	[273] = 314, /* finit_module */
	[106] = 177, /* delete_module */
	[280] = 322, /* bpf */
	[167] = 158, /* prctl */
	[129] = 63, /* kill */
	[130] = 201, /* tkill */
	[131] = 235, /* tgkill */
	[80] = 6, /* fstat */
	[79] = 263, /* newfstatat */
	[33] = 260, /* mknodat */
	[17] = 80, /* getcwd */
	[51] = 162, /* chroot */
	[265] = 305, /* open_by_handle_at */
	[60] = 180, /* quotactl */
	[431] = 432, /* fsconfig */
	[62] = 9, /* lseek */
	[29] = 17, /* ioctl */
	[25] = 73, /* fcntl */
	[32] = 74, /* flock */
	[61] = 218, /* getdents64 */
	[436] = 437, /* close_range */
	[71] = 41, /* sendfile */
	[76] = 276, /* splice */
	[285] = 327, /* copy_file_range */
	[63] = 1, /* read */
	[64] = 2, /* write */
	[65] = 20, /* readv */
	[66] = 21, /* writev */
	[67] = 18, /* pread64 */
	[68] = 19, /* pwrite64 */
	[69] = 296, /* preadv */
	[70] = 297, /* pwritev */
	[270] = 311, /* process_vm_readv */
	[271] = 312, /* process_vm_writev */
	[73] = 272, /* ppoll */
	[20] = 292, /* epoll_create1 */
	[19] = 291, /* eventfd2 */
	[74] = 290, /* signalfd4 */
	[85] = 284, /* timerfd_create */
	[26] = 295, /* inotify_init1 */
	[282] = 324, /* userfaultfd */
	[434] = 435, /* pidfd_open */
	[438] = 439, /* pidfd_getfd */
	[214] = 13, /* brk */
	[222] = 10, /* mmap */
	[215] = 12, /* munmap */
	[226] = 11, /* mprotect */
	[228] = 150, /* mlock */
	[284] = 326, /* mlock2 */
	[229] = 151, /* munlock */
	[230] = 152, /* mlockall */
	[231] = 153, /* munlockall */
	[174] = 103, /* getuid */
	[176] = 105, /* getgid */
	[175] = 108, /* geteuid */
	[177] = 109, /* getegid */
	[148] = 119, /* getresuid */
	[150] = 121, /* getresgid */
	[154] = 110, /* setpgid */
	[91] = 127, /* capset */
	[163] = 98, /* getrlimit */
	[164] = 161, /* setrlimit */
	[261] = 303, /* prlimit64 */
	[277] = 318, /* seccomp */
	[219] = 251, /* keyctl */
	[101] = 36, /* nanosleep */
	[98] = 203, /* futex */
	[190] = 65, /* semget */
	[193] = 66, /* semop */
	[191] = 67, /* semctl */
	[425] = 426, /* io_uring_setup */
	[426] = 427, /* io_uring_enter */
	[427] = 428, /* io_uring_register */
	[199] = 54, /* socketpair */
	[204] = 52, /* getsockname */
	[205] = 53, /* getpeername */
	[210] = 49, /* shutdown */
	[208] = 55, /* setsockopt */
	[209] = 56, /* getsockopt */
	[211] = 47, /* sendmsg */
	[212] = 48, /* recvmsg */
	[269] = 308, /* sendmmsg */
	[243] = 300, /* recvmmsg */
	[128] = 220, /* restart_syscall */
	[93] = 61, /* exit */
	[172] = 40, /* getpid */
	[81] = 163, /* sync */
	[153] = 101, /* times */
	[89] = 164, /* acct */
	[166] = 96, /* umask */
	[173] = 111, /* getppid */
	[161] = 171, /* sethostname */
	[165] = 99, /* getrusage */
	[169] = 97, /* gettimeofday */
	[170] = 165, /* settimeofday */
	[224] = 168, /* swapon */
	[142] = 170, /* reboot */
	[45] = 77, /* truncate */
	[46] = 78, /* ftruncate */
	[141] = 141, /* getpriority */
	[140] = 142, /* setpriority */
	[43] = 138, /* statfs */
	[44] = 139, /* fstatfs */
	[116] = 104, /* syslog */
	[103] = 39, /* setitimer */
	[102] = 37, /* getitimer */
	[160] = 64, /* uname */
	[58] = 154, /* vhangup */
	[260] = 62, /* wait4 */
	[225] = 169, /* swapoff */
	[179] = 100, /* sysinfo */
	[82] = 75, /* fsync */
	[162] = 172, /* setdomainname */
	[171] = 160, /* adjtimex */
	[155] = 122, /* getpgid */
	[92] = 136, /* personality */
	[227] = 27, /* msync */
	[156] = 125, /* getsid */
	[83] = 76, /* fdatasync */
	[118] = 143, /* sched_setparam */
	[121] = 144, /* sched_getparam */
	[119] = 145, /* sched_setscheduler */
	[120] = 146, /* sched_getscheduler */
	[124] = 25, /* sched_yield */
	[125] = 147, /* sched_get_priority_max */
	[126] = 148, /* sched_get_priority_min */
	[127] = 149, /* sched_rr_get_interval */
	[216] = 26, /* mremap */
	[134] = 14, /* rt_sigaction */
	[135] = 15, /* rt_sigprocmask */
	[136] = 128, /* rt_sigpending */
	[137] = 129, /* rt_sigtimedwait */
	[138] = 130, /* rt_sigqueueinfo */
	[133] = 131, /* rt_sigsuspend */
	[90] = 126, /* capget */
	[158] = 116, /* getgroups */
	[159] = 117, /* setgroups */
	[151] = 123, /* setfsuid */
	[152] = 124, /* setfsgid */
	[41] = 156, /* pivot_root */
	[232] = 28, /* mincore */
	[233] = 29, /* madvise */
	[178] = 187, /* gettid */
	[5] = 189, /* setxattr */
	[6] = 190, /* lsetxattr */
	[7] = 191, /* fsetxattr */
	[8] = 192, /* getxattr */
	[9] = 193, /* lgetxattr */
	[10] = 194, /* fgetxattr */
	[11] = 195, /* listxattr */
	[12] = 196, /* llistxattr */
	[13] = 197, /* flistxattr */
	[14] = 198, /* removexattr */
	[15] = 199, /* lremovexattr */
	[16] = 200, /* fremovexattr */
	[122] = 204, /* sched_setaffinity */
	[123] = 205, /* sched_getaffinity */
	[0] = 207, /* io_setup */
	[1] = 208, /* io_destroy */
	[4] = 209, /* io_getevents */
	[2] = 210, /* io_submit */
	[3] = 211, /* io_cancel */
	[94] = 232, /* exit_group */
	[21] = 234, /* epoll_ctl */
	[234] = 217, /* remap_file_pages */
	[96] = 219, /* set_tid_address */
	[107] = 223, /* timer_create */
	[110] = 224, /* timer_settime */
	[108] = 225, /* timer_gettime */
	[109] = 226, /* timer_getoverrun */
	[111] = 227, /* timer_delete */
	[112] = 228, /* clock_settime */
	[113] = 229, /* clock_gettime */
	[114] = 230, /* clock_getres */
	[115] = 231, /* clock_nanosleep */
	[180] = 241, /* mq_open */
	[181] = 242, /* mq_unlink */
	[182] = 243, /* mq_timedsend */
	[183] = 244, /* mq_timedreceive */
	[184] = 245, /* mq_notify */
	[185] = 246, /* mq_getsetattr */
	[104] = 247, /* kexec_load */
	[95] = 248, /* waitid */
	[217] = 249, /* add_key */
	[218] = 250, /* request_key */
	[30] = 252, /* ioprio_set */
	[31] = 253, /* ioprio_get */
	[27] = 255, /* inotify_add_watch */
	[28] = 256, /* inotify_rm_watch */
	[78] = 268, /* readlinkat */
	[48] = 270, /* faccessat */
	[72] = 271, /* pselect6 */
	[99] = 274, /* set_robust_list */
	[100] = 275, /* get_robust_list */
	[77] = 277, /* tee */
	[75] = 279, /* vmsplice */
	[168] = 310, /* getcpu */
	[22] = 282, /* epoll_pwait */
	[88] = 281, /* utimensat */
	[86] = 287, /* timerfd_settime */
	[87] = 288, /* timerfd_gettime */
	[240] = 298, /* rt_tgsigqueueinfo */
	[241] = 299, /* perf_event_open */
	[262] = 301, /* fanotify_init */
	[266] = 306, /* clock_adjtime */
	[267] = 307, /* syncfs */
	[189] = 70, /* msgsnd */
	[188] = 71, /* msgrcv */
	[186] = 69, /* msgget */
	[187] = 72, /* msgctl */
	[197] = 68, /* shmdt */
	[194] = 30, /* shmget */
	[195] = 32, /* shmctl */
	[196] = 31, /* shmat */
	[139] = 16, /* rt_sigreturn */
	[47] = 286, /* fallocate */
	[132] = 132, /* sigaltstack */
	[278] = 319, /* getrandom */
	[223] = 222, /* fadvise64 */
	[433] = 434, /* fspick */
	[432] = 433, /* fsmount */
	[430] = 431, /* fsopen */
	[428] = 429, /* open_tree */
	[429] = 430, /* move_mount */
	[442] = 443, /* mount_setattr */
	[447] = 448, /* memfd_secret */
	[294] = 321, /* kexec_file_load */
	[424] = 425, /* pidfd_send_signal */
	[289] = 331, /* pkey_alloc */
	[288] = 330, /* pkey_mprotect */
	[290] = 332, /* pkey_free */
	[444] = 445, /* landlock_create_ruleset */
	[443] = 444, /* quotactl_fd */
	[446] = 447, /* landlock_restrict_self */
	[445] = 446, /* landlock_add_rule */
	[441] = 442, /* epoll_pwait2 */
	[238] = 257, /* migrate_pages */
	[239] = 280, /* move_pages */
	[286] = 328, /* preadv2 */
	[287] = 329, /* pwritev2 */
	[272] = 313, /* kcmp */
	[274] = 315, /* sched_setattr */
	[235] = 238, /* mbind */
	[18] = 213, /* lookup_dcookie */
	[291] = 333, /* statx */
	[237] = 239, /* set_mempolicy */
	[292] = 334, /* io_pgetevents */
	[450] = 451, /* set_mempolicy_home_node */
	[192] = 221, /* semtimedop */
	[213] = 188, /* readahead */
	[449] = 450, /* futex_waitv */
	[264] = 304, /* name_to_handle_at */
	[448] = 449, /* process_mrelease */
	[293] = 335, /* rseq */
	[275] = 316, /* sched_getattr */
	[439] = 440, /* faccessat2 */
	[236] = 240, /* get_mempolicy */
	[84] = 278, /* sync_file_range */
	[440] = 441, /* process_madvise */
	[283] = 325, /* membarrier */
	[263] = 302, /* fanotify_mark */
	[451] = 452, /* cachestat */
	[452] = 453, /* fchmodat2 */
	[453] = 454, /* map_shadow_stack */
	[454] = 455, /* futex_wake */
	[456] = 457, /* futex_requeue */
	[455] = 456, /* futex_wait */
	[458] = 459, /* listmount */
	[457] = 458, /* statmount */
	[459] = 460, /* lsm_get_self_attr */
	[460] = 461, /* lsm_set_self_attr */
	[461] = 462, /* lsm_list_modules */
	[462] = 463, /* mseal */
	[466] = 467, /* removexattrat */
	[465] = 466, /* listxattrat */
	[464] = 465, /* getxattrat */
	[463] = 464, /* setxattrat */
	[467] = 468, /* open_tree_attr */
	[468] = 469, /* file_getattr */
	[469] = 470, /* file_setattr */
	[470] = 471, /* listns */
	[471] = 472, /* rseq_slice_yield */
};
#else
/** Slot plus one of an ia32 number, 0 = not followed. */
const volatile u16 ia32_to_slot[512] = {
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
	[22] = 501, /* umount */
	[52] = 167, /* umount2 */
	[128] = 176, /* init_module */
	[350] = 314, /* finit_module */
	[129] = 177, /* delete_module */
	[357] = 322, /* bpf */
	[172] = 158, /* prctl */
	[37] = 63, /* kill */
	[238] = 201, /* tkill */
	[270] = 235, /* tgkill */
	[106] = 5, /* stat */
	[195] = 5, /* stat */
	[107] = 7, /* lstat */
	[196] = 7, /* lstat */
	[108] = 6, /* fstat */
	[197] = 6, /* fstat */
	[33] = 22, /* access */
	[14] = 134, /* mknod */
	[297] = 260, /* mknodat */
	[183] = 80, /* getcwd */
	[61] = 162, /* chroot */
	[342] = 305, /* open_by_handle_at */
	[131] = 180, /* quotactl */
	[431] = 432, /* fsconfig */
	[19] = 9, /* lseek */
	[140] = 502, /* _llseek */
	[54] = 17, /* ioctl */
	[55] = 73, /* fcntl */
	[221] = 73, /* fcntl */
	[143] = 74, /* flock */
	[141] = 79, /* getdents */
	[220] = 218, /* getdents64 */
	[436] = 437, /* close_range */
	[187] = 41, /* sendfile */
	[239] = 41, /* sendfile */
	[313] = 276, /* splice */
	[377] = 327, /* copy_file_range */
	[3] = 1, /* read */
	[4] = 2, /* write */
	[145] = 20, /* readv */
	[146] = 21, /* writev */
	[180] = 18, /* pread64 */
	[181] = 19, /* pwrite64 */
	[333] = 296, /* preadv */
	[334] = 297, /* pwritev */
	[347] = 311, /* process_vm_readv */
	[348] = 312, /* process_vm_writev */
	[82] = 24, /* select */
	[168] = 8, /* poll */
	[309] = 272, /* ppoll */
	[254] = 214, /* epoll_create */
	[329] = 292, /* epoll_create1 */
	[256] = 233, /* epoll_wait */
	[323] = 285, /* eventfd */
	[328] = 291, /* eventfd2 */
	[321] = 283, /* signalfd */
	[327] = 290, /* signalfd4 */
	[322] = 284, /* timerfd_create */
	[291] = 254, /* inotify_init */
	[332] = 295, /* inotify_init1 */
	[374] = 324, /* userfaultfd */
	[434] = 435, /* pidfd_open */
	[438] = 439, /* pidfd_getfd */
	[45] = 13, /* brk */
	[90] = 10, /* mmap */
	[192] = 10, /* mmap */
	[91] = 12, /* munmap */
	[125] = 11, /* mprotect */
	[150] = 150, /* mlock */
	[376] = 326, /* mlock2 */
	[151] = 151, /* munlock */
	[152] = 152, /* mlockall */
	[153] = 153, /* munlockall */
	[24] = 103, /* getuid */
	[199] = 103, /* getuid */
	[47] = 105, /* getgid */
	[200] = 105, /* getgid */
	[49] = 108, /* geteuid */
	[201] = 108, /* geteuid */
	[50] = 109, /* getegid */
	[202] = 109, /* getegid */
	[165] = 119, /* getresuid */
	[209] = 119, /* getresuid */
	[171] = 121, /* getresgid */
	[211] = 121, /* getresgid */
	[57] = 110, /* setpgid */
	[185] = 127, /* capset */
	[76] = 98, /* getrlimit */
	[191] = 98, /* getrlimit */
	[75] = 161, /* setrlimit */
	[340] = 303, /* prlimit64 */
	[354] = 318, /* seccomp */
	[288] = 251, /* keyctl */
	[162] = 36, /* nanosleep */
	[240] = 203, /* futex */
	[393] = 65, /* semget */
	[394] = 67, /* semctl */
	[425] = 426, /* io_uring_setup */
	[426] = 427, /* io_uring_enter */
	[427] = 428, /* io_uring_register */
	[360] = 54, /* socketpair */
	[367] = 52, /* getsockname */
	[368] = 53, /* getpeername */
	[373] = 49, /* shutdown */
	[366] = 55, /* setsockopt */
	[365] = 56, /* getsockopt */
	[370] = 47, /* sendmsg */
	[372] = 48, /* recvmsg */
	[345] = 308, /* sendmmsg */
	[337] = 300, /* recvmmsg */
	[0] = 220, /* restart_syscall */
	[1] = 61, /* exit */
	[13] = 202, /* time */
	[20] = 40, /* getpid */
	[27] = 38, /* alarm */
	[29] = 35, /* pause */
	[30] = 133, /* utime */
	[36] = 163, /* sync */
	[43] = 101, /* times */
	[51] = 164, /* acct */
	[60] = 96, /* umask */
	[62] = 137, /* ustat */
	[64] = 111, /* getppid */
	[65] = 112, /* getpgrp */
	[74] = 171, /* sethostname */
	[77] = 99, /* getrusage */
	[78] = 97, /* gettimeofday */
	[79] = 165, /* settimeofday */
	[85] = 90, /* readlink */
	[87] = 168, /* swapon */
	[88] = 170, /* reboot */
	[92] = 77, /* truncate */
	[93] = 78, /* ftruncate */
	[96] = 141, /* getpriority */
	[97] = 142, /* setpriority */
	[99] = 138, /* statfs */
	[100] = 139, /* fstatfs */
	[103] = 104, /* syslog */
	[104] = 39, /* setitimer */
	[105] = 37, /* getitimer */
	[122] = 64, /* uname */
	[111] = 154, /* vhangup */
	[114] = 62, /* wait4 */
	[115] = 169, /* swapoff */
	[116] = 100, /* sysinfo */
	[118] = 75, /* fsync */
	[121] = 172, /* setdomainname */
	[124] = 160, /* adjtimex */
	[132] = 122, /* getpgid */
	[135] = 140, /* sysfs */
	[136] = 136, /* personality */
	[144] = 27, /* msync */
	[147] = 125, /* getsid */
	[148] = 76, /* fdatasync */
	[154] = 143, /* sched_setparam */
	[155] = 144, /* sched_getparam */
	[156] = 145, /* sched_setscheduler */
	[157] = 146, /* sched_getscheduler */
	[158] = 25, /* sched_yield */
	[159] = 147, /* sched_get_priority_max */
	[160] = 148, /* sched_get_priority_min */
	[161] = 149, /* sched_rr_get_interval */
	[163] = 26, /* mremap */
	[174] = 14, /* rt_sigaction */
	[175] = 15, /* rt_sigprocmask */
	[176] = 128, /* rt_sigpending */
	[177] = 129, /* rt_sigtimedwait */
	[178] = 130, /* rt_sigqueueinfo */
	[179] = 131, /* rt_sigsuspend */
	[184] = 126, /* capget */
	[80] = 116, /* getgroups */
	[81] = 117, /* setgroups */
	[138] = 123, /* setfsuid */
	[139] = 124, /* setfsgid */
	[217] = 156, /* pivot_root */
	[218] = 28, /* mincore */
	[219] = 29, /* madvise */
	[224] = 187, /* gettid */
	[226] = 189, /* setxattr */
	[227] = 190, /* lsetxattr */
	[228] = 191, /* fsetxattr */
	[229] = 192, /* getxattr */
	[230] = 193, /* lgetxattr */
	[231] = 194, /* fgetxattr */
	[232] = 195, /* listxattr */
	[233] = 196, /* llistxattr */
	[234] = 197, /* flistxattr */
	[235] = 198, /* removexattr */
	[236] = 199, /* lremovexattr */
	[237] = 200, /* fremovexattr */
	[241] = 204, /* sched_setaffinity */
	[242] = 205, /* sched_getaffinity */
	[243] = 206, /* set_thread_area */
	[244] = 212, /* get_thread_area */
	[245] = 207, /* io_setup */
	[246] = 208, /* io_destroy */
	[247] = 209, /* io_getevents */
	[248] = 210, /* io_submit */
	[249] = 211, /* io_cancel */
	[252] = 232, /* exit_group */
	[255] = 234, /* epoll_ctl */
	[257] = 217, /* remap_file_pages */
	[258] = 219, /* set_tid_address */
	[259] = 223, /* timer_create */
	[260] = 224, /* timer_settime */
	[261] = 225, /* timer_gettime */
	[262] = 226, /* timer_getoverrun */
	[263] = 227, /* timer_delete */
	[264] = 228, /* clock_settime */
	[265] = 229, /* clock_gettime */
	[266] = 230, /* clock_getres */
	[267] = 231, /* clock_nanosleep */
	[271] = 236, /* utimes */
	[277] = 241, /* mq_open */
	[278] = 242, /* mq_unlink */
	[279] = 243, /* mq_timedsend */
	[280] = 244, /* mq_timedreceive */
	[281] = 245, /* mq_notify */
	[282] = 246, /* mq_getsetattr */
	[283] = 247, /* kexec_load */
	[284] = 248, /* waitid */
	[286] = 249, /* add_key */
	[287] = 250, /* request_key */
	[289] = 252, /* ioprio_set */
	[290] = 253, /* ioprio_get */
	[292] = 255, /* inotify_add_watch */
	[293] = 256, /* inotify_rm_watch */
	[299] = 262, /* futimesat */
	[305] = 268, /* readlinkat */
	[307] = 270, /* faccessat */
	[308] = 271, /* pselect6 */
	[311] = 274, /* set_robust_list */
	[312] = 275, /* get_robust_list */
	[315] = 277, /* tee */
	[316] = 279, /* vmsplice */
	[318] = 310, /* getcpu */
	[319] = 282, /* epoll_pwait */
	[320] = 281, /* utimensat */
	[325] = 287, /* timerfd_settime */
	[326] = 288, /* timerfd_gettime */
	[335] = 298, /* rt_tgsigqueueinfo */
	[336] = 299, /* perf_event_open */
	[338] = 301, /* fanotify_init */
	[343] = 306, /* clock_adjtime */
	[344] = 307, /* syncfs */
	[400] = 70, /* msgsnd */
	[401] = 71, /* msgrcv */
	[399] = 69, /* msgget */
	[402] = 72, /* msgctl */
	[398] = 68, /* shmdt */
	[395] = 30, /* shmget */
	[396] = 32, /* shmctl */
	[384] = 159, /* arch_prctl */
	[397] = 31, /* shmat */
	[173] = 16, /* rt_sigreturn */
	[324] = 286, /* fallocate */
	[186] = 132, /* sigaltstack */
	[355] = 319, /* getrandom */
	[250] = 222, /* fadvise64 */
	[433] = 434, /* fspick */
	[432] = 433, /* fsmount */
	[430] = 431, /* fsopen */
	[428] = 429, /* open_tree */
	[429] = 430, /* move_mount */
	[442] = 443, /* mount_setattr */
	[447] = 448, /* memfd_secret */
	[101] = 174, /* ioperm */
	[424] = 425, /* pidfd_send_signal */
	[381] = 331, /* pkey_alloc */
	[380] = 330, /* pkey_mprotect */
	[382] = 332, /* pkey_free */
	[444] = 445, /* landlock_create_ruleset */
	[443] = 444, /* quotactl_fd */
	[446] = 447, /* landlock_restrict_self */
	[445] = 446, /* landlock_add_rule */
	[441] = 442, /* epoll_pwait2 */
	[294] = 257, /* migrate_pages */
	[317] = 280, /* move_pages */
	[378] = 328, /* preadv2 */
	[379] = 329, /* pwritev2 */
	[349] = 313, /* kcmp */
	[351] = 315, /* sched_setattr */
	[274] = 238, /* mbind */
	[253] = 213, /* lookup_dcookie */
	[123] = 155, /* modify_ldt */
	[383] = 333, /* statx */
	[276] = 239, /* set_mempolicy */
	[385] = 334, /* io_pgetevents */
	[450] = 451, /* set_mempolicy_home_node */
	[225] = 188, /* readahead */
	[449] = 450, /* futex_waitv */
	[341] = 304, /* name_to_handle_at */
	[448] = 449, /* process_mrelease */
	[386] = 335, /* rseq */
	[352] = 316, /* sched_getattr */
	[439] = 440, /* faccessat2 */
	[275] = 240, /* get_mempolicy */
	[314] = 278, /* sync_file_range */
	[440] = 441, /* process_madvise */
	[375] = 325, /* membarrier */
	[110] = 173, /* iopl */
	[339] = 302, /* fanotify_mark */
	[451] = 452, /* cachestat */
	[452] = 453, /* fchmodat2 */
	[453] = 454, /* map_shadow_stack */
	[454] = 455, /* futex_wake */
	[456] = 457, /* futex_requeue */
	[455] = 456, /* futex_wait */
	[458] = 459, /* listmount */
	[457] = 458, /* statmount */
	[459] = 460, /* lsm_get_self_attr */
	[460] = 461, /* lsm_set_self_attr */
	[461] = 462, /* lsm_list_modules */
	[462] = 463, /* mseal */
	[466] = 467, /* removexattrat */
	[465] = 466, /* listxattrat */
	[464] = 465, /* getxattrat */
	[463] = 464, /* setxattrat */
	[467] = 468, /* open_tree_attr */
	[468] = 469, /* file_getattr */
	[469] = 470, /* file_setattr */
	[470] = 471, /* listns */
	[471] = 472, /* rseq_slice_yield */
};
#endif
#endif
