/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Every map and global of the programs, grouped by kind. No program file declares one of its own. */
#pragma once

#include "abi.h"
#include "kernel/types.h"
#include <bpf/bpf_helpers.h>

#include "generated/record.h"
#include "generated/syscalls.h"

/** Kind of the maps that records are put together in. */
#ifndef SCRATCH
#define SCRATCH BPF_MAP_TYPE_PERCPU_ARRAY
#endif

/* --- settings: constant after load, so that the verifier removes what they switch off --- */

/** number of rings in use, one a worker */
const volatile u32 n_rings = 1;
/** bytes of one ring; ordinary events leave its last quarter to lifecycle events */
const volatile u64 ring_size = 0;
/** ns between the epoch and boot */
const volatile u64 boot_epoch_ns = 0;
/** bytes of a data buffer that are shipped */
const volatile u32 snaplen = 80;
/** 1 = more bytes of transfers on sockets of interest */
const volatile u32 dynamic_snaplen = 0;
/** ports whose transfers are shipped as far as fits, first to last; 0 = none */
const volatile u16 fullcapture_first = 0;
const volatile u16 fullcapture_last = 0;
const volatile u16 statsd_port = 8125;
/** thread group of the sensor: its own events are not shipped */
const volatile u32 own_tgid = 0;

/** seed of the filter's keys, random for each start; 0 = no filter */
const volatile u64 filter_seed = 0;

/** 1 = path arguments may be the kernel's copies */
const volatile u32 kernel_paths = 0;

/* --- switches: user space writes them while programs run --- */

/** by slot: bit 0 = the system call is wanted; the bits above, one an argument = its path is the kernel's copy */
u8 wanted[MAX_SYSCALLS] = {};
/** the kernel's cache of path names: 0 = not known, NAMES_LEARN = the sensor's own next call will show it */
u64 names_cache = 0;
/** 1 = process lifecycle tracepoints ship events */
u32 lifecycle_on = 0;

/** LOOK_*: what the iterators are to give */
u32 look_mode = 0;

/** Keys of events that no rule can match, by their upper bits; written by user space. */
u64 boring[BORING_SLOTS] = {};

struct rate rates[RATE_SLOTS] = {};

struct ring_ctl ring_ctl[MAX_RINGS] __attribute__((aligned(64))) = {};

/* --- counters --- */

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, MAX_EVENTS);
	__type(key, u32);
	__type(value, struct event_stats);
} stats SEC(".maps");

/* --- sockets --- */

/** ROLE_* of connected sockets, by inode number; a socket itself does not tell who called whom. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 32768);
	__type(key, u64);
	__type(value, u8);
} roles SEC(".maps");

/* --- io_uring --- */

#define PATH_MAX 4096

/** A path argument as the kernel has copied it. */
struct name {
	u8 text[PATH_MAX];
};

#define URING_TEXT 512

/** An operation between submission and completion, as the call that it stands for. */
struct uring_req {
	u64 args[6];
	u32 slot;
	/** the argument that each text is, or -1 */
	s8 text_arg[2];
	/** a bit each: the text is too long to lie here, and is among uring_names */
	u8 long_texts;
	u8 direct;
	/** works on a file of its own, not only with paths */
	u8 has_file;
	u8 op;
	u8 pad[6];
	/** paths as the kernel has copied them, or an address */
	u8 text[2][URING_TEXT];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 8192);
	__type(key, u64);
	__type(value, struct uring_req);
} uring_reqs SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct uring_req);
} uring_scratch SEC(".maps");

/** Paths that have no room in their uring_req, by request and which of its texts they are. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 1024);
	__type(key, u64);
	__type(value, struct name);
} uring_names SEC(".maps");

/* --- path arguments --- */

/** Between the moment the kernel is done with one and the call's end, by thread and argument: name__key(). Each call
 * takes its own out again: what is here is under way. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 16384);
	__type(key, u64);
	__type(value, struct name);
} names SEC(".maps");

/** two, as a request through io_uring has that many */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 2);
	__type(key, u32);
	__type(value, struct name);
} name_scratch SEC(".maps");

/* --- buffers --- */

#define REC_CURSOR_MAX 24576
#define REC_DATA 32640

/** A record while it is put together. */
struct rec {
	/** next free byte of data */
	u32 cur;
	/** parameters stored so far */
	u32 n;
	/** event code */
	u32 type;
	/** RECORD_FLAG_* */
	u32 flags;
	u64 args[6];
	s64 ret;
	/** number of the call on this machine, as the event tells it */
	u32 nr;
	/** index into the tables of calls */
	u32 slot;
	/** RECORD_FLAG_IA32, RECORD_FLAG_IO_URING or 0, from the dispatcher */
	u32 origin;
	/** portable code of the call */
	u16 sc;
	/** io_uring: text arguments point into the kernel */
	u8 kernel_text;
	/** io_uring: a new file goes into the ring's table, and is no fd */
	u8 direct;
	/** io_uring: file that the operation works on, which its fd may not name any more; else 0 */
	u64 file;
	/** what sets the event apart from others of its type: directory of its file, or peer of its socket */
	u64 kin;
	/** arguments of the global path functions, which take no kernel pointers */
	u64 dentry;
	u64 vfsmount;
	u8 data[REC_DATA];
};

struct {
	__uint(type, SCRATCH);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct rec);
} recs SEC(".maps");

/** A walk from a file to the root that only hashes what it passes. */
struct chain {
	u64 dentry;
	u64 mount;
	u64 hash;
};

struct {
	__uint(type, SCRATCH);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct chain);
} chains SEC(".maps");

/** for launder() */
struct {
	__uint(type, SCRATCH);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, u64);
} cells SEC(".maps");

#define PATH_BUF (PATH_MAX + 256)

/** A path is built here from its end, because the kernel knows it leaf first. */
struct pathbuf {
	u8 bytes[PATH_BUF];
};

struct {
	__uint(type, SCRATCH);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct pathbuf);
} pathbufs SEC(".maps");

/* --- rings and programs --- */

struct ring_template {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, MAX_RINGS);
	__type(key, u32);
	__array(values, struct ring_template);
} rings SEC(".maps");

/** one program a system call, by slot */
struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, MAX_SYSCALLS);
	__type(key, u32);
	__type(value, u32);
} tails SEC(".maps");
