/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The one program on every system call's exit. What nobody wants leaves after two loads; the rest goes to the program
 * of its family, with return value and arguments (native numbering and width) in the record.
 */
#include "../lib/call.h"

SEC("tp_btf/sys_exit")
int BPF_PROG(dispatch, struct pt_regs *regs, long ret)
{
	struct task_struct *task = bpf_get_current_task_btf();
	u32 origin = 0;
	u32 slot = call__slot(regs, task, &origin);

	if (slot >= MAX_SYSCALLS || !wanted[slot]) {
		/* a new controlling terminal comes by ioctl only, and no other ioctl need be followed for it */
		if (slot != NR_ioctl || !lifecycle_on || call__ioctl(regs, origin) != TIOCSCTTY)
			return 0;
	}

	struct rec *r = rec__get();
	if (!r)
		return 0;
	r->slot = slot;
	r->nr = call__number(regs, slot);
	r->ret = ret;
	r->origin = origin;
	r->kernel_text = 0;
	r->direct = 0;
	r->file = 0;
	call__args(r, regs, origin);
	bpf_tail_call(ctx, &tails, slot);
	return 0;
}
