/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Made by src/event/generate.ts from the event schema: do not edit. */
#pragma once

#include "../kernel/ints.h"

#define URING_READV 1
#define URING_WRITEV 2
#define URING_FSYNC 3
#define URING_READ_FIXED 4
#define URING_WRITE_FIXED 5
#define URING_SYNC_FILE_RANGE 8
#define URING_SENDMSG 9
#define URING_RECVMSG 10
#define URING_ACCEPT 13
#define URING_CONNECT 16
#define URING_FALLOCATE 17
#define URING_OPENAT 18
#define URING_CLOSE 19
#define URING_STATX 21
#define URING_READ 22
#define URING_WRITE 23
#define URING_FADVISE 24
#define URING_MADVISE 25
#define URING_SEND 26
#define URING_RECV 27
#define URING_OPENAT2 28
#define URING_EPOLL_CTL 29
#define URING_SPLICE 30
#define URING_TEE 33
#define URING_SHUTDOWN 34
#define URING_RENAMEAT 35
#define URING_UNLINKAT 36
#define URING_MKDIRAT 37
#define URING_SYMLINKAT 38
#define URING_LINKAT 39
#define URING_FSETXATTR 41
#define URING_SETXATTR 42
#define URING_FGETXATTR 43
#define URING_GETXATTR 44
#define URING_SOCKET 45
#define URING_SEND_ZC 47
#define URING_SENDMSG_ZC 48
#define URING_WAITID 50
#define URING_FTRUNCATE 55
#define URING_BIND 56
#define URING_LISTEN 57
#define URING_OPS 96

/** Slot plus one of the call that an operation stands for, 0 = none. */
const volatile u16 uring_to_slot[URING_OPS] = {
	[1] = 20, /* READV: readv */
	[2] = 21, /* WRITEV: writev */
	[3] = 75, /* FSYNC: fsync */
	[4] = 1, /* READ_FIXED: read */
	[5] = 2, /* WRITE_FIXED: write */
	[8] = 278, /* SYNC_FILE_RANGE: sync_file_range */
	[9] = 47, /* SENDMSG: sendmsg */
	[10] = 48, /* RECVMSG: recvmsg */
	[13] = 289, /* ACCEPT: accept4 */
	[16] = 43, /* CONNECT: connect */
	[17] = 286, /* FALLOCATE: fallocate */
	[18] = 258, /* OPENAT: openat */
	[19] = 4, /* CLOSE: close */
	[21] = 333, /* STATX: statx */
	[22] = 1, /* READ: read */
	[23] = 2, /* WRITE: write */
	[24] = 222, /* FADVISE: fadvise64 */
	[25] = 29, /* MADVISE: madvise */
	[26] = 45, /* SEND: sendto */
	[27] = 46, /* RECV: recvfrom */
	[28] = 438, /* OPENAT2: openat2 */
	[29] = 234, /* EPOLL_CTL: epoll_ctl */
	[30] = 276, /* SPLICE: splice */
	[33] = 277, /* TEE: tee */
	[34] = 49, /* SHUTDOWN: shutdown */
	[35] = 317, /* RENAMEAT: renameat2 */
	[36] = 264, /* UNLINKAT: unlinkat */
	[37] = 259, /* MKDIRAT: mkdirat */
	[38] = 267, /* SYMLINKAT: symlinkat */
	[39] = 266, /* LINKAT: linkat */
	[41] = 191, /* FSETXATTR: fsetxattr */
	[42] = 189, /* SETXATTR: setxattr */
	[43] = 194, /* FGETXATTR: fgetxattr */
	[44] = 192, /* GETXATTR: getxattr */
	[45] = 42, /* SOCKET: socket */
	[47] = 45, /* SEND_ZC: sendto */
	[48] = 47, /* SENDMSG_ZC: sendmsg */
	[50] = 248, /* WAITID: waitid */
	[55] = 78, /* FTRUNCATE: ftruncate */
	[56] = 50, /* BIND: bind */
	[57] = 51, /* LISTEN: listen */
};
