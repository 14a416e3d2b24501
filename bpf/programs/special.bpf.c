/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Calls that are rows of the table as well, but whose parameters lie in memory, or need a word of their own. */
#include "../lib/iov.h"
#include "../lib/row.h"

#define SOL_SOCKET 1
#define SO_ERROR 4
#define SO_RCVTIMEO 20
#define SO_SNDTIMEO 21
#define SO_COOKIE 57
#define SO_RCVTIMEO_NEW 66
#define SO_SNDTIMEO_NEW 67
/** options below 64 whose value is a number of 32 bits */
#define SO_NUMBERS 0x0003ffffebcddfeeull
#define SOCK_DYN_BYTES 0
#define SOCK_DYN_ERRNO 1
#define SOCK_DYN_U32 2
#define SOCK_DYN_U64 3
#define SOCK_DYN_TIME 4
#define NS_PER_S 1000000000ull
#define NS_PER_US 1000

#define FSCONFIG_SET_STRING 1
#define FSCONFIG_SET_BINARY 2
#define FSCONFIG_SET_PATH 3
#define FSCONFIG_SET_PATH_EMPTY 4

#define SEM_SETVAL 16
#define SEMBUF_SIZE 6

/** What the four arguments of each keyctl operation are, two bits each from the first: nothing, number, text. */
#define KA(a, b, c, d) (a | b << 2 | c << 4 | d << 6)
#define KEYCTL_OPS 33
#define KEYCTL_NUMBER 1
#define KEYCTL_TEXT 2
static const u8 keyctl_args[KEYCTL_OPS] = {
    KA(1, 1, 0, 0), KA(2, 0, 0, 0), KA(1, 1, 1, 0), KA(1, 0, 0, 0), KA(1, 1, 1, 0), KA(1, 1, 0, 0), KA(1, 1, 1, 0),
    KA(1, 0, 0, 0), KA(1, 1, 0, 0), KA(1, 1, 0, 0), KA(1, 2, 2, 1), KA(1, 1, 1, 0), KA(1, 1, 1, 1), KA(1, 1, 1, 0),
    KA(1, 0, 0, 0), KA(1, 1, 0, 0), KA(1, 0, 0, 0), KA(1, 1, 1, 0), KA(0, 0, 0, 0), KA(1, 1, 1, 1), KA(1, 1, 1, 1),
    KA(1, 0, 0, 0), KA(1, 1, 0, 0), KA(1, 1, 1, 1), KA(1, 1, 2, 0), KA(1, 2, 1, 1), KA(1, 2, 1, 1), KA(1, 2, 1, 1),
    KA(1, 2, 1, 1), KA(1, 2, 2, 0), KA(1, 1, 1, 1), KA(1, 1, 0, 0), KA(1, 1, 1, 0),
};

/** A DYN parameter: the kind, then `width` bytes of `v`. */
static __always_inline void rec__dyn(struct rec *r, u8 kind, u64 v, u32 width)
{
	u32 c = rec__cursor(r);
	if (c > REC_CURSOR_MAX) {
		rec__full(r);
		return;
	}
	r->data[c] = kind;
	*(u64 *)(r->data + c + 1) = v;
	rec__len(r, 1 + width);
	r->cur = c + 1 + width;
}

static __always_inline u64 user__u64(u64 ptr, u32 width)
{
	u64 v = 0;
	if (width == 8)
		bpf_probe_read_user(&v, 8, (void *)ptr);
	else
		bpf_probe_read_user(&v, 4, (void *)ptr);
	return v;
}

static __always_inline void rec__sockopt(struct rec *r, bool get)
{
	s32 level = r->args[1], name = r->args[2];
	u64 val = r->args[3];
	u32 len = (u16)(get ? user__u64(r->args[4], 4) : r->args[4]);

	if (level == SOL_SOCKET) {
		if (name == SO_ERROR) {
			rec__dyn(r, SOCK_DYN_ERRNO, -(s64)(s32)user__u64(val, 4), 8);
			return;
		}
		if (name == SO_RCVTIMEO || name == SO_SNDTIMEO || name == SO_RCVTIMEO_NEW || name == SO_SNDTIMEO_NEW) {
			bool narrow = rec__narrow(r) && name < SO_RCVTIMEO_NEW;
			u64 s = user__u64(val, narrow ? 4 : 8), us = user__u64(val + (narrow ? 4 : 8), narrow ? 4 : 8);
			rec__dyn(r, SOCK_DYN_TIME, s * NS_PER_S + us * NS_PER_US, 8);
			return;
		}
		if (name == SO_COOKIE) {
			rec__dyn(r, SOCK_DYN_U64, user__u64(val, 8), 8);
			return;
		}
		if (name > 0 && name < 64 && (SO_NUMBERS >> name & 1)) {
			rec__dyn(r, SOCK_DYN_U32, user__u64(val, 4), 4);
			return;
		}
	}
	u32 c = rec__cursor(r);
	if (c > REC_CURSOR_MAX) {
		rec__full(r);
		return;
	}
	if (len > PATH_MAX)
		len = PATH_MAX;
	r->data[c] = SOCK_DYN_BYTES;
	if (bpf_probe_read_user(r->data + c + 1, len, (void *)val))
		len = 0;
	rec__len(r, 1 + len);
	r->cur = c + 1 + len;
}

static __always_inline void rec__keyctl(struct rec *r, u32 which)
{
	u32 op = r->args[0];
	u32 kind = op < KEYCTL_OPS ? keyctl_args[op] >> (2 * (which & 3)) & 3 : 0;
	u64 v = arg__nth(r, which + 1);
	if (kind != KEYCTL_TEXT) {
		rec__dyn(r, 0, kind == KEYCTL_NUMBER ? v : 0, 8);
		return;
	}
	u32 c = rec__cursor(r);
	if (c > REC_CURSOR_MAX) {
		rec__full(r);
		return;
	}
	r->data[c] = 1;
	long n = v ? bpf_probe_read_user_str(r->data + c + 1, PATH_MAX, (void *)v) : 0;
	if (n < 0 || n > PATH_MAX)
		n = 0;
	rec__len(r, 1 + n);
	r->cur = c + 1 + n;
}

/** One of the first two operations of semop: number, operation, flags; then those of the second. */
static __always_inline void rec__sembuf(struct rec *r, u64 ptr, u32 which)
{
	u16 v = 0;
	u32 second = which > 2;
	if (!r->ret && (u32)r->args[2] > second)
		bpf_probe_read_user(&v, sizeof(v), (void *)(ptr + 2 * which));
	rec__u16(r, which == 2 || which == 5 ? convert(CONV_SEMOP, v) : v);
}

static __always_inline void rec__vm(struct rec *r, u32 which)
{
	struct task_struct *task = task__loose(bpf_get_current_task_btf());
	struct mm_struct *mm = task->mm;
	if (!mm)
		rec__u32(r, 0);
	else if (which == 0)
		rec__u32(r, mm->total_vm * PAGE_KIB);
	else if (which == 1)
		rec__u32(r, (MM_COUNTER(mm, 0) + MM_COUNTER(mm, 1) + MM_COUNTER(mm, 3)) * PAGE_KIB);
	else
		rec__u32(r, MM_COUNTER(mm, 2) * PAGE_KIB);
}

/** As param__store, for the words that it does not know. */
__noinline int special__store(struct rec *r, u32 desc)
{
	if (!r)
		return 0;
	u32 op = desc & 0xff, conv = desc >> 24;
	u32 first = (desc >> 8) & 7;
	u64 a = arg__nth(r, first);
	u32 second = (desc >> 16) & 0xff;
	u32 width = rec__narrow(r) ? 4 : 8;

	if (op < OP_PEEK32)
		return param__store(r, desc);
	switch (op) {
	case OP_PEEK32:
		rec__u32(r, user__u64(a + second, 4));
		break;
	case OP_PEEK64:
		rec__u64(r, user__u64(a + second, 8));
		break;
	case OP_PEEKOK:
		rec__u64(r, r->ret ? -1 : user__u64(a + second, 8));
		break;
	case OP_PEEKCONV:
		rec__u32(r, convert(conv, user__u64(a + second, 4)));
		break;
	case OP_LONG:
		rec__u64(r, user__u64(a + second * width, width));
		break;
	case OP_LONGOK:
		rec__u64(r, r->ret ? -1 : user__u64(a + second * width, width));
		break;
	case OP_TIME:
		rec__u64(r, user__u64(a, width) * NS_PER_S + user__u64(a + width, width));
		break;
	case OP_VM:
		rec__vm(r, first);
		break;
	case OP_FS_DATA:
		if (r->ret >= 0 && (u32)r->args[1] == FSCONFIG_SET_BINARY)
			rec__user_bytes(r, r->args[3], (u32)r->args[4], PATH_MAX);
		else
			rec__empty(r);
		break;
	case OP_FS_TEXT: {
		u32 cmd = r->args[1];
		if (r->ret >= 0 &&
		    (cmd == FSCONFIG_SET_STRING || cmd == FSCONFIG_SET_PATH || cmd == FSCONFIG_SET_PATH_EMPTY))
			rec__user_str(r, r->args[3]);
		else
			rec__empty(r);
		break;
	}
	case OP_KEYCTL:
		rec__keyctl(r, first);
		break;
	case OP_SEM:
		rec__sembuf(r, a, second);
		break;
	case OP_SEM_VAL:
		rec__s32(r, (u16)r->args[2] == SEM_SETVAL ? r->args[3] : 0);
		break;
	case OP_SOCK_NAME:
		rec__u8(r, (s32)r->args[1] == SOL_SOCKET ? convert(CONV_SOCKOPT, r->args[2]) : 0);
		break;
	case OP_SOCK_VAL:
		rec__sockopt(r, first);
		break;
	}
	return 0;
}

SEC("tp_btf/sys_exit")
int BPF_PROG(special, struct pt_regs *regs, long ret)
{
	struct task_struct *task = task__loose(bpf_get_current_task_btf());
	struct rec *r = rec__get();
	return r ? row__run(r, task, special__store) : 0;
}
