/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The collector for every system call whose event is a list of arguments: it follows the call's row in the table
 * generated from src/event/data/live.ts. A new call of this kind is a new row there and nothing here.
 */
#include "../kernel/arch.h"
#include "../lib/row.h"

SEC("tp_btf/sys_exit")
int BPF_PROG(generic, struct pt_regs *regs, long ret)
{
	struct task_struct *task = task__loose(bpf_get_current_task_btf());
	struct rec *r = rec__get();
	return r ? row__run(r, task, param__store) : 0;
}
