/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* An event that is a list of arguments, by its row in the table generated from src/event/data/live.ts. */
#pragma once

#include "params.h"

/** gives the caller a terminal */
#define TIOCSCTTY 0x540e

/** A path parameter is relative when its first byte is not a slash. */
static __always_inline bool path__is_relative(struct rec *r, u64 ptr)
{
	char first = '/';
	if (r->kernel_text)
		bpf_probe_read_kernel(&first, 1, (void *)ptr);
	else
		bpf_probe_read_user(&first, 1, (void *)ptr);
	return first != '/';
}

/** Identity of a descriptor of the row (FD_*). */
static __always_inline void row__fd(struct rec *r, struct task_struct *task, s32 which)
{
	if (which == FD_NONE)
		return;
	s32 fd = which == FD_RET ? (s32)r->ret : (s32)arg__nth(r, which);
	if (which != FD_RET && r->file) {
		struct filemeta m = {};
		file__meta(&m, r->file);
		annex__file(r, fd, r->file, &m, 0);
	} else if (which != FD_RET || !r->direct) {
		annex__fd(r, task, fd, 0);
	}
}

/** Makes and ships the event of the call in the record. `store` stores one parameter. */
static __always_inline int row__run(struct rec *r, struct task_struct *task, int (*store)(struct rec *, u32))
{
	u32 nr = r->slot;
	if (nr >= MAX_SYSCALLS)
		return 0;
	const volatile struct syscall_desc *d = &syscall_descs[nr];
	bool state = (d->state || (nr == NR_ioctl && (u32)r->args[1] == TIOCSCTTY)) && r->ret >= 0;
	if (task->tgid == own_tgid && !state)
		return 0;

	rec__start(r, d->event, d->nparams);
	r->flags = r->origin;
	r->sc = d->sc;
	for (u32 i = 0; i < DESC_PARAMS; i++) {
		if (i >= d->nparams)
			break;
		store(r, *(const volatile u32 *)&d->params[i]);
	}
	rec__end_event(r);

	row__fd(r, task, d->fd);
	row__fd(r, task, d->fd2);
	for (u32 i = 0; i < 2; i++) {
		if (i >= d->nbases)
			break;
		u64 path = arg__nth(r, d->bases[i].arg + 1);
		u64 file = path__is_relative(r, path) ? file__of_fd(task, arg__nth(r, d->bases[i].arg)) : 0;
		if (file)
			annex__path(r, ANNEX_TAG_BASE, d->bases[i].param, (u64)RD(struct file, file, f_path.dentry),
				    (u64)RD(struct file, file, f_path.mnt));
	}
	if (state) {
		r->flags |= RECORD_FLAG_STATE;
		annex__task(r, task);
		if (d->cwd)
			annex__cwd(r, task);
	}
	rec__ship_current(r, task);
	return 0;
}
