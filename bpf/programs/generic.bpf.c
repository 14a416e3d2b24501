/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The collector for every system call whose event is a list of arguments: it follows the call's row in the table
 * generated from src/event/data/live.ts. A new call of this kind is a new row there and nothing here.
 */
#include "../kernel/arch.h"
#include "../lib/convert.h"
#include "../lib/emit.h"
#include "../lib/task.h"

#define PTRACE_PEEKTEXT 1
#define PTRACE_PEEKUSR 3
#define PTRACE_POKETEXT 4
#define PTRACE_POKEUSR 6
#define PTRACE_CONT 7
#define PTRACE_KILL 8
#define PTRACE_SINGLESTEP 9
#define PTRACE_ATTACH 16
#define PTRACE_DETACH 17
#define PTRACE_SYSCALL 24
/* selectors of the schema's ptrace_dynamic_param table */
#define PTRACE_DYN_UINT64 0
#define PTRACE_DYN_SIGTYPE 1
#define PR_SET_NAME 15
#define PR_SET_CHILD_SUBREAPER 36
#define PR_GET_CHILD_SUBREAPER 37

static __always_inline void rec__dyn_u64(struct rec *r, u64 v)
{
	u32 c = r->cur;
	if (c > REC_CURSOR_MAX) {
		rec__full(r);
		return;
	}
	r->data[c] = PTRACE_DYN_UINT64;
	*(u64 *)(r->data + c + 1) = v;
	rec__len(r, 9);
	r->cur = c + 9;
}

static __always_inline void rec__ptrace_addr(struct rec *r, u64 v)
{
	if (r->ret < 0)
		rec__empty(r);
	else
		rec__dyn_u64(r, v);
}

static __always_inline void rec__ptrace_data(struct rec *r, u64 v)
{
	u64 req = r->args[0];
	if (r->ret < 0) {
		rec__empty(r);
		return;
	}
	if (req == PTRACE_CONT || req == PTRACE_SINGLESTEP || req == PTRACE_DETACH || req == PTRACE_SYSCALL) {
		u32 c = r->cur;
		if (c > REC_CURSOR_MAX)
			return;
		r->data[c] = PTRACE_DYN_SIGTYPE;
		r->data[c + 1] = v;
		rec__len(r, 2);
		r->cur = c + 2;
		return;
	}
	if (req >= PTRACE_PEEKTEXT && req <= PTRACE_PEEKUSR) {
		u64 word = 0;
		bpf_probe_read_user(&word, sizeof(word), (void *)v);
		v = word;
	}
	rec__dyn_u64(r, v);
}

/** One parameter; a program of its own for the verifier, which then looks at it once and not once a parameter. */
__noinline int param__store(struct rec *r, u32 desc)
{
	if (!r)
		return 0;
	u32 op = desc & 0xff, conv = desc >> 24;
	u32 first = (desc >> 8) & 7;
	u64 a = r->args[first > 5 ? 5 : first];
	u32 second = (desc >> 16) & 0xff;

	switch (op) {
	case OP_RET:
		rec__s64(r, r->ret);
		break;
	case OP_S64:
		rec__s64(r, (s32)a);
		break;
	case OP_U8:
		rec__u8(r, a);
		break;
	case OP_U32:
		rec__u32(r, a);
		break;
	case OP_S32:
		rec__s32(r, a);
		break;
	case OP_U64:
		rec__u64(r, a);
		break;
	case OP_STR:
		rec__user_str(r, a);
		break;
	case OP_BUF:
		rec__user_bytes(r, a, r->args[second > 5 ? 5 : second], snaplen);
		break;
	case OP_CONV: {
		u32 v = convert(conv, a);
		if (second == 1)
			rec__u8(r, v);
		else if (second == 2)
			rec__u16(r, v);
		else
			rec__u32(r, v);
		break;
	}
	case OP_PTRACE_ADDR:
		rec__ptrace_addr(r, a);
		break;
	case OP_PTRACE_DATA:
		rec__ptrace_data(r, a);
		break;
	case OP_PRCTL_STR:
		if (r->args[0] == PR_SET_NAME)
			rec__user_str(r, a);
		else
			rec__empty(r);
		break;
	case OP_PRCTL_INT:
		if (r->args[0] == PR_SET_NAME)
			rec__s64(r, 0);
		else if (r->args[0] == PR_GET_CHILD_SUBREAPER) {
			s32 v = 0;
			bpf_probe_read_user(&v, sizeof(v), (void *)a);
			rec__s64(r, v);
		} else
			rec__s64(r, a);
		break;
	}
	return 0;
}

/** A path parameter is relative when its first byte is not a slash. */
static __always_inline bool path__is_relative(u64 user_ptr)
{
	char first = '/';
	bpf_probe_read_user(&first, 1, (void *)user_ptr);
	return first != '/';
}

static __always_inline u64 arg__nth(struct rec *r, u32 n)
{
	return r->args[n > 5 ? 5 : n];
}

SEC("tp_btf/sys_exit")
int BPF_PROG(generic, struct pt_regs *regs, long ret)
{
	struct task_struct *task = task__loose(bpf_get_current_task_btf());
	struct rec *r = rec__get();
	if (!r)
		return 0;
	u32 nr = r->nr;
	if (nr >= MAX_SYSCALLS)
		return 0;
	const volatile struct syscall_desc *d = &syscall_descs[nr];
	bool state = d->state && r->ret >= 0;
	if (task->tgid == own_tgid && !state)
		return 0;

	rec__start(r, d->event, d->nparams);
	r->flags = r->origin;
	for (u32 i = 0; i < DESC_PARAMS; i++) {
		if (i >= d->nparams)
			break;
		param__store(r, *(const volatile u32 *)&d->params[i]);
	}
	rec__end_event(r);

	if (d->fd != FD_NONE) {
		s32 fd = d->fd == FD_RET ? (s32)r->ret : (s32)arg__nth(r, d->fd);
		annex__fd(r, task, fd, 0);
	}
	for (u32 i = 0; i < 2; i++) {
		if (i >= d->nbases)
			break;
		u64 path = arg__nth(r, d->bases[i].arg + 1);
		u64 file = path__is_relative(path) ? file__of_fd(task, arg__nth(r, d->bases[i].arg)) : 0;
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
