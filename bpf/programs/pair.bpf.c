/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* socketpair: the two new fds are written to user memory, and each knows the other. */
#include "../generated/events.h"
#include "../lib/emit.h"
#include "../lib/file.h"

SEC("tp_btf/sys_exit")
int BPF_PROG(pair, struct pt_regs *regs, long sysret)
{
	struct task_struct *task = task__loose(bpf_get_current_task_btf());
	struct rec *r = rec__get();
	if (!r || task->tgid == own_tgid)
		return 0;
	s32 fds[2] = {-1, -1};
	struct filemeta m = {};
	struct sockid s = {};
	u64 file = 0;
	if (r->ret == 0) {
		bpf_probe_read_user(fds, sizeof(fds), (void *)r->args[3]);
		file = file__of_fd(task, fds[0]);
		if (file) {
			file__meta(&m, file);
			sock__of_file(&s, file);
		}
	}
	rec__start(r, EV_SOCKETPAIR_X, NP_SOCKETPAIR_X);
	r->flags = r->origin;
	rec__s64(r, r->ret);
	rec__s64(r, fds[0]);
	rec__s64(r, fds[1]);
	rec__u64(r, s.sk);
	rec__u64(r, s.peer);
	rec__u32(r, (u8)r->args[0]);
	rec__u32(r, r->args[1]);
	rec__u32(r, r->args[2]);
	rec__end_event(r);
	if (file) {
		annex__file(r, fds[0], file, &m, 0);
		annex__fd(r, task, fds[1], 0);
	}
	rec__ship_current(r, task);
	return 0;
}
