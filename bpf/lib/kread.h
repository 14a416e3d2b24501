/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Following kernel pointers that the verifier has lost the type of. */
#pragma once

#include "../maps.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>

extern void *bpf_rdonly_cast(const void *obj, u32 btf_id) __ksym __weak;

#ifndef HAS_CAST
#define HAS_CAST 1
#endif

/** A pointer of unknown origin as one that may be followed directly: loads fault to zero, and cost no helper call. */
#define CAST(type, ptr) ((type *)bpf_rdonly_cast((void *)(ptr), bpf_core_type_id_kernel(type)))

/**
 * Member of *ptr. Direct load where the kernel can (6.2 and later), else a probe read. The objects are built for either
 * kernel: with both ways in one program, the verifier spends most of its time on removing the one.
 */
#if HAS_CAST
#define RD(type, ptr, member) (CAST(type, ptr)->member)
#else
#define RD(type, ptr, member)                                                         \
	({                                                                            \
		typeof(((type *)0)->member) __v;                                      \
		type *__p = (type *)(long)(ptr); /* its text must not be relocated */ \
		bpf_core_read(&__v, sizeof(__v), &__p->member);                       \
		__v;                                                                  \
	})
#endif

/**
 * A helper with many reads. Probe reads take stack, of which a program and all that it calls have 512 bytes: there the
 * helper has a frame of its own, which is given back.
 */
#if HAS_CAST
#define READER static __always_inline
#else
#define READER static __noinline
#endif

/**
 * A task without the verifier's trust. For each member behind a trusted pointer the verifier searches all of the
 * kernel's types by name, twice: that was most of the time of loading these programs.
 */
static __always_inline struct task_struct *task__loose(struct task_struct *task)
{
	return HAS_CAST ? CAST(struct task_struct, task) : task;
}

/**
 * A kernel pointer as a plain number. Global functions take no pointers into the kernel, and the verifier remembers
 * what a register holds; once through memory it has forgotten.
 */
static __always_inline u64 launder(u64 ptr)
{
	u32 zero = 0;
	u64 *cell = bpf_map_lookup_elem(&cells, &zero);
	if (!cell)
		return 0;
	*(volatile u64 *)cell = ptr;
	return *(volatile u64 *)cell;
}

/**
 * A number of 64 bits of which the compiler knows nothing, so that it is compared as such: before 6.4 the verifier does
 * not learn from comparing the lower half.
 */
#define WIDE(v)                               \
	({                                    \
		u64 __w = (v);                \
		asm volatile("" : "+r"(__w)); \
		__w;                          \
	})

/** Mask a value so that the verifier sees it: the compiler may know the bound already and drop a plain &. */
#define BOUND(v, mask) asm volatile("%0 &= %1" : "+r"(v) : "i"(mask))
