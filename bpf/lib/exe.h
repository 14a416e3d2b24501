/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Layer 1: what is to be known of a program file. */
#pragma once

#include "task.h"

#define EXE_WRITABLE 1
#define EXE_UPPER_LAYER 2
#define EXE_FROM_MEMFD 4
#define EXE_LOWER_LAYER 8
#define CAP_DAC_OVERRIDE 1
#define CAP_FOWNER 3
#define S_IWUSR 0200
#define S_IWGRP 0020
#define S_IWOTH 0002
/** newer kernels note in the nanoseconds that somebody has asked for them */
#define CTIME_QUERIED (1u << 31)

/** May the task write to its executable? The kernel's own test, without ACLs. */
static __always_inline bool exe__writable(u64 inode, const struct cred *cred)
{
	u16 mode = RD(struct inode, inode, i_mode);
	if (mode & S_IWOTH)
		return 1;
	if ((mode & S_IWUSR) && RD(struct inode, inode, i_uid.val) == cred->fsuid.val)
		return 1;
	if ((mode & S_IWGRP) && RD(struct inode, inode, i_gid.val) == cred->fsgid.val)
		return 1;
	return CAPS(cred, cap_effective) & (1 << CAP_DAC_OVERRIDE | 1 << CAP_FOWNER);
}

static __always_inline u64 inode__ctime(u64 inode)
{
	struct inode___split *s = (void *)inode;
	struct inode___dunder *d = (void *)inode;
	struct inode___plain *p = (void *)inode;
	if (bpf_core_field_exists(s->i_ctime_sec))
		return BPF_CORE_READ(s, i_ctime_sec) * 1000000000ull +
		       (BPF_CORE_READ(s, i_ctime_nsec) & ~CTIME_QUERIED);
	if (bpf_core_field_exists(d->__i_ctime))
		return BPF_CORE_READ(d, __i_ctime.tv_sec) * 1000000000ull + BPF_CORE_READ(d, __i_ctime.tv_nsec);
	return BPF_CORE_READ(p, i_ctime.tv_sec) * 1000000000ull + BPF_CORE_READ(p, i_ctime.tv_nsec);
}

static __always_inline u64 inode__mtime(u64 inode)
{
	struct inode___split *s = (void *)inode;
	struct inode___dunder *d = (void *)inode;
	struct inode___plain *p = (void *)inode;
	if (bpf_core_field_exists(s->i_mtime_sec))
		return BPF_CORE_READ(s, i_mtime_sec) * 1000000000ull + BPF_CORE_READ(s, i_mtime_nsec);
	if (bpf_core_field_exists(d->__i_mtime))
		return BPF_CORE_READ(d, __i_mtime.tv_sec) * 1000000000ull + BPF_CORE_READ(d, __i_mtime.tv_nsec);
	return BPF_CORE_READ(p, i_mtime.tv_sec) * 1000000000ull + BPF_CORE_READ(p, i_mtime.tv_nsec);
}

/** EXE_* of a program file, but for memory files: those are known by their path. */
static __always_inline u32 exe__flags(struct filemeta *m, u64 inode, const struct cred *cred)
{
	u32 flags = inode && exe__writable(inode, cred) ? EXE_WRITABLE : 0;
	return flags | (m->flags & FD_FLAG_UPPER_LAYER	 ? EXE_UPPER_LAYER
			: m->flags & FD_FLAG_LOWER_LAYER ? EXE_LOWER_LAYER
							 : 0);
}

/** A path (stored at path_at) that starts at no root, on tmpfs, is an anonymous memory file: say so at flags_at. */
static __always_inline void exe__mark_memfd(struct rec *r, struct filemeta *m, u32 flags_at, u32 flags, u32 path_at)
{
	if ((m->magic == TMPFS_MAGIC || m->magic == HUGETLBFS_MAGIC) && path_at <= REC_CURSOR_MAX &&
	    flags_at <= REC_CURSOR_MAX && r->data[path_at] != '/')
		*(u32 *)(r->data + flags_at) = flags | EXE_FROM_MEMFD;
}
