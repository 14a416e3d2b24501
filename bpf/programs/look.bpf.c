/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Iterators. A row is a record as rings carry it, with eight bytes before it that hold its length, padded to eight
 * bytes. Tasks are told of by event "task"; files by "task_file_regular" with the FD entry that says what they are,
 * whatever that is.
 */
#include "../generated/events.h"
#include "../lib/exe.h"
#include "../lib/openflags.h"

/** Most bytes of an argument vector, argv[0] included; what a store may write at the end of a record. */
#define ARGV_MAX 8000
#define TITLE_MAX 4096

static __always_inline void look__row(struct seq_file *seq, struct rec *r, struct task_struct *task, u64 cgroup)
{
	u8 *d = r->data;
	u32 len = r->cur;
	u64 head = len;
	*(u32 *)(d + RECORD_PREFIX_TGID) = task->tgid;
	*(u32 *)(d + RECORD_PREFIX_FLAGS) = r->flags;
	*(u64 *)(d + RECORD_PREFIX_START) = task->group_leader->start_boottime;
	*(u64 *)(d + RECORD_PREFIX_CGROUP) = cgroup;
	*(u32 *)(d + RECORD_PREFIX_ANNEX_LEN) = len - *(u32 *)(d + RECORD_PREFIX_ANNEX_OFF);
	*(u64 *)(d + RECORD_PREFIX_SIZE + EVENT_TS) = bpf_ktime_get_boot_ns() + boot_epoch_ns;
	*(u64 *)(d + RECORD_PREFIX_SIZE + EVENT_TID) = task->pid;
	*(u16 *)(d + RECORD_PREFIX_SIZE + EVENT_TYPE) = r->type;
	len = (len + 7) & ~7;
	if (len > REC_DATA)
		return;
	bpf_seq_write(seq, &head, sizeof(head));
	bpf_seq_write(seq, d, len);
}

/** Bytes of another task's memory, as they are. */
static __always_inline void rec__task_bytes(struct rec *r, struct task_struct *task, u64 ptr, u64 len, u32 max)
{
	u32 c = rec__cursor(r);
	if (c > REC_CURSOR_MAX) {
		rec__full(r);
		return;
	}
	u32 want = len > max ? max : len;
	if (!ptr || !want || want > ARGV_MAX) {
		rec__empty(r);
		return;
	}
	if (bpf_copy_from_user_task(r->data + c, want, (void *)ptr, task, 0)) {
		r->flags |= RECORD_FLAG_FAULT;
		rec__empty(r);
		return;
	}
	rec__len(r, want);
	r->cur = c + want;
}

/** The argument vector. Where its last byte is no NUL, the process has written a title, which may reach beyond it. */
static __always_inline void rec__task_argv(struct rec *r, struct task_struct *task, struct mm_struct *mm)
{
	u64 start = mm ? mm->arg_start : 0, end = mm ? mm->arg_end : 0;
	u64 limit = mm ? mm->env_end : 0;
	u8 last = 0;
	if (end <= start) {
		rec__empty(r);
		return;
	}
	bpf_copy_from_user_task(&last, 1, (void *)(end - 1), task, 0);
	if (last) {
		r->flags |= RECORD_FLAG_TITLE;
		rec__task_bytes(r, task, start, (limit > end ? limit : end) - start, TITLE_MAX);
	} else {
		rec__task_bytes(r, task, start, end - start, ARGV_MAX);
	}
}

SEC("iter.s/task")
int look_tasks(struct bpf_iter__task *ctx)
{
	struct seq_file *seq = ctx->meta->seq;
	struct task_struct *given = ctx->task;
	struct rec *r = rec__get();
	if (!given || !r)
		return 0;
	struct task_struct *task = task__loose(given);
	bool leader = task->pid == task->tgid;
	/* dead, and waited for */
	if (task->exit_state || (!leader && !(look_mode & LOOK_THREADS)))
		return 0;

	struct mm_struct *mm = task->mm;
	const struct cred *cred = task->cred;
	struct fs_struct *fs = task->fs;
	u64 exe = mm && leader ? (u64)mm->exe_file : 0;
	u32 level = task__pid_level(task);
	u64 ns_start = 0;
	struct filemeta m = {};
	u64 inode = 0, lim = 0;

	rec__start(r, EV_TASK_E, NP_TASK_E);
	rec__s32(r, task->real_parent->tgid);
	rec__s32(r, task__group_nr(task, PIDTYPE_PGID, 0));
	rec__s32(r, task__group_nr(task, PIDTYPE_PGID, level));
	rec__s32(r, task__group_nr(task, PIDTYPE_SID, level));
	rec__kernel_str(r, task->comm);
	if (leader)
		rec__task_argv(r, given, mm);
	else
		rec__empty(r);
	if (exe) {
		file__meta(&m, exe);
		inode = (u64)RD(struct file, exe, f_inode);
	}
	u32 path_at = rec__cursor(r);
	rec__path(r, m.dentry, m.vfsmount);
	u32 flags_at = rec__cursor(r);
	u32 flags = exe__flags(&m, inode, cred);
	rec__u32(r, flags);
	if (exe)
		exe__mark_memfd(r, &m, flags_at, flags, path_at);
	if (mm && leader)
		rec__task_bytes(r, given, mm->env_start, mm->env_end > mm->env_start ? mm->env_end - mm->env_start : 0,
				PATH_MAX);
	else
		rec__empty(r);
	if (fs)
		rec__path(r, (u64)fs->pwd.dentry, (u64)fs->pwd.mnt);
	else
		rec__empty(r);
	bpf_probe_read_kernel(&lim, sizeof(lim), &task->signal->rlim[RLIMIT_NOFILE].rlim_cur);
	rec__u64(r, lim);
	rec__u32(r, cred->euid.val);
	rec__u32(r, cred->egid.val);
	rec__u64(r, CAPS(cred, cap_permitted));
	rec__u64(r, CAPS(cred, cap_effective));
	rec__u64(r, CAPS(cred, cap_inheritable));
	rec__u64(r, m.ino);
	rec__u64(r, inode ? inode__ctime(inode) : 0);
	rec__u64(r, inode ? inode__mtime(inode) : 0);
	rec__u32(r, mm ? mm->total_vm * PAGE_KIB : 0);
	rec__u32(r, mm ? (MM_COUNTER(mm, 0) + MM_COUNTER(mm, 1) + MM_COUNTER(mm, 3)) * PAGE_KIB : 0);
	rec__u32(r, mm ? MM_COUNTER(mm, 2) * PAGE_KIB : 0);
	rec__u64(r, task->maj_flt);
	rec__u64(r, task->min_flt);
	rec__s32(r, task__vtid(task->group_leader));
	rec__s32(r, task__vtid(task));
	task__pidns(task, &ns_start);
	rec__u64(r, ns_start);
	rec__cgroups(r, task);
	if (fs)
		rec__path(r, (u64)fs->root.dentry, (u64)fs->root.mnt);
	else
		rec__empty(r);
	rec__u64(r, task->start_boottime);
	rec__u32(r, task__tty(task));
	rec__u32(r, task__loginuid(task));
	rec__end_event(r);
	annex__task(r, task);
	r->flags |= task->flags & PF_KTHREAD ? RECORD_FLAG_KTHREAD : 0;
	if (!leader)
		r->flags |= RECORD_FLAG_THREAD;
	look__row(seq, r, task, task->cgroups->dfl_cgrp->kn->id);
	return 0;
}

SEC("iter/task_file")
int look_files(struct bpf_iter__task_file *ctx)
{
	struct seq_file *seq = ctx->meta->seq;
	struct task_struct *given = ctx->task;
	struct file *f = ctx->file;
	u32 fd = ctx->fd;
	struct rec *r = rec__get();
	if (!given || !f || !r)
		return 0;
	struct task_struct *task = task__loose(given);
	/* some kernels tell the descriptors of a process once more for each of its threads */
	if (task->pid != task->tgid && task->files == task->group_leader->files)
		return 0;
	u64 file = launder((u64)f);
	struct filemeta m = {};
	file__meta(&m, file);
	if ((look_mode & LOOK_SOCKETS) && (m.mode & S_IFMT) != S_IFSOCK)
		return 0;
	rec__start(r, EV_TASK_FILE_REGULAR_E, NP_TASK_FILE_REGULAR_E);
	rec__s32(r, fd);
	rec__empty(r);
	rec__u32(r, open__flags(RD(struct file, file, f_flags)));
	rec__u32(r, 0);
	rec__u64(r, m.ino);
	rec__end_event(r);
	annex__file(r, fd, file, &m, 0);
	/* a socket is known by its network; nobody asks for the control group */
	struct nsproxy *ns = task->nsproxy;
	look__row(seq, r, task, NS_INUM(net_ns));
	return 0;
}
