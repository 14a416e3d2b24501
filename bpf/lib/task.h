/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Layer 1: what a task is: names, arguments, credentials, namespaces, cgroups. */
#pragma once

#include "file.h"

#define PIDTYPE_PID 0
#define PIDTYPE_TGID 1
#define PIDTYPE_PGID 2
#define PIDTYPE_SID 3
#define PF_KTHREAD 0x00200000
#define RLIMIT_NOFILE 7
#define PAGE_KIB 4
#define CGROUP_DEPTH 256

/** Number of a struct pid (as a number) in the namespace at `level`; level 0 is the initial one. */
static __always_inline s32 pid__nr(u64 pid, u32 level)
{
	s32 nr = 0;
	if (!pid)
		return 0;
	bpf_probe_read_kernel(
	    &nr, sizeof(nr),
	    (void *)(pid + bpf_core_field_offset(struct pid, numbers) + level * bpf_core_type_size(struct upid)));
	return nr;
}

/** A task's struct pid as a number: old kernels allow no variable offsets from a pointer whose type they know. */
static __always_inline u64 task__pid(struct task_struct *task)
{
	return HAS_CAST ? (u64)task->thread_pid : (u64)BPF_CORE_READ(task, thread_pid);
}

static __always_inline u32 task__pid_level(struct task_struct *task)
{
	struct pid *p = task->thread_pid;
	return p ? p->level : 0;
}

/** Process group or session of a task (PIDTYPE_*), numbered at `level`. */
static __always_inline s32 task__group_nr(struct task_struct *task, u32 pidtype, u32 level)
{
	u64 pid = 0;
	struct signal_struct *sig = HAS_CAST ? task->signal : BPF_CORE_READ(task, signal);
	bpf_probe_read_kernel(&pid, sizeof(pid), &sig->pids[pidtype]);
	u32 own = pid ? BPF_CORE_READ((struct pid *)pid, level) : 0;
	return pid && own >= level ? pid__nr(pid, level) : 0;
}

static __always_inline s32 task__vtid(struct task_struct *task)
{
	return pid__nr(task__pid(task), task__pid_level(task));
}

static __always_inline u32 task__pidns(struct task_struct *task, u64 *init_start)
{
	u64 pid = task__pid(task);
	u64 ns = 0;
	if (!pid)
		return 0;
	bpf_probe_read_kernel(&ns, sizeof(ns),
			      (void *)(pid + bpf_core_field_offset(struct pid, numbers) +
				       task__pid_level(task) * bpf_core_type_size(struct upid) +
				       bpf_core_field_offset(struct upid, ns)));
	if (!ns)
		return 0;
	if (init_start) {
		struct task_struct *reaper = BPF_CORE_READ((struct pid_namespace *)ns, child_reaper);
		*init_start = reaper ? BPF_CORE_READ(reaper, start_boottime) : 0;
	}
	return BPF_CORE_READ((struct pid_namespace *)ns, ns.inum);
}

/** A capability set of a cred: 64 bits, which were two words before 6.3. */
#define CAPS(cred, set)                                         \
	({                                                      \
		u64 __c = 0;                                    \
		bpf_core_read(&__c, sizeof(__c), &(cred)->set); \
		__c;                                            \
	})

/** Controlling terminal's device number, 0 if none. */
static __always_inline u32 task__tty(struct task_struct *task)
{
	struct tty_struct *tty = task->signal->tty;
	if (!tty)
		return 0;
	struct tty_driver *drv = tty->driver;
	return dev__encode((drv->major << 20) | (drv->minor_start + tty->index));
}

static __always_inline u32 task__loginuid(struct task_struct *task)
{
	return bpf_core_field_exists(task->loginuid) ? task->loginuid.val : (u32)-1;
}

/** ns start of a task's process. */
static __always_inline u64 task__start(struct task_struct *task)
{
	return task->group_leader->start_boottime;
}

/* A macro, because CO-RE can only relocate a constant index. Counters: 0 file, 1 anonymous, 2 swap, 3 shared pages. */
#define MM_COUNTER(mm, i)                                                                            \
	({                                                                                           \
		s64 __c = 0;                                                                         \
		if (bpf_core_field_exists(struct mm_struct, rss_stat[0].count))                      \
			bpf_core_read(&__c, sizeof(__c), &(mm)->rss_stat[i].count);                  \
		else                                                                                 \
			bpf_core_read(&__c, sizeof(__c),                                             \
				      &((struct mm_struct___old *)(mm))->rss_stat.count[i].counter); \
		__c > 0 ? (u64)__c : 0;                                                              \
	})

/** Parameters exe, args: the argument vector between two addresses of the current task's memory. */
__noinline int argv__store(struct rec *r, u64 start, u64 end)
{
	if (!r)
		return 0;
	if (end <= start) {
		u32 c = rec__cursor(r);
		if (c > REC_CURSOR_MAX)
			return 0;
		r->data[c] = 0;
		rec__len(r, 1);
		r->cur = c + 1;
		rec__empty(r);
		return 0;
	}
	u32 n = rec__user_str(r, start);
	if (!n || start + n >= end)
		rec__empty(r);
	else {
		if (end - start - n > PATH_MAX)
			r->flags |= RECORD_FLAG_TRUNCATED;
		rec__user_bytes(r, start + n, end - start - n, PATH_MAX);
	}
	return 0;
}

static __always_inline void rec__argv(struct rec *r, struct mm_struct *mm)
{
	argv__store(r, mm ? mm->arg_start : 0, mm ? mm->arg_end : 0);
}

/** Parameters fdlimit, pgft_maj, pgft_min, vm_size, vm_rss, vm_swap, comm. */
static __always_inline void rec__usage(struct rec *r, struct task_struct *task, struct mm_struct *mm)
{
	u64 lim = 0;
	bpf_probe_read_kernel(&lim, sizeof(lim), &task->signal->rlim[RLIMIT_NOFILE].rlim_cur);
	rec__u64(r, lim);
	rec__u64(r, task->maj_flt);
	rec__u64(r, task->min_flt);
	rec__u32(r, mm ? mm->total_vm * PAGE_KIB : 0);
	rec__u32(r, mm ? (MM_COUNTER(mm, 0) + MM_COUNTER(mm, 1) + MM_COUNTER(mm, 3)) * PAGE_KIB : 0);
	rec__u32(r, mm ? MM_COUNTER(mm, 2) * PAGE_KIB : 0);
	rec__kernel_str(r, task->comm);
}

static __always_inline u64 kn__parent(u64 kn)
{
	struct kernfs_node___new *n = (void *)kn;
	struct kernfs_node___old *o = (void *)kn;
	if (bpf_core_field_exists(n->__parent))
		return (u64)BPF_CORE_READ(n, __parent);
	return (u64)BPF_CORE_READ(o, parent);
}

static long kn__step(u32 i, struct walk *w)
{
	u32 zero = 0;
	struct pathbuf *b = bpf_map_lookup_elem(&pathbufs, &zero);
	u64 kn = w->dentry;
	u64 parent = kn__parent(kn);
	if (!b || !parent)
		return 1;
	u32 pos = w->pos;
	const char *name = RD(struct kernfs_node, kn, name);
	/* the length is not stored: read to the front of the buffer's spare room, then move */
	long n = bpf_probe_read_kernel_str(b->bytes + PATH_MAX, 256, name);
	if (n <= 1 || n > 256)
		return 1;
	u32 len = n - 1;
	if (pos > PATH_MAX || pos <= len + 1)
		return 1;
	pos -= len + 1;
	BOUND(pos, PATH_MAX - 1);
	BOUND(len, 0xff);
	bpf_probe_read_kernel(b->bytes + pos + 1, len, b->bytes + PATH_MAX);
	b->bytes[pos] = '/';
	w->pos = pos;
	w->dentry = parent;
	return 0;
}

/** Append one controller's "name=path" with a NUL to the data; `name` is up to 8 bytes of text as a little-endian
 * number. */
__noinline int cgroup__store(struct rec *r, u64 kn, u64 name, u32 name_len)
{
	if (!r)
		return 0;
	u32 c = rec__cursor(r);
	u32 zero = 0;
	struct pathbuf *b = bpf_map_lookup_elem(&pathbufs, &zero);
	if (!b || c > REC_CURSOR_MAX || name_len > 8)
		return 0;
	struct walk w = {.dentry = kn, .pos = PATH_MAX};
	if (bpf_loop(CGROUP_DEPTH, kn__step, &w, 0) >= CGROUP_DEPTH)
		r->flags |= RECORD_FLAG_TRUNCATED;
	*(u64 *)(r->data + c) = name;
	c += name_len;
	if (c > REC_CURSOR_MAX)
		return 0;
	u32 pos = w.pos;
	if (pos >= PATH_MAX) {
		r->data[c] = '/';
		r->data[c + 1] = 0;
		r->cur = c + 2;
		return 0;
	}
	BOUND(pos, PATH_MAX - 1);
	u32 len = PATH_MAX - pos;
	if (len > PATH_MAX)
		return 0;
	bpf_probe_read_kernel(r->data + c, len, b->bytes + pos);
	r->data[c + len] = 0;
	r->cur = c + len + 1;
	return 0;
}

static __always_inline u64 cgroup__kn(struct task_struct *task, u32 subsys)
{
	u64 css = 0;
	bpf_probe_read_kernel(&css, sizeof(css), &task->cgroups->subsys[subsys]);
	if (!css)
		return 0;
	struct cgroup *cg = RD(struct cgroup_subsys_state, css, cgroup);
	return (u64)BPF_CORE_READ(cg, kn);
}

#define CGROUP(subsys, text, len)                                                              \
	if (bpf_core_enum_value_exists(enum cgroup_subsys_id, subsys)) {                       \
		u64 kn = cgroup__kn(task, bpf_core_enum_value(enum cgroup_subsys_id, subsys)); \
		if (kn)                                                                        \
			cgroup__store(r, kn, text, len);                                       \
	}

/** Parameter cgroups: "controller=path" of the controllers that the schema names, each with a NUL. */
static __always_inline void rec__cgroups(struct rec *r, struct task_struct *task)
{
	u32 start = rec__cursor(r);
	CGROUP(cpuset_cgrp_id, 0x3d746573757063ull /* cpuset= */, 7);
	CGROUP(cpu_cgrp_id, 0x3d757063ull /* cpu= */, 4);
	CGROUP(cpuacct_cgrp_id, 0x3d74636361757063ull /* cpuacct= */, 8);
	CGROUP(io_cgrp_id, 0x3d6f69ull /* io= */, 3);
	CGROUP(memory_cgrp_id, 0x3d79726f6d656dull /* memory= */, 7);
	rec__len(r, r->cur - start);
}

#define NS_INUM(field)                            \
	({                                        \
		u32 __n = 0;                      \
		if (ns && ns->field)              \
			__n = ns->field->ns.inum; \
		__n;                              \
	})

/** Append the TASK entry: what the scap schema does not carry. */
static __noinline int annex__task(struct rec *r, struct task_struct *task)
{
	u8 *p = annex__begin(r, ANNEX_TAG_TASK, 0, ANNEX_TASK_SIZE);
	if (!p)
		return 0;
	const struct cred *cred = task->cred;
	struct nsproxy *ns = task->nsproxy;
	struct task_struct *parent = task->real_parent;
	u32 level = task__pid_level(task);
	*(u64 *)(p + ANNEX_TASK_START) = task->group_leader->start_boottime;
	*(u64 *)(p + ANNEX_TASK_PARENT_START) = parent->group_leader->start_boottime;
	*(u64 *)(p + ANNEX_TASK_CAP_INHERITABLE) = CAPS(cred, cap_inheritable);
	*(u64 *)(p + ANNEX_TASK_CAP_PERMITTED) = CAPS(cred, cap_permitted);
	*(u64 *)(p + ANNEX_TASK_CAP_EFFECTIVE) = CAPS(cred, cap_effective);
	*(u32 *)(p + ANNEX_TASK_SID) = task__group_nr(task, PIDTYPE_SID, level);
	*(u32 *)(p + ANNEX_TASK_PGID) = task__group_nr(task, PIDTYPE_PGID, 0);
	*(u32 *)(p + ANNEX_TASK_VPGID) = task__group_nr(task, PIDTYPE_PGID, level);
	*(u32 *)(p + ANNEX_TASK_EUID) = cred->euid.val;
	*(u32 *)(p + ANNEX_TASK_EGID) = cred->egid.val;
	*(u32 *)(p + ANNEX_TASK_LOGINUID) = task__loginuid(task);
	*(u32 *)(p + ANNEX_TASK_TTY) = task__tty(task);
	*(u32 *)(p + ANNEX_TASK_NS_PID) = task__pidns(task, 0);
	*(u32 *)(p + ANNEX_TASK_NS_MNT) = NS_INUM(mnt_ns);
	*(u32 *)(p + ANNEX_TASK_NS_NET) = NS_INUM(net_ns);
	*(u32 *)(p + ANNEX_TASK_NS_UTS) = NS_INUM(uts_ns);
	*(u32 *)(p + ANNEX_TASK_NS_IPC) = NS_INUM(ipc_ns);
	*(u32 *)(p + ANNEX_TASK_NS_CGROUP) = NS_INUM(cgroup_ns);
	*(u32 *)(p + ANNEX_TASK_NS_USER) = cred->user_ns->ns.inum;
	*(u32 *)(p + ANNEX_TASK_TGID) = task->tgid;
	*(u32 *)(p + ANNEX_TASK_PTGID) = parent->tgid;
	*(u32 *)(p + ANNEX_TASK_THREADS) = task->signal->nr_threads;
	return 0;
}

/** Append the working directory of the current task. */
static __always_inline void annex__cwd(struct rec *r, struct task_struct *task)
{
	struct fs_struct *fs = task->fs;
	if (fs)
		annex__path(r, ANNEX_TAG_CWD, 0, (u64)fs->pwd.dentry, (u64)fs->pwd.mnt);
}
