/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* What the programs and the addon share besides the record: limits, ring control, counters. */
#pragma once

#include "kernel/ints.h"

#define MAX_RINGS 16
#define MAX_SYSCALLS 512
#define MAX_EVENTS 512
/** slots of the table of uninteresting events; a power of two */
#define BORING_SLOTS 65536
/** slots of the table of rates; a power of two */
#define RATE_SLOTS 8192

/** names_cache: the cache is still to be found out */
#define NAMES_LEARN 1
/** descriptor that the call which shows it is made on */
#define NAMES_LEARN_FD -100
/** for the iterators: threads besides the leaders as well; sockets only */
#define LOOK_THREADS 1
#define LOOK_SOCKETS 2

/** Shared with the consumer of each ring, one cache line each. */
struct ring_ctl {
	/** consumer: about to sleep; producer: clears it and wakes the consumer */
	u32 parked;
	/** producer: events were lost since the last one that got through */
	u32 gap;
	/** producer: how many events that change processes were lost */
	u32 lost_state;
	u8 pad[52];
};
/** How many events of a kind came within a window of time; looked at only while a ring fills up. */
struct rate {
	u32 window;
	u32 count;
};

/** Per event code; {shipped} counts events, not copies. shipped + dropped_* + filtered = seen. */
struct event_stats {
	u64 shipped;
	/** no room in the ring */
	u64 dropped_full;
	/** ordinary event, and only the room kept for lifecycle events was left */
	u64 dropped_reserved;
	/** memory that could not be read */
	u64 faults;
	u64 truncated;
	/** ended in the kernel: no rule can match them */
	u64 filtered;
	/** the ring was filling up, and this one was one of many alike */
	u64 dropped_shed;
};
