/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* poll, ppoll: which descriptors, and what was found of each. */
#include "../generated/events.h"
#include "../lib/convert.h"
#include "../lib/emit.h"
#include "../lib/iov.h"

#define POLL_MAX 16
#define POLL_PAIR 10
#define NS_PER_SECOND 1000000000ull

struct user_pollfd {
	s32 fd;
	u16 events, revents;
};

/** FDLIST parameter: their number, then descriptor and found events of each. */
__noinline int fdlist__store(struct rec *r, u64 fds, u32 nfds)
{
	if (!r)
		return 0;
	u32 c = rec__cursor(r);
	u32 n = nfds < POLL_MAX ? nfds : POLL_MAX;
	if (c > REC_CURSOR_MAX) {
		rec__full(r);
		return 0;
	}
	for (u32 i = 0; i < POLL_MAX; i++) {
		struct user_pollfd f = {};
		if (i >= n)
			break;
		if (bpf_probe_read_user(&f, sizeof(f), (void *)(fds + i * sizeof(f)))) {
			n = 0;
			break;
		}
		u8 *p = r->data + c + 2 + i * POLL_PAIR;
		*(s64 *)p = f.fd;
		*(u16 *)(p + 8) = convert(CONV_POLL, f.revents);
	}
	*(u16 *)(r->data + c) = n;
	rec__len(r, 2 + n * POLL_PAIR);
	r->cur = c + 2 + n * POLL_PAIR;
	return 0;
}

SEC("tp_btf/sys_exit")
int BPF_PROG(poll, struct pt_regs *regs, long sysret)
{
	struct task_struct *task = task__loose(bpf_get_current_task_btf());
	struct rec *r = rec__get();
	if (!r || task->tgid == own_tgid)
		return 0;
	bool with_mask = r->slot == NR_ppoll;
	rec__start(r, with_mask ? EV_PPOLL_X : EV_POLL_X, with_mask ? NP_PPOLL_X : NP_POLL_X);
	r->flags = r->origin;
	rec__s64(r, r->ret);
	fdlist__store(r, r->args[0], r->args[1]);
	if (with_mask) {
		u32 mask = 0;
		u64 ts = r->args[2];
		u64 s = user__long(r, ts), ns = user__long(r, ts + (rec__narrow(r) ? 4 : 8));
		bpf_probe_read_user(&mask, sizeof(mask), (void *)r->args[3]);
		rec__u64(r, s * NS_PER_SECOND + ns);
		rec__u32(r, mask);
	} else {
		/* without its sign, as the schema's other producers have it */
		rec__s64(r, (u32)r->args[2]);
	}
	rec__end_event(r);
	rec__ship_current(r, task);
	return 0;
}
