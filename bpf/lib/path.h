/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Layer 1: the full path of a dentry, as its mount namespace sees it. */
#pragma once

#include "record.h"

#define PATH_DEPTH 1024

/** State of a walk from a leaf to the root. Kernel pointers travel as numbers: they are cast where they are read. */
struct walk {
	u64 dentry;
	u64 mount;
	/** first used byte of the path buffer */
	u32 pos;
	u8 reached_root;
	u8 cut;
	/** where the walk leaves the leaf's own mount: that mount's root, and the first byte of what lies below it */
	u64 own_root;
	u32 own_pos;
};

static long path__step(u32 i, struct walk *w)
{
	u32 zero = 0;
	struct pathbuf *b = bpf_map_lookup_elem(&pathbufs, &zero);
	if (!b)
		return 1;

	u64 d = w->dentry, m = w->mount;
	u64 parent = (u64)RD(struct dentry, d, d_parent);

	if (d == (u64)RD(struct mount, m, mnt.mnt_root)) {
		u64 up = (u64)RD(struct mount, m, mnt_parent);
		if (up == m) {
			w->reached_root = 1;
			return 1;
		}
		if (!w->own_root) {
			w->own_root = d;
			w->own_pos = w->pos;
		}
		w->dentry = (u64)RD(struct mount, m, mnt_mountpoint);
		w->mount = up;
		return 0;
	}

	struct qstr name = RD(struct dentry, d, d_name);
	u32 len = name.len & 0xff;
	u32 pos = w->pos;
	if (pos > PATH_MAX || pos <= len + 1) {
		w->cut = 1;
		return 1;
	}
	pos -= len + 1;
	BOUND(pos, PATH_MAX - 1);
	bpf_probe_read_kernel(b->bytes + pos + 1, len, name.name);
	b->bytes[pos] = '/';
	w->pos = pos;
	/* a root that is nobody's mount: memfd, pipe, or a file whose mount is gone */
	if (d == parent)
		return 1;
	w->dentry = parent;
	return 0;
}

/** Build the path of (dentry, vfsmount) at the end of the path buffer; see struct walk for the outcome. */
static __always_inline void path__walk(struct walk *w, u64 dentry, u64 vfsmount)
{
	w->dentry = dentry;
	w->mount = vfsmount - bpf_core_field_offset(struct mount, mnt);
	w->pos = PATH_MAX;
	w->reached_root = 0;
	w->cut = 0;
	w->own_root = 0;
	w->own_pos = PATH_MAX;
	if (bpf_loop(PATH_DEPTH, path__step, w, 0) >= PATH_DEPTH)
		w->cut = 1;
	/* the root itself has no component */
	if (w->pos == PATH_MAX && w->reached_root) {
		u32 zero = 0;
		struct pathbuf *b = bpf_map_lookup_elem(&pathbufs, &zero);
		if (b) {
			b->bytes[PATH_MAX - 1] = '/';
			w->pos = PATH_MAX - 1;
		}
	}
}

/**
 * Copy the walked path to `dst`, which has room for PATH_MAX bytes; gives its length. A path without a root (memfd:x,
 * pipe) comes without its leading slash.
 */
static __always_inline u32 path__copy(struct walk *w, u8 *dst)
{
	u32 zero = 0;
	struct pathbuf *b = bpf_map_lookup_elem(&pathbufs, &zero);
	u32 pos = w->pos;
	if (!w->reached_root && !w->cut)
		pos++;
	if (!b || pos >= PATH_MAX)
		return 0;
	BOUND(pos, PATH_MAX - 1);
	u32 len = PATH_MAX - pos;
	if (len > PATH_MAX)
		return 0;
	bpf_probe_read_kernel(dst, len, b->bytes + pos);
	return len;
}

/*
 * The functions below are global ("extern" to the verifier): each is verified once, not once a caller and path.
 * That is most of the difference between a start of two seconds and one of a few hundred milliseconds.
 */

/** A path as a text parameter; empty if there is none. */
__noinline int path__store(struct rec *r)
{
	if (!r)
		return 0;
	u32 c = rec__cursor(r);
	u64 dentry = r->dentry, vfsmount = r->vfsmount;
	if (c > REC_CURSOR_MAX || !dentry) {
		rec__empty(r);
		return 0;
	}
	struct walk w;
	path__walk(&w, dentry, vfsmount);
	u32 len = path__copy(&w, r->data + c);
	if (len > PATH_MAX)
		return 0;
	r->data[c + len] = 0;
	rec__len(r, len + 1);
	r->cur = c + len + 1;
	return 0;
}

/** Up to the root of the file system, mounts left aside. */
static long fs__step(u32 i, struct walk *w)
{
	u32 zero = 0;
	struct pathbuf *b = bpf_map_lookup_elem(&pathbufs, &zero);
	u64 d = w->dentry;
	u64 parent = (u64)RD(struct dentry, d, d_parent);
	u32 pos = w->pos;

	if (!b || d == parent)
		return 1;
	struct qstr name = RD(struct dentry, d, d_name);
	u32 len = name.len & 0xff;
	if (pos > PATH_MAX || pos <= len + 1) {
		w->cut = 1;
		return 1;
	}
	pos -= len + 1;
	BOUND(pos, PATH_MAX - 1);
	bpf_probe_read_kernel(b->bytes + pos + 1, len, name.name);
	b->bytes[pos] = '/';
	w->pos = pos;
	w->dentry = parent;
	return 0;
}

/**
 * The ORIGIN entry of a file that lies on another mount than the root: `below` bytes of its path lie below its mount,
 * and that mount's root, r->dentry, has this path in its file system. A bind mount is known by it.
 */
__noinline int origin__annex(struct rec *r, u32 below)
{
	if (!r)
		return 0;
	u64 own_root = r->dentry;
	u32 c = rec__cursor(r);
	if (c > REC_CURSOR_MAX)
		return 0;
	struct walk w = {.dentry = own_root, .pos = PATH_MAX, .reached_root = 1};
	bpf_loop(PATH_DEPTH, fs__step, &w, 0);
	u32 len = w.pos < PATH_MAX ? path__copy(&w, r->data + c + 6) : 0;
	if (len > PATH_MAX || w.cut)
		return 0;
	u8 *p = r->data + c;
	p[0] = ANNEX_TAG_ORIGIN;
	p[1] = 0;
	*(u16 *)(p + 2) = 2 + len;
	*(u16 *)(p + 4) = below;
	r->cur = c + 6 + len;
	return 0;
}

/** A path as an annex entry. */
__noinline int path__annex(struct rec *r, u8 tag, u8 kind)
{
	if (!r)
		return 0;
	u32 c = rec__cursor(r);
	u64 dentry = r->dentry, vfsmount = r->vfsmount;
	if (c > REC_CURSOR_MAX || !dentry)
		return 0;
	struct walk w;
	path__walk(&w, dentry, vfsmount);
	u32 len = path__copy(&w, r->data + c + 4);
	if (len > PATH_MAX)
		return 0;
	u8 *p = r->data + c;
	p[0] = tag;
	p[1] = kind;
	*(u16 *)(p + 2) = len;
	r->cur = c + 4 + len;
	return 0;
}

static __always_inline void rec__path(struct rec *r, u64 dentry, u64 vfsmount)
{
	r->dentry = dentry;
	r->vfsmount = vfsmount;
	path__store(r);
}

static __always_inline void annex__path(struct rec *r, u8 tag, u8 kind, u64 dentry, u64 vfsmount)
{
	r->dentry = dentry;
	r->vfsmount = vfsmount;
	path__annex(r, tag, kind);
}
