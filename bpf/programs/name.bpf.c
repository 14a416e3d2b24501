/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Every path argument is copied into the kernel before anything is done with it, and the copy is given back when the
 * call is done with it: at that moment it is read here. No other thread can have touched it, so that what the event
 * tells is what the kernel has acted on.
 *
 * There is a tracepoint for what is given back to any cache, and none for names alone; hence the first line. Which
 * cache is that of the names is learnt from a call of the sensor itself, made for this.
 */
#include "../lib/call.h"
#include "../lib/name.h"

#define MS_BIND 4096
#define MS_MOVE 8192

/** Keep a name for the end of the call; false if there is one already, and `flags` says to leave that. */
static __always_inline bool name__keep(u64 text, u32 nth, u64 flags)
{
	u32 zero = 0;
	struct name *copy = bpf_map_lookup_elem(&name_scratch, &zero);
	u64 key = name__key(nth);
	if (!copy || bpf_probe_read_kernel_str(copy->text, PATH_MAX, (void *)text) <= 0)
		return 1;
	return bpf_map_update_elem(&names, &key, copy, flags) == 0;
}

/** The name that was read at `user`: two arguments at one address get one each, in their order. */
static __always_inline void name__sort(u64 text, u32 slot, u64 *args, u64 user)
{
	u32 last = NARGS;
	for (u32 i = 0; i < NARGS; i++) {
		if (args[i] != user || !name__wanted(slot, i))
			continue;
		if (name__keep(text, i, BPF_NOEXIST))
			return;
		last = i;
	}
	if (last < NARGS)
		name__keep(text, last, BPF_ANY);
	/* what mount is to show elsewhere is looked up from a copy, whose place nobody is told */
	if (!user && slot == NR_mount && args[3] & (MS_BIND | MS_MOVE) && name__wanted(slot, 0))
		name__keep(text, 0, BPF_ANY);
}

/** A text without a head: a name that has no room beside it, if it is that long, else something else. */
static __always_inline void name__sort_long(u64 text, u32 head)
{
	u32 zero = 0;
	struct name *copy = bpf_map_lookup_elem(&name_scratch, &zero);
	if (!copy || bpf_probe_read_kernel_str(copy->text, PATH_MAX, (void *)text) <= PATH_MAX - head)
		return;
	if (!name__keep(text, NAME_LONG, BPF_NOEXIST))
		name__keep(text, NAME_LONG_OTHER, BPF_ANY);
}

/* raw: as tp_btf, the verifier of 6.1 will not let it read pointers to const void */
SEC("raw_tp/kmem_cache_free")
int BPF_PROG(name_done, u64 call_site, const void *object, const void *cache)
{
	u64 known = names_cache;
	if ((u64)cache != known && known != NAMES_LEARN)
		return 0;
	struct task_struct *task = bpf_get_current_task_btf();
	struct pt_regs *regs = (struct pt_regs *)bpf_task_pt_regs(task);
	u32 origin = 0, slot = call__slot(regs, task, &origin);
	bool own = task->tgid == own_tgid;

	if (slot >= MAX_SYSCALLS || (known == NAMES_LEARN ? !own : own || !(wanted[slot] >> 1)))
		return 0;

	u64 name = launder((u64)object), args[NARGS];
	u32 head = bpf_core_field_offset(struct filename, iname);
	u64 user = (u64)RD(struct filename, name, uptr);
	bool whole = (u64)RD(struct filename, name, name) == name + head;
	if (origin)
		arch__args_compat(regs, args);
	else
		arch__args(regs, args);

	if (known == NAMES_LEARN) {
		if (whole && user == args[1] && (s32)args[0] == NAMES_LEARN_FD)
			names_cache = (u64)cache;
	} else if (whole) {
		name__sort(name + head, slot, args, user);
	} else {
		name__sort_long(name, head);
	}
	return 0;
}
