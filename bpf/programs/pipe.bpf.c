/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* pipe, pipe2: the two new fds are written to user memory. */
#include "../generated/events.h"
#include "../lib/convert.h"
#include "../lib/emit.h"
#include "../lib/file.h"

SEC("tp_btf/sys_exit")
int BPF_PROG(pipe, struct pt_regs *regs, long sysret)
{
	struct task_struct *task = task__loose(bpf_get_current_task_btf());
	struct rec *r = rec__get();
	if (!r || task->tgid == own_tgid)
		return 0;
	bool is2 = r->slot == NR_pipe2;
	s32 fds[2] = {-1, -1};
	struct filemeta m = {};
	u64 file = 0;
	if (r->ret == 0) {
		bpf_probe_read_user(fds, sizeof(fds), (void *)r->args[0]);
		file = file__of_fd(task, fds[0]);
		if (file)
			file__meta(&m, file);
	}
	rec__start(r, is2 ? EV_PIPE2_X : EV_PIPE_X, is2 ? NP_PIPE2_X : NP_PIPE_X);
	r->flags = r->origin;
	rec__s64(r, r->ret);
	rec__s64(r, fds[0]);
	rec__s64(r, fds[1]);
	rec__u64(r, m.ino);
	if (is2)
		rec__u32(r, convert(CONV_PIPE2, r->args[1]));
	rec__end_event(r);
	if (file)
		annex__file(r, fds[0], file, &m, 0);
	rec__ship_current(r, task);
	return 0;
}
