/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* open, openat, openat2, creat: the hottest of the followed calls, hence straight code instead of the table. */
#include "../generated/events.h"
#include "../kernel/arch.h"
#include "../lib/emit.h"
#include "../lib/file.h"
#include "../lib/filter.h"

#define NR_open 2
#define NR_creat 85
#define NR_openat 257
#define NR_openat2 437

#define O_WRONLY 01
#define O_RDWR 02
#define O_CREAT 0100
#define O_EXCL 0200
#define O_TRUNC 01000
#define O_APPEND 02000
#define O_NONBLOCK 04000
#define O_DSYNC 010000
#define O_DIRECT 040000
#define O_LARGEFILE 0100000
#define O_DIRECTORY 0200000
#define O_CLOEXEC 02000000
#define __O_SYNC 04000000
#define __O_TMPFILE 020000000
#define FMODE_CREATED 0x100000

#define PPM_O_RDONLY 1
#define PPM_O_WRONLY 2
#define PPM_O_RDWR 3
#define PPM_O_CREAT 4
#define PPM_O_APPEND 8
#define PPM_O_DSYNC 16
#define PPM_O_EXCL 32
#define PPM_O_NONBLOCK 64
#define PPM_O_SYNC 128
#define PPM_O_TRUNC 256
#define PPM_O_DIRECT 512
#define PPM_O_DIRECTORY 1024
#define PPM_O_LARGEFILE 2048
#define PPM_O_CLOEXEC 4096
#define PPM_O_TMPFILE 8192
#define PPM_O_F_CREATED 16384
#define PPM_FD_UPPER_LAYER 32768
#define PPM_FD_LOWER_LAYER 65536

struct open_how {
	u64 flags, mode, resolve;
};

#define BIT_TO(from, to) ((f & (from)) == (from) ? (to) : 0)

static __always_inline u32 open__flags(u32 f)
{
	u32 acc = f & 3;
	u32 out = acc == O_WRONLY ? PPM_O_WRONLY : acc == O_RDWR ? PPM_O_RDWR : acc == 0 ? PPM_O_RDONLY : 0;
	return out | BIT_TO(O_CREAT, PPM_O_CREAT) | BIT_TO(__O_TMPFILE, PPM_O_TMPFILE) |
	       BIT_TO(O_APPEND, PPM_O_APPEND) | BIT_TO(O_DSYNC, PPM_O_DSYNC) | BIT_TO(O_EXCL, PPM_O_EXCL) |
	       BIT_TO(O_NONBLOCK, PPM_O_NONBLOCK) | BIT_TO(__O_SYNC, PPM_O_SYNC) | BIT_TO(O_TRUNC, PPM_O_TRUNC) |
	       BIT_TO(O_DIRECT, PPM_O_DIRECT) | BIT_TO(O_DIRECTORY, PPM_O_DIRECTORY) |
	       BIT_TO(O_LARGEFILE, PPM_O_LARGEFILE) | BIT_TO(O_CLOEXEC, PPM_O_CLOEXEC);
}

/** The mode counts only where a file may be created. */
static __always_inline u32 open__mode(u32 f, u32 mode)
{
	return f & (O_CREAT | __O_TMPFILE) ? mode & 07777 : 0;
}

SEC("tp_btf/sys_exit")
int BPF_PROG(open, struct pt_regs *regs, long sysret)
{
	struct task_struct *task = task__loose(bpf_get_current_task_btf());
	struct rec *r = rec__get();
	if (!r || task->tgid == own_tgid)
		return 0;

	u32 nr = r->nr;
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
		resolve = how.resolve & 0x3f;
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
	u32 path_at = r->cur;
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
	if (nr != NR_creat)
		rec__u32(r, flags | (layer == 1 ? PPM_FD_UPPER_LAYER : layer == 2 ? PPM_FD_LOWER_LAYER : 0));
	rec__u32(r, mode);
	if (nr == NR_openat2)
		rec__u32(r, resolve);
	rec__u32(r, m.dev);
	rec__u64(r, m.ino);
	if (nr == NR_creat)
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
