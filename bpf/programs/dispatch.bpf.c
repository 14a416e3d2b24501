/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The one program on every system call's exit. What nobody wants leaves after two loads; the rest goes to the program
 * of its family, with return value and arguments (native numbering and width) in the record.
 */
#include "../kernel/arch.h"
#include "../lib/record.h"

SEC("tp_btf/sys_exit")
int BPF_PROG(dispatch, struct pt_regs *regs, long ret)
{
	struct task_struct *task = bpf_get_current_task_btf();
	u32 nr = arch__syscall_nr(regs);
	u32 flags = 0;

	if (arch__is_compat(task)) {
		if (nr >= MAX_SYSCALLS)
			return 0;
		nr = ia32_to_native[nr] - 1;
		flags = RECORD_FLAG_IA32;
	}
	if (nr >= MAX_SYSCALLS || !wanted[nr])
		return 0;

	struct rec *r = rec__get();
	if (!r)
		return 0;
	if (flags)
		arch__args_compat(regs, r->args);
	else
		arch__args(regs, r->args);
	r->ret = ret;
	r->nr = nr;
	r->origin = flags;
	bpf_tail_call(ctx, &tails, nr);
	return 0;
}
