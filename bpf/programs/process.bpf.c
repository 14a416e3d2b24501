/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Lifecycle: fork (task_newtask), exec (sched_process_exec), exit (sched_process_exit), and what the system calls
 * behind them return to their caller. What changes the process table is taken at its tracepoint, so that it is in
 * every ring before the task it is about can do anything.
 */
#include "../generated/events.h"
#include "../kernel/arch.h"
#include "../lib/call.h"
#include "../lib/convert.h"
#include "../lib/emit.h"
#include "../lib/exe.h"
#include "../lib/iov.h"
#include "../lib/task.h"

#define CLONE_THREAD 0x00010000
#define PPM_CL_CHILD_IN_PIDNS 536870912

#define TEXTS_MAX 256

/** Parameters tid, pid, ptid, cwd. The working directory travels in the annex; upstream leaves it empty too. */
static __always_inline void rec__ids(struct rec *r, struct task_struct *task)
{
	rec__s64(r, task->pid);
	rec__s64(r, task->tgid);
	rec__s64(r, task->real_parent->pid);
	u32 c = rec__cursor(r);
	if (c > REC_CURSOR_MAX)
		return;
	r->data[c] = 0;
	rec__len(r, 1);
	r->cur = c + 1;
}

static __always_inline u32 fork__event(u32 nr)
{
	return nr == NR_fork ? EV_FORK_X : nr == NR_vfork ? EV_VFORK_X : nr == NR_clone3 ? EV_CLONE3_X : EV_CLONE_X;
}

/** The parameters that every fork event ends with, after comm. */
static __always_inline void rec__fork_tail(struct rec *r, struct task_struct *task, u32 flags, u64 ns_start)
{
	const struct cred *cred = task->cred;
	rec__cgroups(r, task);
	rec__u32(r, flags);
	rec__u32(r, cred->euid.val);
	rec__u32(r, cred->egid.val);
	rec__s64(r, task__vtid(task));
	rec__s64(r, task__vtid(task->group_leader));
	rec__u64(r, ns_start);
}

SEC("tp_btf/task_newtask")
int BPF_PROG(fork_child, struct task_struct *child, u64 clone_flags)
{
	struct rec *r;
	if (!lifecycle_on || !(r = rec__get()))
		return 0;

	struct task_struct *current = bpf_get_current_task_btf();
	struct pt_regs *regs = (struct pt_regs *)bpf_task_pt_regs(current);
	struct task_struct *parent = task__loose(current);
	child = task__loose(child);
	u32 origin = 0;
	u32 event = fork__event(parent->flags & PF_KTHREAD ? NR_clone : call__slot(regs, current, &origin));
	bool thread = clone_flags & CLONE_THREAD;
	u32 flags = 0;
	u64 ns_start = 0;
	/* its memory is a copy of, or the same as, that of the task that runs this program */
	struct mm_struct *mm = parent->mm;

	if (event == EV_CLONE_X || event == EV_CLONE3_X)
		flags = convert(CONV_CLONE, clone_flags);
	if (task__pid_level(child))
		flags |= PPM_CL_CHILD_IN_PIDNS;
	task__pidns(child, &ns_start);

	rec__start(r, event, NP_CLONE_X);
	rec__s64(r, 0);
	rec__argv(r, mm);
	rec__ids(r, child);
	rec__usage(r, child, mm);
	rec__fork_tail(r, child, flags, ns_start);
	rec__end_event(r);

	if (child->flags & PF_KTHREAD)
		r->flags |= RECORD_FLAG_KTHREAD;
	r->flags |= thread ? RECORD_FLAG_THREAD : RECORD_FLAG_STATE;
	if (!thread)
		annex__task(r, child);
	rec__header(r, child->pid, child->tgid, child->group_leader->start_boottime, child->cgroups->dfl_cgrp->kn->id);
	rec__ship(r, child->pid);
	return 0;
}

SEC("tp_btf/sys_exit")
int BPF_PROG(fork_parent, struct pt_regs *regs, long sysret)
{
	struct task_struct *task = task__loose(bpf_get_current_task_btf());
	struct rec *r = rec__get();
	/* zero is the child's own return: fork_child has told of it */
	if (!r || r->ret == 0)
		return 0;
	u32 event = fork__event(r->slot);
	u64 clone_flags = 0;
	if (r->slot == NR_clone3)
		bpf_probe_read_user(&clone_flags, sizeof(clone_flags), (void *)r->args[0]);
	else if (r->slot == NR_clone)
		clone_flags = r->args[0];
	struct mm_struct *mm = task->mm;

	rec__start(r, event, NP_CLONE_X);
	r->flags = r->origin;
	rec__s64(r, r->ret);
	rec__argv(r, mm);
	rec__ids(r, task);
	rec__usage(r, task, mm);
	rec__fork_tail(r, task, convert(CONV_CLONE, clone_flags), 0);
	rec__end_event(r);
	rec__ship_current(r, task);
	return 0;
}

/** A walk over the caller's vector of texts. */
struct texts_walk {
	u64 vector;
	u32 start;
};

static long texts__step(u32 i, struct texts_walk *w)
{
	struct rec *r = rec__get();
	if (!r)
		return 1;
	u32 c = rec__cursor(r), width = rec__narrow(r) ? 4 : 8;
	u64 ptr = user__long(r, w->vector + i * width);
	if (!ptr || c > REC_CURSOR_MAX || c - w->start >= PATH_MAX)
		return 1;
	long n = bpf_probe_read_user_str(r->data + c, PATH_MAX, (void *)ptr);
	if (n <= 0 || n > PATH_MAX)
		return 1;
	r->cur = c + n;
	return 0;
}

/** The texts of a NULL-terminated vector of the caller, one after another. */
__noinline int texts__store(struct rec *r, u64 vector)
{
	if (!r)
		return 0;
	struct texts_walk w = {.vector = vector, .start = r->cur};
	bpf_loop(TEXTS_MAX, texts__step, &w, 0);
	rec__len(r, r->cur - w.start);
	return 0;
}

/** Parameters cgroups, env, tty, vpgid, loginuid, flags, caps, exe_ino .. gid of an exec event. */
static __always_inline void rec__exec_tail(struct rec *r, struct task_struct *task, struct mm_struct *mm, u64 envp,
					   bool failed)
{
	const struct cred *cred = task->cred;
	u64 exe = mm ? (u64)mm->exe_file : 0;
	struct filemeta m = {};
	u64 inode = 0;
	if (exe) {
		file__meta(&m, exe);
		inode = (u64)RD(struct file, exe, f_inode);
	}

	rec__cgroups(r, task);
	if (failed) {
		texts__store(r, envp);
	} else if (mm && mm->env_end > mm->env_start) {
		u64 len = mm->env_end - mm->env_start;
		if (len > PATH_MAX)
			r->flags |= RECORD_FLAG_TRUNCATED;
		rec__user_bytes(r, mm->env_start, len, PATH_MAX);
	} else {
		rec__empty(r);
	}
	rec__u32(r, task__tty(task));
	rec__s64(r, task__group_nr(task, PIDTYPE_PGID, task__pid_level(task)));
	rec__u32(r, task__loginuid(task));

	u32 flags_at = rec__cursor(r);
	u32 flags = exe__flags(&m, inode, cred);
	rec__u32(r, flags);
	rec__u64(r, CAPS(cred, cap_inheritable));
	rec__u64(r, CAPS(cred, cap_permitted));
	rec__u64(r, CAPS(cred, cap_effective));
	rec__u64(r, m.ino);
	rec__u64(r, inode ? inode__ctime(inode) : 0);
	rec__u64(r, inode ? inode__mtime(inode) : 0);
	rec__u32(r, cred->euid.val);
	u32 path_at = rec__cursor(r);
	rec__path(r, m.dentry, m.vfsmount);
	if (exe)
		exe__mark_memfd(r, &m, flags_at, flags, path_at);
	rec__s64(r, task__group_nr(task, PIDTYPE_PGID, 0));
	rec__u32(r, cred->egid.val);
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(exec_done, struct task_struct *task, s32 old_pid, struct linux_binprm *bprm)
{
	struct rec *r;
	if (!lifecycle_on || !(r = rec__get()))
		return 0;
	task = task__loose(task);
	struct mm_struct *mm = task->mm;

	rec__start(r, EV_EXECVE_X, NP_EXECVE_X);
	rec__s64(r, 0);
	rec__argv(r, mm);
	rec__ids(r, task);
	rec__usage(r, task, mm);
	rec__exec_tail(r, task, mm, 0, 0);
	rec__kernel_str(r, bprm->filename);
	rec__end_event(r);

	annex__task(r, task);
	annex__cwd(r, task);
	r->flags |= RECORD_FLAG_STATE;
	rec__ship_current(r, task);
	return 0;
}

/** Parameters exe, args of an exec that failed: the vector that the caller passed. */
static __always_inline void rec__user_argv(struct rec *r, u64 argv)
{
	u64 ptr = user__long(r, argv);
	u32 c = rec__cursor(r);
	if (ptr && rec__user_str(r, ptr)) {
		texts__store(r, argv + (rec__narrow(r) ? 4 : 8));
		return;
	}
	if (!ptr && c <= REC_CURSOR_MAX) {
		r->data[c] = 0;
		rec__len(r, 1);
		r->cur = c + 1;
	}
	rec__empty(r);
}

SEC("tp_btf/sys_exit")
int BPF_PROG(exec_failed, struct pt_regs *regs, long sysret)
{
	struct task_struct *task = task__loose(bpf_get_current_task_btf());
	struct rec *r = rec__get();
	if (!r || r->ret >= 0)
		return 0;
	bool at = r->slot == NR_execveat;
	struct mm_struct *mm = task->mm;

	rec__start(r, at ? EV_EXECVEAT_X : EV_EXECVE_X, at ? NP_EXECVEAT_X : NP_EXECVE_X);
	r->flags = r->origin;
	rec__s64(r, r->ret);
	rec__user_argv(r, at ? r->args[2] : r->args[1]);
	rec__ids(r, task);
	rec__usage(r, task, mm);
	rec__exec_tail(r, task, mm, at ? r->args[3] : r->args[2], 1);
	if (!at)
		rec__user_str(r, r->args[0]);
	rec__end_event(r);
	rec__ship_current(r, task);
	return 0;
}

/**
 * Who adopts the children of a dying process: the nearest subreaper above it, else its namespace's init; 0 if it has no
 * children. Given by its leader, as parents are processes. Children may hang under any of the dying threads.
 */
static __always_inline s32 task__reaper(struct task_struct *task)
{
	if ((u64)task->children.next == (u64)&task->children && task->signal->nr_threads <= 1)
		return 0;
	u64 pid = task__pid(task);
	u64 ns = 0;
	bpf_probe_read_kernel(&ns, sizeof(ns),
			      (void *)(pid + bpf_core_field_offset(struct pid, numbers) +
				       task__pid_level(task) * bpf_core_type_size(struct upid) +
				       bpf_core_field_offset(struct upid, ns)));
	u64 init = ns ? (u64)BPF_CORE_READ((struct pid_namespace *)ns, child_reaper) : 0;
	if (BPF_CORE_READ_BITFIELD_PROBED(task->signal, has_child_subreaper)) {
		u64 up = (u64)task->real_parent;
		for (int i = 0; i < 24 && up && up != init; i++) {
			struct signal_struct *sig = BPF_CORE_READ((struct task_struct *)up, signal);
			if (BPF_CORE_READ_BITFIELD_PROBED(sig, is_child_subreaper))
				return BPF_CORE_READ((struct task_struct *)up, tgid);
			up = (u64)BPF_CORE_READ((struct task_struct *)up, real_parent);
		}
	}
	return init ? BPF_CORE_READ((struct task_struct *)init, tgid) : 0;
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(task_exit, struct task_struct *task)
{
	struct rec *r;
	if (!lifecycle_on || !(r = rec__get()))
		return 0;
	task = task__loose(task);
	s32 code = task->exit_code;
	u8 sig = code & 0x7f;

	rec__start(r, EV_PROCEXIT_E, NP_PROCEXIT_E);
	rec__s64(r, code);
	rec__s64(r, sig ? 0 : (code >> 8) & 0xff);
	rec__u8(r, sig);
	rec__u8(r, sig && (code & 0x80) ? 1 : 0);
	rec__s64(r, task__reaper(task));
	rec__end_event(r);

	/* the count is taken down before the tracepoint */
	if (task->signal->live.counter == 0)
		r->flags |= RECORD_FLAG_GROUP_DEAD | RECORD_FLAG_STATE;
	rec__ship_current(r, task);
	return 0;
}
