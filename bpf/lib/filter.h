/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The kernel filter: a table of what user space has found to interest no rule.
 *
 * A path event's *key* is a seeded hash of all that a rule's path and flag tests can see of it: event type, flags,
 * mode, the path as given, the file's type and inode, and the chain of directory entries that it led to. The first
 * event of a key is shipped with its key; when no rule could match any event of that key, whoever makes it, user space
 * puts the key into the table, and from then on such events end here. A rename, a mount or a new link gives another
 * chain, hence another key.
 *
 * Soundness: equal keys must mean equal inputs. The seed is random for each start, so that nobody can prepare two
 * paths that collide. Relative paths have no key: what they mean depends on more than this.
 */
#pragma once

#include "file.h"

#define KEY_PATH_WORDS 32
#define KEY_MULT 0x9fb21c651e98df25ull
#define KEY_MULT2 0xd6e8feb86659fd93ull

static __always_inline u64 key__mix(u64 h, u64 v)
{
	/* two rounds: after one, a difference in the top bit could be cancelled by the next word, whatever the seed */
	h = (h ^ v) * KEY_MULT;
	h ^= h >> 32;
	h *= KEY_MULT2;
	return h ^ (h >> 29);
}

/* The state lives in a map, not on the stack: a pointer that was in a map is a number, and may be hashed. */
static long chain__step(u32 i, void *ctx)
{
	u32 zero = 0;
	struct chain *c = bpf_map_lookup_elem(&chains, &zero);
	if (!c)
		return 1;
	u64 d = c->dentry, m = c->mount;
	u64 parent = (u64)RD(struct dentry, d, d_parent);

	if (d == (u64)RD(struct mount, m, mnt.mnt_root)) {
		u64 up = (u64)RD(struct mount, m, mnt_parent);
		if (up == m)
			return 1;
		c->dentry = (u64)RD(struct mount, m, mnt_mountpoint);
		c->mount = up;
		c->hash = key__mix(c->hash, m);
		return 0;
	}
	c->hash = key__mix(c->hash, d ^ RD(struct dentry, d, d_name.hash_len));
	if (d == parent)
		return 1;
	c->dentry = parent;
	return 0;
}

/**
 * Key of the file event in the record; 0 if it has none. The file's dentry and mount are r->dentry, r->vfsmount.
 * @path offset of the path parameter in the record, which is text of `len` bytes with its NUL
 * @what all that counts besides the path
 * @ino inode number of the file
 */
__noinline u64 filter__key(struct rec *r, u32 path, u32 len, u64 what, u64 ino)
{
	u32 zero = 0;
	if (!r || !filter_seed || len > KEY_PATH_WORDS * 8 || path > REC_CURSOR_MAX || r->data[path] != '/')
		return 0;
	/* a directory entry outlives its file: without type and number, what takes the file's place would pass for it
	 */
	u64 h = key__mix(key__mix(filter_seed, what), ino);
	u32 words = (len + 7) / 8;
	for (u32 i = 0; i < KEY_PATH_WORDS; i++) {
		if (i >= words)
			break;
		u64 w = *(u64 *)(r->data + path + i * 8);
		/* what lies behind the path does not count */
		if (i == words - 1 && (len & 7))
			w &= (1ull << ((len & 7) * 8)) - 1;
		h = key__mix(h, w);
	}
	struct chain *c = bpf_map_lookup_elem(&chains, &zero);
	if (!c)
		return 0;
	/* below a bind mount the origin's path counts too, and the chain does not reach it */
	u64 m = r->vfsmount - bpf_core_field_offset(struct mount, mnt);
	u64 top = (u64)RD(struct mount, m, mnt.mnt_root);
	if ((u64)RD(struct mount, m, mnt_parent) != m && (u64)RD(struct dentry, top, d_parent) != top)
		return 0;
	c->dentry = r->dentry;
	c->mount = r->vfsmount - bpf_core_field_offset(struct mount, mnt);
	c->hash = h;
	bpf_loop(PATH_DEPTH, chain__step, 0, 0);
	return c->hash | 1;
}

static __always_inline bool filter__is_boring(u64 key)
{
	return boring[(key >> 32) & (BORING_SLOTS - 1)] == key;
}

/** Send the key along, so that user space may put it into the table. */
static __always_inline void annex__key(struct rec *r, u64 key)
{
	u8 *p = annex__begin(r, ANNEX_TAG_FILTER_KEY, 0, 8);
	if (p)
		*(u64 *)p = key;
}
