/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* open, openat, openat2, creat: the hottest of the followed calls, hence straight code instead of the table. */
#include "../generated/events.h"
#include "../kernel/arch.h"
#include "../lib/emit.h"
#include "../lib/file.h"
#include "../lib/filter.h"
#include "../lib/openflags.h"

/** The call, read anew: what the verifier knows of it from before would only multiply the paths that it walks. */
#define SLOT(r) (*(volatile __typeof__((r)->slot) *)&(r)->slot)

SEC("tp_btf/sys_exit")
int BPF_PROG(open, struct pt_regs *regs, long sysret)
{
	struct task_struct *task = task__loose(bpf_get_current_task_btf());
	struct rec *r = rec__get();
	if (!r || task->tgid == own_tgid)
		return 0;

	u32 nr = r->slot;
	s64 ret = r->ret;
	u64 path;
	u32 kflags, mode, resolve = 0;
	s32 dirfd = -100;
	if (nr == NR_openat) {
		dirfd = r->args[0];
		path = r->args[1];
		kflags = r->args[2];
		mode = open__mode(kflags, r->args[3]);
	} else if (nr == NR_open) {
		path = r->args[0];
		kflags = r->args[1];
		mode = open__mode(kflags, r->args[2]);
	} else if (nr == NR_creat) {
		path = r->args[0];
		kflags = O_CREAT | O_WRONLY | O_TRUNC;
		mode = r->args[1] & 07777;
	} else {
		struct open_how how = {};
		dirfd = r->args[0];
		path = r->args[1];
		bpf_probe_read_user(&how, sizeof(how), (void *)r->args[2]);
		kflags = how.flags;
		mode = open__mode(kflags, how.mode);
		resolve = convert(CONV_RESOLVE, how.resolve);
	}
	u32 flags = open__flags(kflags);
	struct filemeta m = {};
	u64 file = ret >= 0 ? file__of_fd(task, ret) : 0;
	if (file) {
		file__meta(&m, file);
		if (RD(struct file, file, f_mode) & FMODE_CREATED)
			flags |= PPM_O_F_CREATED;
	}
	u32 layer = m.flags & FD_FLAG_UPPER_LAYER ? 1 : m.flags & FD_FLAG_LOWER_LAYER ? 2 : 0;

	nr = SLOT(r);
	if (nr == NR_openat || nr == NR_openat2) {
		rec__start(r, nr == NR_openat ? EV_OPENAT_X : EV_OPENAT2_X,
			   nr == NR_openat ? NP_OPENAT_X : NP_OPENAT2_X);
		r->flags = r->origin;
		rec__s64(r, ret);
		rec__s64(r, dirfd);
	} else {
		rec__start(r, nr == NR_open ? EV_OPEN_X : EV_CREAT_X, nr == NR_open ? NP_OPEN_X : NP_CREAT_X);
		r->flags = r->origin;
		rec__s64(r, ret);
	}
	u32 path_at = rec__cursor(r);
	u32 path_len = rec__user_str(r, path);
	u64 what = (u64)r->type << 48 | (u64)(mode | (m.mode & S_IFMT)) << 32 | flags;
	u64 key = 0;
	if (file && path_len) {
		r->dentry = m.dentry;
		r->vfsmount = m.vfsmount;
		key = filter__key(r, path_at, path_len, what, m.ino);
		if (key && filter__is_boring(key)) {
			struct event_stats *st = stats__of(r->type);
			if (st)
				st->filtered++;
			return 0;
		}
	}
	bool relative = path_at <= REC_CURSOR_MAX && r->cur > path_at && r->data[path_at] != '/';
	nr = SLOT(r);
	if (nr != NR_creat)
		rec__u32(r, flags | (layer == 1 ? PPM_FD_UPPER_LAYER : layer == 2 ? PPM_FD_LOWER_LAYER : 0));
	rec__u32(r, mode);
	if (SLOT(r) == NR_openat2)
		rec__u32(r, resolve);
	rec__u32(r, m.dev);
	rec__u64(r, m.ino);
	if (SLOT(r) == NR_creat)
		rec__u16(r, layer);
	rec__end_event(r);

	if (file)
		annex__file(r, ret, file, &m, 0);
	/* a path that changed between the two walks must not be judged under the other's key */
	r->dentry = m.dentry;
	r->vfsmount = m.vfsmount;
	if (key && filter__key(r, path_at, path_len, what, m.ino) == key)
		annex__key(r, key);
	if (relative && dirfd >= 0) {
		u64 dir = file__of_fd(task, dirfd);
		if (dir)
			annex__path(r, ANNEX_TAG_BASE, 2, (u64)RD(struct file, dir, f_path.dentry),
				    (u64)RD(struct file, dir, f_path.mnt));
	}
	rec__ship_current(r, task);
	return 0;
}
