/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* open_by_handle_at: the caller names no path, so the event has the kernel's. */
#include "../generated/events.h"
#include "../lib/emit.h"
#include "../lib/file.h"
#include "../lib/openflags.h"

SEC("tp_btf/sys_exit")
int BPF_PROG(handle, struct pt_regs *regs, long sysret)
{
	struct task_struct *task = task__loose(bpf_get_current_task_btf());
	struct rec *r = rec__get();
	if (!r || task->tgid == own_tgid)
		return 0;
	s64 ret = r->ret;
	struct filemeta m = {};
	u64 file = ret >= 0 ? file__of_fd(task, ret) : 0;
	u32 flags = open__flags(r->args[2]);
	if (file) {
		file__meta(&m, file);
		flags |= open__found(file, &m);
	}
	rec__start(r, EV_OPEN_BY_HANDLE_AT_X, NP_OPEN_BY_HANDLE_AT_X);
	r->flags = r->origin;
	rec__s64(r, ret);
	rec__s64(r, (s32)r->args[0]);
	rec__u32(r, flags);
	rec__path(r, m.dentry, m.vfsmount);
	rec__u32(r, m.dev);
	rec__u64(r, m.ino);
	rec__end_event(r);
	if (file)
		annex__file(r, ret, file, &m, 0);
	rec__ship_current(r, task);
	return 0;
}
