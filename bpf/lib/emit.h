/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Layer 2: a finished record into the rings. */
#pragma once

#include "record.h"

static __always_inline struct event_stats *stats__of(u32 type)
{
	return bpf_map_lookup_elem(&stats, &type);
}

static __always_inline u32 ring__home(u32 tid)
{
	/* the hash's upper half, scaled to the number of rings: no division */
	return (((tid * 2654435761u) >> 16) * n_rings) >> 16;
}

/**
 * Wake the consumer, which is asleep. The ring's own wake-up flag must be given before the record is visible, and the
 * consumer may park in between; so the record goes out silently, and an empty one carries the wake-up.
 */
static __always_inline void ring__wake(void *ring, struct ring_ctl *ctl)
{
	void *w = bpf_ringbuf_reserve(ring, 8, 0);
	if (!w)
		return;
	ctl->parked = 0;
	bpf_ringbuf_discard(w, BPF_RB_FORCE_WAKEUP);
}

/** Write to one ring; gives 0 if it is there. */
static __always_inline long ring__put(u32 idx, struct rec *r, u32 len, u32 flags, bool judged)
{
	void *ring = bpf_map_lookup_elem(&rings, &idx);
	if (!ring || idx >= MAX_RINGS)
		return -1;
	struct ring_ctl *ctl = &ring_ctl[idx];
	if (ctl->gap)
		flags |= RECORD_FLAG_GAP;
	*(u32 *)(r->data + RECORD_PREFIX_FLAGS) = flags;
	/* checked by the caller, for the verifier again here: an old one loses that on the way */
	u64 n = WIDE(len);
	if (n > REC_DATA || bpf_ringbuf_output(ring, r->data, n, BPF_RB_NO_WAKEUP)) {
		ctl->gap = 1;
		return -1;
	}
	if (flags & RECORD_FLAG_GAP)
		ctl->gap = 0;
	/* a copy that nobody judges may wait, unless the ring fills up behind a sleeper */
	if (*(volatile u32 *)&ctl->parked && (judged || bpf_ringbuf_query(ring, BPF_RB_AVAIL_DATA) > ring_size / 8))
		ring__wake(ring, ctl);
	return 0;
}

#define RATE_WINDOW_SHIFT 24 /* 17 ms */
#define RATE_MULT 0x9fb21c651e98df25ull
#define RATE_OWN 64
#define RATE_OWN_TIGHT 8
#define RATE_GROUP 512

/** Count one event of the kind; false if there were `limit` of them in this window of time. */
static __always_inline bool rate__admits(u64 kind, u32 limit)
{
	u32 now = bpf_ktime_get_boot_ns() >> RATE_WINDOW_SHIFT;
	struct rate *at = &rates[(kind * RATE_MULT) >> 32 & (RATE_SLOTS - 1)];
	if (at->window != now) {
		at->window = now;
		at->count = 0;
	}
	return at->count++ < limit;
}

/**
 * Does an ordinary event get a place in a ring that is half full? What comes in masses must not push out what comes
 * once: events are alike when they share process (then control group), type, outcome, and directory or peer.
 */
static __always_inline bool ring__admits(struct rec *r, u64 fill)
{
	u64 what = ((u64)r->type << 1 | (r->ret < 0)) ^ r->kin * RATE_MULT ^ filter_seed;
	u64 tgid = *(u32 *)(r->data + RECORD_PREFIX_TGID);
	u64 cgroup = *(u64 *)(r->data + RECORD_PREFIX_CGROUP);
	if (!rate__admits(what ^ tgid << 32, fill > ring_size / 8 * 5 ? RATE_OWN_TIGHT : RATE_OWN))
		return 0;
	return rate__admits(~what ^ cgroup << 20, RATE_GROUP);
}

/** Fill in prefix and event header. `leader` is the thread group leader of the task that the event is about. */
static __always_inline void rec__header(struct rec *r, u64 tid, u32 tgid, u64 start, u64 cgroup)
{
	u8 *d = r->data;
	*(u32 *)(d + RECORD_PREFIX_TGID) = tgid;
	*(u64 *)(d + RECORD_PREFIX_START) = start;
	*(u64 *)(d + RECORD_PREFIX_CGROUP) = cgroup;
	*(u64 *)(d + RECORD_PREFIX_SIZE + EVENT_TS) = bpf_ktime_get_boot_ns() + boot_epoch_ns;
	*(u64 *)(d + RECORD_PREFIX_SIZE + EVENT_TID) = tid;
	*(u16 *)(d + RECORD_PREFIX_SIZE + EVENT_TYPE) = r->type;
}

/** Ship a record whose header is filled in: to its home ring, or to all of them if it carries process state. */
static __always_inline void rec__ship(struct rec *r, u32 tid)
{
	struct event_stats *st = stats__of(r->type);
	u32 len = r->cur;
	u32 flags = r->flags;
	u32 home = ring__home(tid);

	if (!st || len > REC_DATA)
		return;
	*(u32 *)(r->data + RECORD_PREFIX_ANNEX_LEN) = len - *(u32 *)(r->data + RECORD_PREFIX_ANNEX_OFF);
	if (flags & RECORD_FLAG_FAULT)
		st->faults++;
	if (flags & RECORD_FLAG_TRUNCATED)
		st->truncated++;

	if (!(flags & RECORD_FLAG_STATE)) {
		void *ring = bpf_map_lookup_elem(&rings, &home);
		u64 fill = ring ? bpf_ringbuf_query(ring, BPF_RB_AVAIL_DATA) : 0;
		if (fill > ring_size / 2 && (fill > ring_size - ring_size / 4 || !ring__admits(r, fill))) {
			if (home < MAX_RINGS)
				ring_ctl[home].gap = 1;
			if (fill > ring_size - ring_size / 4)
				st->dropped_reserved++;
			else
				st->dropped_shed++;
			return;
		}
		if (ring__put(home, r, len, flags | RECORD_FLAG_PRIMARY, 1))
			st->dropped_full++;
		else
			st->shipped++;
		return;
	}
	for (u32 i = 0; i < MAX_RINGS; i++) {
		if (i >= n_rings)
			break;
		bool judged = i == home;
		long e = ring__put(i, r, len, judged ? flags | RECORD_FLAG_PRIMARY : flags, judged);
		if (e)
			st->dropped_full++;
		else if (judged)
			st->shipped++;
	}
}

/** Ship an event of the current task. */
static __always_inline void rec__ship_current(struct rec *r, struct task_struct *task)
{
	rec__header(r, task->pid, task->tgid, task->group_leader->start_boottime, task->cgroups->dfl_cgrp->kn->id);
	if (task->pid != task->tgid)
		r->flags |= RECORD_FLAG_THREAD;
	rec__ship(r, task->pid);
}
