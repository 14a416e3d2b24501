/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* System call registers, per architecture: the only place that knows them. */
#pragma once

#include "types.h"

#define NARGS 6

#if defined(__TARGET_ARCH_x86)
/* set while a 32-bit system call is served (asm/thread_info.h) */
#define TS_COMPAT 0x0002

static __always_inline u32 arch__syscall_nr(struct pt_regs *regs)
{
	return regs->orig_ax;
}

static __always_inline bool arch__is_compat(struct task_struct *task)
{
	return task->thread_info.status & TS_COMPAT;
}

static __always_inline void arch__args(struct pt_regs *regs, u64 *args)
{
	args[0] = regs->di;
	args[1] = regs->si;
	args[2] = regs->dx;
	args[3] = regs->r10;
	args[4] = regs->r8;
	args[5] = regs->r9;
}

static __always_inline void arch__args_compat(struct pt_regs *regs, u64 *args)
{
	args[0] = (u32)regs->bx;
	args[1] = (u32)regs->cx;
	args[2] = (u32)regs->dx;
	args[3] = (u32)regs->si;
	args[4] = (u32)regs->di;
	args[5] = (u32)regs->bp;
}
#elif defined(__TARGET_ARCH_arm64)
#define TIF_32BIT 22

static __always_inline u32 arch__syscall_nr(struct pt_regs *regs)
{
	return regs->syscallno;
}

static __always_inline bool arch__is_compat(struct task_struct *task)
{
	return (task->thread_info.flags >> TIF_32BIT) & 1;
}

static __always_inline void arch__args(struct pt_regs *regs, u64 *args)
{
	args[0] = regs->orig_x0;
	args[1] = regs->regs[1];
	args[2] = regs->regs[2];
	args[3] = regs->regs[3];
	args[4] = regs->regs[4];
	args[5] = regs->regs[5];
}

static __always_inline void arch__args_compat(struct pt_regs *regs, u64 *args)
{
	arch__args(regs, args);
}
#else
#error "no register access for this architecture"
#endif
