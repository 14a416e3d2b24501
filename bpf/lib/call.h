/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Which call is this? Programs know calls by slot: the x86-64 number, whatever machine or entry the call came through.
 * The 32-bit entry of x86 has numbers of its own, calls behind multiplexers, and 64-bit values in two registers.
 */
#pragma once

#include "../kernel/arch.h"
#include "record.h"

#define NO_SLOT MAX_SYSCALLS
#define TIOCSCTTY 0x540e

/** Command of an ioctl. */
static __always_inline u32 call__ioctl(struct pt_regs *regs, u32 origin)
{
	u64 args[NARGS];
	if (origin)
		arch__args_compat(regs, args);
	else
		arch__args(regs, args);
	return args[1];
}

#if defined(__TARGET_ARCH_x86)
#define IA32_mmap 90
#define IA32_socketcall 102
#define IA32_ipc 117
#define IA32__llseek 140
#define IA32_pread64 180
#define IA32_pwrite64 181
#define IA32_mmap2 192
#define IA32_preadv 333
#define IA32_pwritev 334
#define MUX_CALLS 32
#define MUX_SEMCTL 3
/** the newer layout of a structure is meant; says nothing of the command */
#define IPC_64 0x100
#define PAGE_SHIFT 12

/** Slot plus one by the multiplexer's selector. */
const volatile u16 socketcall_to_slot[MUX_CALLS] = {
    [1] = NR_socket + 1,    [2] = NR_bind + 1,	      [3] = NR_connect + 1,	[4] = NR_listen + 1,
    [5] = NR_accept + 1,    [6] = NR_getsockname + 1, [7] = NR_getpeername + 1, [8] = NR_socketpair + 1,
    [9] = NR_send + 1,	    [10] = NR_recv + 1,	      [11] = NR_sendto + 1,	[12] = NR_recvfrom + 1,
    [13] = NR_shutdown + 1, [14] = NR_setsockopt + 1, [15] = NR_getsockopt + 1, [16] = NR_sendmsg + 1,
    [17] = NR_recvmsg + 1,  [18] = NR_accept4 + 1,    [19] = NR_recvmmsg + 1,	[20] = NR_sendmmsg + 1,
};

const volatile u16 ipc_to_slot[MUX_CALLS] = {
    [1] = NR_semop + 1,	  [2] = NR_semget + 1,	[3] = NR_semctl + 1,  [4] = NR_semtimedop + 1,
    [11] = NR_msgsnd + 1, [12] = NR_msgrcv + 1, [13] = NR_msgget + 1, [14] = NR_msgctl + 1,
    [21] = NR_shmat + 1,  [22] = NR_shmdt + 1,	[23] = NR_shmget + 1, [24] = NR_shmctl + 1,
};

static __always_inline u32 ia32__slot(struct pt_regs *regs, u32 nr)
{
	if (nr >= MAX_SYSCALLS)
		return NO_SLOT;
	BOUND(nr, MAX_SYSCALLS - 1);
	if (nr == IA32_socketcall)
		return (u32)socketcall_to_slot[regs->bx & (MUX_CALLS - 1)] - 1;
	if (nr == IA32_ipc)
		return (u32)ipc_to_slot[regs->bx & (MUX_CALLS - 1)] - 1;
	return (u32)ia32_to_slot[nr] - 1;
}

static __always_inline u64 ia32__pair(struct rec *r, u32 low)
{
	return (u64)(u32)r->args[low + 1] << 32 | (u32)r->args[low];
}

/** The arguments of a 32-bit call where its native twin has them. */
__noinline int ia32__args(struct rec *r, u32 nr)
{
	u32 words[6] = {};
	if (!r)
		return 0;
	switch (nr) {
	case IA32_socketcall:
	case IA32_mmap:
		/* all arguments lie in memory */
		bpf_probe_read_user(words, sizeof(words), (void *)r->args[nr == IA32_mmap ? 0 : 1]);
		for (int i = 0; i < 6; i++)
			r->args[i] = words[i];
		break;
	case IA32_ipc: {
		u32 selector = r->args[0] & 0xffff, first = r->args[1], second = r->args[2], third = r->args[3];
		u64 ptr = r->args[4], fifth = r->args[5];
		r->args[0] = first;
		r->args[1] = second;
		r->args[2] = third;
		r->args[3] = ptr;
		if (r->slot == NR_semop || r->slot == NR_semtimedop) {
			r->args[1] = ptr;
			r->args[2] = second;
			r->args[3] = fifth;
		} else if (selector == MUX_SEMCTL) {
			bpf_probe_read_user(words, 4, (void *)ptr);
			r->args[2] = third & ~IPC_64;
			r->args[3] = words[0];
		}
		break;
	}
	case IA32__llseek:
		r->args[1] = (u64)(u32)r->args[1] << 32 | (u32)r->args[2];
		r->args[2] = r->args[4];
		break;
	case IA32_pread64:
	case IA32_pwrite64:
	case IA32_preadv:
	case IA32_pwritev:
		r->args[3] = ia32__pair(r, 3);
		break;
	case IA32_mmap2:
		r->args[5] <<= PAGE_SHIFT;
		break;
	}
	return 0;
}

/** Slot of the call in `regs`, NO_SLOT or more if nobody can want it. */
static __always_inline u32 call__slot(struct pt_regs *regs, struct task_struct *task, u32 *origin)
{
	u32 nr = arch__syscall_nr(regs);
	if (!arch__is_compat(task))
		return nr;
	*origin = RECORD_FLAG_IA32;
	return ia32__slot(regs, nr);
}

static __always_inline void call__args(struct rec *r, struct pt_regs *regs, u32 origin)
{
	if (!origin) {
		arch__args(regs, r->args);
		return;
	}
	arch__args_compat(regs, r->args);
	ia32__args(r, arch__syscall_nr(regs));
}

static __always_inline u32 call__number(struct pt_regs *regs, u32 slot)
{
	return slot;
}
#else
/** Programs of 32 bit have numbers that nothing here knows. */
static __always_inline u32 call__slot(struct pt_regs *regs, struct task_struct *task, u32 *origin)
{
	u32 nr = arch__syscall_nr(regs);
	if (nr >= MAX_SYSCALLS || arch__is_compat(task))
		return NO_SLOT;
	return (u32)native_to_slot[nr] - 1;
}

static __always_inline void call__args(struct rec *r, struct pt_regs *regs, u32 origin)
{
	arch__args(regs, r->args);
}

static __always_inline u32 call__number(struct pt_regs *regs, u32 slot)
{
	return arch__syscall_nr(regs);
}
#endif
