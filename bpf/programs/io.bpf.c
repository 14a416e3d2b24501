/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* read, write and their kin: the first bytes of what went through. */
#include "../generated/events.h"
#include "../lib/emit.h"
#include "../lib/iov.h"
#include "../lib/snap.h"

/** Event of a call of this family; its parameters follow from the kind. */
static __always_inline u32 io__event(u32 slot)
{
	switch (slot) {
	case NR_read:
		return EV_READ_X;
	case NR_write:
		return EV_WRITE_X;
	case NR_pread64:
		return EV_PREAD_X;
	case NR_pwrite64:
		return EV_PWRITE_X;
	case NR_readv:
		return EV_READV_X;
	case NR_writev:
		return EV_WRITEV_X;
	case NR_preadv:
		return EV_PREADV_X;
	case NR_pwritev:
		return EV_PWRITEV_X;
	case NR_process_vm_readv:
		return EV_PROCESS_VM_READV_X;
	}
	return EV_PROCESS_VM_WRITEV_X;
}

static __always_inline int io__run(struct rec *r, struct task_struct *task)
{
	u32 slot = r->slot;
	s64 ret = r->ret;
	s32 fd = r->args[0];
	u64 buf = r->args[1], count = r->args[2];
	bool vm = slot == NR_process_vm_readv || slot == NR_process_vm_writev;
	bool at = slot == NR_pread64 || slot == NR_pwrite64 || slot == NR_preadv || slot == NR_pwritev;
	bool writes = slot == NR_write || slot == NR_pwrite64 || slot == NR_writev || slot == NR_pwritev;
	bool vector = slot == NR_readv || slot == NR_writev || slot == NR_preadv || slot == NR_pwritev;

	rec__start(r, io__event(slot), vm ? 3 : at ? 5 : 4);
	r->flags = r->origin;
	rec__s64(r, ret);
	if (vm) {
		rec__s64(r, fd);
		if (ret > 0)
			iov__store(r, buf, count, ret < snaplen ? ret : snaplen);
		else
			rec__empty(r);
		rec__end_event(r);
		rec__ship_current(r, task);
		return 0;
	}
	u32 max = snap__len(r, fd, vector ? 0 : buf, count, 0);
	if (vector && !writes)
		rec__u32(r, ret > 0 ? ret : 0);
	if (ret <= 0 && !writes)
		rec__empty(r);
	else if (vector)
		iov__store(r, buf, count, ret > 0 && ret < max ? ret : max);
	else
		rec__user_bytes(r, buf, ret > 0 ? ret : count, max);
	rec__s64(r, fd);
	if (!vector)
		rec__u32(r, count);
	else if (writes)
		iov__size(r, buf, count);
	if (at)
		rec__u64(r, r->args[3]);
	rec__end_event(r);
	annex__fd(r, task, fd, 0);
	rec__ship_current(r, task);
	return 0;
}

SEC("tp_btf/sys_exit")
int BPF_PROG(io, struct pt_regs *regs, long sysret)
{
	struct task_struct *task = task__loose(bpf_get_current_task_btf());
	struct rec *r = rec__get();
	if (!r || task->tgid == own_tgid)
		return 0;
	return io__run(r, task);
}
