/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Layer 1: open files of the current task, and their identity for the annex. */
#pragma once

#include "path.h"

#define AF_UNIX 1
#define AF_INET 2
#define AF_INET6 10
#define AF_NETLINK 16

#define S_IFMT 0170000
#define S_IFSOCK 0140000
#define S_IFREG 0100000
#define S_IFDIR 0040000
#define S_IFIFO 0010000

#define ANON_INODE_FS_MAGIC 0x09041934
/* kernels from 6.9 on; on older ones a pidfd is an anonymous inode */
#define PID_FS_MAGIC 0x50494446
#define OVERLAYFS_SUPER_MAGIC 0x794c7630
#define TMPFS_MAGIC 0x01021994
#define HUGETLBFS_MAGIC 0x958458f6

#define SOCK_RAW 3
#define TCP_LISTEN 10

/** struct file of an fd of the current task, as a number; 0 if it is not open. */
static __always_inline u64 file__of_fd(struct task_struct *task, s32 fd)
{
	struct files_struct *files = task->files;
	if (fd < 0 || !files)
		return 0;
	struct fdtable *fdt = files->fdt;
	if (!fdt || (u32)fd >= fdt->max_fds)
		return 0;
	u64 file = 0;
	/* an array of pointers has no type to cast to; any struct whose first member is a pointer reads one of them */
	if (HAS_CAST)
		file = (u64)CAST(struct list_head, fdt->fd + fd)->next;
	else
		bpf_probe_read_kernel(&file, sizeof(file), fdt->fd + fd);
	return launder(file);
}

/** Device number as stat(2) and the scap schema give it. */
static __always_inline u32 dev__encode(u32 dev)
{
	u32 major = dev >> 20, minor = dev & 0xfffff;
	return (minor & 0xff) | (major << 8) | ((minor & ~0xff) << 12);
}

/** FD_FLAG_UPPER_LAYER or _LOWER_LAYER for a file of an overlay file system, else 0. */
static __always_inline u32 inode__layer(u64 inode, unsigned long magic)
{
	if (magic != OVERLAYFS_SUPER_MAGIC)
		return 0;
	/* struct ovl_inode starts with the inode, and the upper dentry follows it; not in the kernel's BTF if a module
	 */
	u64 upper = 0, upper_inode = 0;
	bpf_probe_read_kernel(&upper, sizeof(upper), (void *)(inode + bpf_core_type_size(struct inode)));
	if (!upper)
		return FD_FLAG_LOWER_LAYER;
	upper_inode = (u64)RD(struct dentry, upper, d_inode);
	return upper_inode ? FD_FLAG_UPPER_LAYER : FD_FLAG_LOWER_LAYER;
}

static __always_inline u8 sock__l4(u16 type, u16 proto)
{
	if (type == SOCK_RAW)
		return 4;
	switch (proto) {
	case 6:
		return 1;
	case 17:
		return 2;
	case 1:
	case 58:
		return 3;
	}
	return 0;
}

/** What an IP or UNIX socket is tied to. */
struct sockid {
	u16 family;
	u16 type;
	u16 proto;
	u16 lport;
	u16 rport;
	u8 state;
	u8 laddr[16];
	u8 raddr[16];
	u64 sk;
	u64 peer;
	u64 unix_name;
	u32 unix_name_len;
};

static __always_inline void sock__unix_name(struct sockid *s, u64 sk)
{
	u64 addr = (u64)RD(struct unix_sock, sk, addr);
	if (!addr)
		return;
	int len = BPF_CORE_READ((struct unix_address *)addr, len);
	if (len <= 2 || len > 110)
		return;
	s->unix_name = addr + bpf_core_field_offset(struct unix_address, name) + 2;
	s->unix_name_len = len - 2;
}

/** Identity of the socket behind a struct file (as a number). */
READER void sock__of_file(struct sockid *s, u64 file)
{
	u64 socket = (u64)RD(struct file, file, private_data);
	u64 sk = (u64)RD(struct socket, socket, sk);
	s->sk = sk;
	s->family = RD(struct sock, sk, __sk_common.skc_family);
	s->type = RD(struct sock, sk, sk_type);
	s->proto = RD(struct sock, sk, sk_protocol);
	s->state = RD(struct sock, sk, __sk_common.skc_state);
	if (s->family == AF_INET || s->family == AF_INET6) {
		s->lport = RD(struct sock, sk, __sk_common.skc_num);
		s->rport = __builtin_bswap16(RD(struct sock, sk, __sk_common.skc_dport));
		if (s->family == AF_INET) {
			*(u32 *)s->laddr = RD(struct sock, sk, __sk_common.skc_rcv_saddr);
			*(u32 *)s->raddr = RD(struct sock, sk, __sk_common.skc_daddr);
			/* an unconnected socket may still have a source address */
			if (!*(u32 *)s->laddr)
				*(u32 *)s->laddr = BPF_CORE_READ((struct inet_sock *)sk, inet_saddr);
		} else {
			bpf_core_read(s->laddr, 16, &((struct sock *)sk)->__sk_common.skc_v6_rcv_saddr);
			bpf_core_read(s->raddr, 16, &((struct sock *)sk)->__sk_common.skc_v6_daddr);
		}
	} else if (s->family == AF_UNIX) {
		s->peer = (u64)RD(struct unix_sock, sk, peer);
		sock__unix_name(s, sk);
		if (!s->unix_name && s->peer)
			sock__unix_name(s, s->peer);
	}
}

/** Payload of a socket after the common part of an FD entry; gives its length. */
static __always_inline u32 sock__annex(struct sockid *s, u8 role, u8 *p)
{
	if (s->family == AF_UNIX) {
		u32 len = s->unix_name_len;
		*(u64 *)(p + ANNEX_UNIX_SELF) = s->sk;
		*(u64 *)(p + ANNEX_UNIX_PEER) = s->peer;
		if (!s->unix_name || len > 108)
			return ANNEX_UNIX_PATH;
		bpf_probe_read_kernel(p + ANNEX_UNIX_PATH, len, (void *)s->unix_name);
		/* bound names may or may not count their NUL */
		if (len && !p[ANNEX_UNIX_PATH + len - 1])
			len--;
		return ANNEX_UNIX_PATH + len;
	}
	u32 w = s->family == AF_INET6 ? 16 : 4;
	p[ANNEX_SOCK_L4] = sock__l4(s->type, s->proto);
	p[ANNEX_SOCK_ROLE] = s->state == TCP_LISTEN ? 3 : role;
	*(u16 *)(p + ANNEX_SOCK_LPORT) = s->lport;
	*(u16 *)(p + ANNEX_SOCK_RPORT) = s->rport;
	*(u16 *)(p + 6) = 0;
	if (w == 4) {
		*(u32 *)(p + ANNEX_SOCK_ADDRS) = *(u32 *)s->laddr;
		*(u32 *)(p + ANNEX_SOCK_ADDRS + 4) = *(u32 *)s->raddr;
	} else {
		__builtin_memcpy(p + ANNEX_SOCK_ADDRS, s->laddr, 16);
		__builtin_memcpy(p + ANNEX_SOCK_ADDRS + 16, s->raddr, 16);
	}
	return ANNEX_SOCK_ADDRS + 2 * w;
}

/** What an annex FD entry says before the path or addresses. */
struct filemeta {
	u32 dev;
	u32 flags;
	u64 ino;
	u64 magic;
	u64 dentry;
	u64 vfsmount;
	u16 mode;
};

READER void file__meta(struct filemeta *m, u64 file)
{
	u64 inode = (u64)RD(struct file, file, f_inode);
	u64 sb = (u64)RD(struct inode, inode, i_sb);
	m->magic = RD(struct super_block, sb, s_magic);
	m->dev = dev__encode(RD(struct super_block, sb, s_dev));
	m->ino = RD(struct inode, inode, i_ino);
	m->mode = RD(struct inode, inode, i_mode);
	m->flags = (RD(struct inode, inode, i_nlink) ? 0 : FD_FLAG_DELETED) | inode__layer(inode, m->magic);
	m->dentry = (u64)RD(struct file, file, f_path.dentry);
	m->vfsmount = (u64)RD(struct file, file, f_path.mnt);
}

/** The part of an FD entry that is about a socket, its kind among it; gives its length. */
READER u32 annex__socket(struct rec *r, u64 file, u64 ino, u8 role, u8 *p)
{
	struct sockid s = {};
	sock__of_file(&s, file);
	if (!role) {
		u64 key = ino; /* on the stack: only there old kernels take a key */
		u8 *known = bpf_map_lookup_elem(&roles, &key);
		role = known ? *known : 0;
	}
	if (s.family != AF_INET && s.family != AF_INET6 && s.family != AF_UNIX) {
		p[1] = s.family == AF_NETLINK ? 'n' : 'o';
		return 0;
	}
	r->kin = *(u32 *)s.raddr ^ s.rport;
	p[1] = s.family == AF_INET ? '4' : s.family == AF_INET6 ? '6' : 'u';
	return sock__annex(&s, role, p + 4 + ANNEX_FD_SIZE);
}

/** Append the identity of `file` (open as `fd`) to the annex. */
__noinline int annex__file(struct rec *r, s32 fd, u64 file, struct filemeta *m, u8 role)
{
	if (!r || !m)
		return 0;
	u32 c = rec__cursor(r);
	if (c > REC_CURSOR_MAX) {
		r->flags |= RECORD_FLAG_TRUNCATED;
		return 0;
	}
	u8 *p = r->data + c;
	u32 flags = m->flags;
	u32 len = 0;
	u8 kind = 'f';
	bool elsewhere = 0;
	u32 below = 0;

	if ((m->mode & S_IFMT) == S_IFSOCK) {
		len = annex__socket(r, file, m->ino, role, p);
		kind = p[1];
	} else if (m->magic == PID_FS_MAGIC) {
		kind = 'P';
	} else {
		struct walk w;
		r->kin = (u64)RD(struct dentry, m->dentry, d_parent);
		path__walk(&w, m->dentry, m->vfsmount);
		len = path__copy(&w, p + 4 + ANNEX_FD_SIZE);
		if (w.cut)
			flags |= FD_FLAG_CUT;
		/* the mount of the root needs no telling: what lies there has no other name by a mount */
		if (w.own_root && w.reached_root && w.own_pos > w.pos && w.own_pos <= PATH_MAX) {
			elsewhere = 1;
			r->dentry = w.own_root;
			below = PATH_MAX - w.own_pos;
		}
		if ((m->mode & S_IFMT) == S_IFDIR)
			kind = 'd';
		else if ((m->mode & S_IFMT) == S_IFIFO)
			kind = 'p';
		else if (m->magic == ANON_INODE_FS_MAGIC)
			kind = 'a';
		else if (!w.reached_root && !w.cut && (m->magic == TMPFS_MAGIC || m->magic == HUGETLBFS_MAGIC))
			kind = 'm';
	}
	if (len > PATH_MAX)
		return 0;
	p[0] = ANNEX_TAG_FD;
	p[1] = kind;
	*(u16 *)(p + 2) = ANNEX_FD_SIZE + len;
	*(s32 *)(p + 4 + ANNEX_FD_FD) = fd;
	*(u32 *)(p + 4 + ANNEX_FD_DEV) = m->dev;
	*(u64 *)(p + 4 + ANNEX_FD_INO) = m->ino;
	*(u32 *)(p + 4 + ANNEX_FD_FLAGS) = flags;
	r->cur = c + 4 + ANNEX_FD_SIZE + len;
	if (elsewhere && (kind == 'f' || kind == 'd'))
		origin__annex(r, below);
	return 0;
}

/** Append the identity of an fd of the current task, if it is open. */
static __always_inline void annex__fd(struct rec *r, struct task_struct *task, s32 fd, u8 role)
{
	u64 file = file__of_fd(task, fd);
	if (!file)
		return;
	struct filemeta m = {};
	file__meta(&m, file);
	annex__file(r, fd, file, &m, role);
}
