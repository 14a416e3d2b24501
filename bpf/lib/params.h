/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* One parameter of a table-driven event, from the registers of the call; the words are those of src/event/data/live.ts.
 */
#pragma once

#include "convert.h"
#include "emit.h"
#include "name.h"
#include "task.h"

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
#define MS_MGC_VAL 0xc0ed0000u
#define MS_MGC_MSK 0xffff0000u
#define PR_SET_NAME 15
#define PR_GET_NAME 16
#define PR_SET_CHILD_SUBREAPER 36
#define PR_GET_CHILD_SUBREAPER 37

static __always_inline void rec__dyn_u64(struct rec *r, u64 v)
{
	u32 c = rec__cursor(r);
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
		u32 c = rec__cursor(r);
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

/** A value of a conversion, or a zero, in 1, 2 or 4 bytes. */
static __always_inline void rec__uint(struct rec *r, u32 v, u32 width)
{
	if (width == 1)
		rec__u8(r, v);
	else if (width == 2)
		rec__u16(r, v);
	else
		rec__u32(r, v);
}

static __always_inline u64 arg__nth(struct rec *r, u32 n)
{
	return r->args[n > 5 ? 5 : n];
}

/** Text that argument `nth` points at: the kernel's copy of it where there is one, else the caller's. */
static __always_inline void rec__text(struct rec *r, u32 nth, u64 ptr)
{
	if (r->kernel_text)
		rec__kernel_str(r, (void *)ptr);
	else if (!kernel_paths || !name__store(r, nth, ptr))
		rec__user_str(r, ptr);
}

static __always_inline void rec__cap(struct rec *r, u32 which)
{
	struct task_struct *task = task__loose(bpf_get_current_task_btf());
	const struct cred *cred = task->cred;
	rec__u64(r, which == 0	 ? CAPS(cred, cap_inheritable)
		    : which == 1 ? CAPS(cred, cap_permitted)
				 : CAPS(cred, cap_effective));
}

/** One parameter; a program of its own for the verifier, which then looks at it once and not once a parameter. */
__noinline int param__store(struct rec *r, u32 desc)
{
	if (!r)
		return 0;
	u32 op = desc & 0xff, conv = desc >> 24;
	u64 a = arg__nth(r, (desc >> 8) & 7);
	u32 second = (desc >> 16) & 0xff;

	switch (op) {
	case OP_RET:
		rec__s64(r, r->ret);
		break;
	case OP_URET:
		rec__u32(r, r->ret);
		break;
	case OP_S64:
		rec__s64(r, (s32)a);
		break;
	case OP_U8:
		rec__u8(r, a);
		break;
	case OP_U16:
		if (second)
			rec__u32(r, (u16)a);
		else
			rec__u16(r, a);
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
	case OP_WIDE:
		rec__u64(r, (u32)a);
		break;
	case OP_STROK:
		if (r->ret < 0) {
			rec__empty(r);
			break;
		}
		/* fall through */
	case OP_STR:
		rec__text(r, (desc >> 8) & 7, a);
		break;
	case OP_BUF:
		rec__user_bytes(r, a, arg__nth(r, second), snaplen);
		break;
	case OP_CONV:
		rec__uint(r, convert(conv, a), second);
		break;
	case OP_ZERO:
		rec__uint(r, 0, second);
		break;
	case OP_DEV:
		rec__u32(r, dev__encode(a));
		break;
	case OP_SC:
		rec__u16(r, r->sc);
		break;
	case OP_NR:
		rec__u16(r, r->nr);
		break;
	case OP_CAP:
		rec__cap(r, (desc >> 8) & 7);
		break;
	case OP_MOUNT:
		rec__u32(r, (a & MS_MGC_MSK) == MS_MGC_VAL ? a & ~MS_MGC_MSK : a);
		break;
	case OP_PTRACE_ADDR:
		rec__ptrace_addr(r, a);
		break;
	case OP_PTRACE_DATA:
		rec__ptrace_data(r, a);
		break;
	case OP_PRCTL_STR:
		if (r->args[0] == PR_SET_NAME || r->args[0] == PR_GET_NAME)
			rec__user_str(r, a);
		else
			rec__empty(r);
		break;
	case OP_PRCTL_INT:
		if (r->args[0] == PR_SET_NAME || r->args[0] == PR_GET_NAME)
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
