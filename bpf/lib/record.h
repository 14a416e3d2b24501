/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Layer 0: bytes into the record under construction.
 *
 *   data: | prefix 32 | event header 26 | u16 lengths[nparams] | parameters ... | annex entries ... |
 *                                                              ^ cur moves right
 *
 * Every store checks the cursor against REC_CURSOR_MAX and then writes at most REC_DATA - REC_CURSOR_MAX bytes, which
 * is what lets the verifier accept a variable offset. What does not fit is cut and flagged, never dropped.
 */
#pragma once

#include "kread.h"

#define LENS_AT (RECORD_PREFIX_SIZE + EVENT_HEADER_SIZE)
#define MAX_PARAMS 32

static __always_inline struct rec *rec__get(void)
{
	u32 zero = 0;
	return bpf_map_lookup_elem(&recs, &zero);
}

static __always_inline void rec__start(struct rec *r, u32 type, u32 nparams)
{
	r->type = type;
	r->n = 0;
	r->flags = 0;
	r->kin = 0;
	r->cur = LENS_AT + 2 * nparams;
	*(u32 *)(r->data + RECORD_PREFIX_SIZE + EVENT_NPARAMS) = nparams;
}

/* No event has more than MAX_PARAMS; to cut the number costs the verifier nothing, to compare it a path for each. */
static __always_inline void rec__len(struct rec *r, u16 len)
{
	u32 n = r->n & (MAX_PARAMS - 1);
	*(u16 *)(r->data + LENS_AT + 2 * n) = len;
	r->n = n + 1;
}

static __always_inline void rec__full(struct rec *r)
{
	r->flags |= RECORD_FLAG_TRUNCATED;
	rec__len(r, 0);
}

/**
 * The next free byte; one that is past REC_CURSOR_MAX means that the record is full. An older verifier that sees one
 * copy of it compared learns nothing of the others (a register and its place on the stack), so there it is held in
 * bounds before there are any.
 */
static __always_inline u32 rec__cursor(struct rec *r)
{
	if (HAS_CAST)
		return r->cur;
	u64 c = r->cur;
	asm volatile("if %0 <= %1 goto +1; %0 = %2" : "+r"(c) : "i"(REC_CURSOR_MAX), "i"(REC_CURSOR_MAX + 1));
	return c;
}

#define REC_STORE(name, type)                                          \
	static __always_inline void rec__##name(struct rec *r, type v) \
	{                                                              \
		u32 c = rec__cursor(r);                                \
		if (c > REC_CURSOR_MAX) {                              \
			rec__full(r);                                  \
			return;                                        \
		}                                                      \
		*(type *)(r->data + c) = v;                            \
		rec__len(r, sizeof(type));                             \
		r->cur = c + sizeof(type);                             \
	}

REC_STORE(s64, s64)
REC_STORE(u64, u64)
REC_STORE(u32, u32)
REC_STORE(s32, s32)
REC_STORE(u16, u16)
REC_STORE(s16, s16)
REC_STORE(u8, u8)

static __always_inline void rec__empty(struct rec *r)
{
	rec__len(r, 0);
}

/** NUL-terminated text of user space; empty parameter if it cannot be read. Gives its length with the NUL. */
static __always_inline u32 rec__user_str(struct rec *r, u64 ptr)
{
	u32 c = rec__cursor(r);
	if (c > REC_CURSOR_MAX) {
		rec__full(r);
		return 0;
	}
	long n = ptr ? bpf_probe_read_user_str(r->data + c, PATH_MAX, (void *)ptr) : 0;
	if (n <= 0 || n > PATH_MAX) {
		if (ptr)
			r->flags |= RECORD_FLAG_FAULT;
		rec__len(r, 0);
		return 0;
	}
	if (n == PATH_MAX)
		r->flags |= RECORD_FLAG_TRUNCATED;
	rec__len(r, n);
	r->cur = c + n;
	return n;
}

/** NUL-terminated text of the kernel. Gives its length with the NUL. */
static __always_inline u32 rec__kernel_str(struct rec *r, const void *ptr)
{
	u32 c = rec__cursor(r);
	if (c > REC_CURSOR_MAX) {
		rec__full(r);
		return 0;
	}
	long n = bpf_probe_read_kernel_str(r->data + c, PATH_MAX, ptr);
	if (n <= 0 || n > PATH_MAX) {
		r->flags |= RECORD_FLAG_FAULT;
		rec__len(r, 0);
		return 0;
	}
	rec__len(r, n);
	r->cur = c + n;
	return n;
}

/** Up to `len` bytes of user space. */
static __always_inline void rec__user_bytes(struct rec *r, u64 ptr, u64 len, u32 max)
{
	u32 c = rec__cursor(r);
	if (c > REC_CURSOR_MAX) {
		rec__full(r);
		return;
	}
	u32 want = len > max ? max : len;
	if (want > PATH_MAX)
		want = PATH_MAX;
	if (!ptr || !want) {
		rec__len(r, 0);
		return;
	}
	if (bpf_probe_read_user(r->data + c, want, (void *)ptr)) {
		r->flags |= RECORD_FLAG_FAULT;
		rec__len(r, 0);
		return;
	}
	rec__len(r, want);
	r->cur = c + want;
}

/** The event is complete: what follows is annex. */
static __always_inline void rec__end_event(struct rec *r)
{
	u32 c = rec__cursor(r);
	*(u32 *)(r->data + RECORD_PREFIX_SIZE + EVENT_LEN) = c - RECORD_PREFIX_SIZE;
	*(u32 *)(r->data + RECORD_PREFIX_ANNEX_OFF) = c;
}

/** Begin an annex entry; gives the room for its payload, or 0 if the record is full. */
static __always_inline u8 *annex__begin(struct rec *r, u8 tag, u8 kind, u16 len)
{
	u32 c = rec__cursor(r);
	if (c > REC_CURSOR_MAX) {
		r->flags |= RECORD_FLAG_TRUNCATED;
		return 0;
	}
	u8 *p = r->data + c;
	p[0] = tag;
	p[1] = kind;
	*(u16 *)(p + 2) = len;
	r->cur = c + 4 + len;
	return p + 4;
}
