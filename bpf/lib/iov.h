/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Layer 1: vectors of buffers and message headers of the caller, 64 and 32 bit wide. */
#pragma once

#include "record.h"

#define IOV_MAX_READ 32
/** bytes of a vector that fit, whatever snaplen says */
#define IOV_BYTES 3968

struct user_iov {
	u64 base, len;
};

/** Is the caller's memory laid out in 32 bits? */
static __always_inline bool rec__narrow(struct rec *r)
{
	return r->origin & RECORD_FLAG_IA32;
}

/** The caller's `long` at `ptr`; what cannot be read is zero. */
static __always_inline u64 user__long(struct rec *r, u64 ptr)
{
	u64 v = 0;
	bpf_probe_read_user(&v, rec__narrow(r) ? 4 : 8, (void *)ptr);
	return v;
}

static __always_inline bool iov__read(struct rec *r, struct user_iov *v, u64 iov, u32 i)
{
	if (rec__narrow(r)) {
		u32 narrow[2] = {};
		if (bpf_probe_read_user(narrow, sizeof(narrow), (void *)(iov + i * sizeof(narrow))))
			return 0;
		v->base = narrow[0];
		v->len = narrow[1];
		return 1;
	}
	return !bpf_probe_read_user(v, sizeof(*v), (void *)(iov + i * sizeof(*v)));
}

/** A walk over a vector. */
struct iov_walk {
	u64 iov;
	/** bytes stored, or counted */
	u32 n;
	u32 max;
	u32 failed;
};

static long iov__copy_step(u32 i, struct iov_walk *w)
{
	struct rec *r = rec__get();
	struct user_iov v = {};
	if (!r)
		return 1;
	u32 c = rec__cursor(r), n = w->n, max = w->max;
	if (c > REC_CURSOR_MAX || max > IOV_BYTES || n >= max || !iov__read(r, &v, w->iov, i))
		return 1;
	u32 want = max - n;
	if (v.len < want)
		want = v.len;
	if (want > IOV_BYTES)
		return 1;
	if (bpf_probe_read_user(r->data + c + n, want, (void *)v.base)) {
		r->flags |= RECORD_FLAG_FAULT;
		return 1;
	}
	w->n = n + want;
	return 0;
}

static long iov__count_step(u32 i, struct iov_walk *w)
{
	struct rec *r = rec__get();
	struct user_iov v = {};
	if (!r || !iov__read(r, &v, w->iov, i)) {
		w->failed = 1;
		return 1;
	}
	w->n += v.len;
	return 0;
}

/** BYTEBUF parameter: the first `max` bytes of what `count` buffers hold. */
__noinline int iov__store(struct rec *r, u64 iov, u32 count, u32 max)
{
	if (!r)
		return 0;
	struct iov_walk w = {.iov = iov, .max = max < IOV_BYTES ? max : IOV_BYTES};
	if (rec__cursor(r) > REC_CURSOR_MAX) {
		rec__full(r);
		return 0;
	}
	bpf_loop(count < IOV_MAX_READ ? count : IOV_MAX_READ, iov__copy_step, &w, 0);
	rec__len(r, w.n);
	r->cur += w.n;
	return 0;
}

/** UINT32 parameter: the bytes that `count` buffers hold; zero if the vector cannot be read. */
__noinline int iov__size(struct rec *r, u64 iov, u32 count)
{
	if (!r)
		return 0;
	struct iov_walk w = {.iov = iov};
	bpf_loop(count < IOV_MAX_READ ? count : IOV_MAX_READ, iov__count_step, &w, 0);
	rec__u32(r, w.failed ? 0 : w.n);
	return 0;
}

/** struct msghdr of the caller. */
struct user_msg {
	u64 name, iov, iovlen, control, controllen;
	u32 namelen;
	/** bytes transferred, where it is one of several */
	u32 done;
};

#define MSG_SIZE 56
#define MSG_SIZE_NARROW 28

/** Read the `i`-th of a vector of messages (`several`), or the one there. */
static __always_inline bool msg__read(struct rec *r, struct user_msg *m, u64 ptr, u32 i, bool several)
{
	if (rec__narrow(r)) {
		u32 w[8] = {};
		if (bpf_probe_read_user(w, several ? 32 : MSG_SIZE_NARROW, (void *)(ptr + i * 32)))
			return 0;
		m->name = w[0];
		m->namelen = w[1];
		m->iov = w[2];
		m->iovlen = w[3];
		m->control = w[4];
		m->controllen = w[5];
		m->done = w[7];
		return 1;
	}
	u64 w[8] = {};
	if (bpf_probe_read_user(w, several ? 64 : MSG_SIZE, (void *)(ptr + i * 64)))
		return 0;
	m->name = w[0];
	m->namelen = w[1];
	m->iov = w[2];
	m->iovlen = w[3];
	m->control = w[4];
	m->controllen = w[5];
	m->done = w[7];
	return 1;
}
