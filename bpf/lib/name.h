/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Path arguments as the kernel has taken them. What the caller's memory says when a call returns is what the caller
 * wants it to say: a second thread may have put another text there. programs/name.bpf.c keeps the kernel's copies; here
 * they become parameters.
 */
#pragma once

#include "record.h"

/** instead of an argument's number: a name too long to lie in its struct filename, which tells no argument */
#define NAME_LONG 6
#define NAME_LONG_OTHER 7

static __always_inline u64 name__key(u32 nth)
{
	return (u64)(u32)bpf_get_current_pid_tgid() << 3 | nth;
}

/** Is argument `nth` of the call a path whose kernel copy is wanted? */
static __always_inline bool name__wanted(u32 slot, u32 nth)
{
	return slot < MAX_SYSCALLS && nth < 6 && wanted[slot] >> (nth + 1) & 1;
}

struct name_compare {
	u32 at, len, differ;
};

static long name__compare(u32 i, struct name_compare *c)
{
	u32 zero = 0, at = c->at;
	struct rec *r = rec__get();
	struct name *now = bpf_map_lookup_elem(&name_scratch, &zero);
	if (!r || !now || i >= PATH_MAX / 8 || at > REC_CURSOR_MAX)
		return 1;
	u64 differ = *(u64 *)(r->data + at + i * 8) ^ *(u64 *)(now->text + i * 8);
	u32 left = c->len - i * 8;
	/* what lies behind the text does not count */
	if (left < 8)
		differ &= (1ull << left * 8) - 1;
	if (!differ)
		return 0;
	c->differ = 1;
	return 1;
}

/** Flag the event if the argument at `ptr` is another text by now than the one at data[at], `len` bytes with NUL. */
static __always_inline void name__check(struct rec *r, u32 at, u32 len, u64 ptr)
{
	u32 zero = 0;
	struct name *now = bpf_map_lookup_elem(&name_scratch, &zero);
	long n = now ? bpf_probe_read_user_str(now->text, PATH_MAX, (void *)ptr) : 0;
	if (n <= 0)
		return;
	struct name_compare c = {.at = at, .len = len, .differ = n != len};
	if (!c.differ)
		bpf_loop((len + 7) / 8, name__compare, &c, 0);
	if (c.differ)
		r->flags |= RECORD_FLAG_CHANGED;
}

/** Argument `nth`, a path at `ptr`, as a text parameter from the kernel's copy; 0 if there is none. */
__noinline int name__store(struct rec *r, u32 nth, u64 ptr)
{
	if (!r || !name__wanted(r->slot, nth))
		return 0;
	u32 c = rec__cursor(r);
	u64 key = name__key(nth);
	struct name *name = bpf_map_lookup_elem(&names, &key);
	if (!name) {
		key = name__key(NAME_LONG);
		name = bpf_map_lookup_elem(&names, &key);
	}
	if (!name) {
		key = name__key(NAME_LONG_OTHER);
		name = bpf_map_lookup_elem(&names, &key);
	}
	if (!name || c > REC_CURSOR_MAX)
		return 0;
	long n = bpf_probe_read_kernel_str(r->data + c, PATH_MAX, name->text);
	bpf_map_delete_elem(&names, &key);
	if (n <= 0 || n > PATH_MAX)
		return 0;
	rec__len(r, n);
	r->cur = c + n;
	name__check(r, c, n, ptr);
	return 1;
}
