/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Layer 2: how many bytes of a buffer are worth shipping. On sockets of interest more than elsewhere, if so configured.
 */
#pragma once

#include "sock.h"

#define SNAP_EXTENDED 2000
#define SNAP_DNS 512
#define PORT_DNS 53
#define PORT_MYSQL 3306
#define PORT_POSTGRES 5432
#define PORT_MONGODB 27017
#define SNAP_LOOKAHEAD 16

static __always_inline u32 snap__more(u32 len)
{
	return len > snaplen ? len : snaplen;
}

/** Does a buffer begin like a message of a protocol of interest on these ports? */
static __always_inline bool snap__speaks(u8 *b, u32 size, u16 local, u16 remote)
{
	if ((local == PORT_MYSQL || remote == PORT_MYSQL) && size >= 5)
		return b[0] == 3 || b[1] == 3 || b[2] == 3 || b[3] == 3 || b[4] == 3 || (!b[2] && !b[3]);
	if ((local == PORT_POSTGRES || remote == PORT_POSTGRES) && size >= 7)
		return ((b[0] == 'Q' || b[0] == 'P' || b[0] == 'E') && !b[1]) || (!b[4] && b[5] == 3 && !b[6]);
	s32 op = *(s32 *)(b + 12);
	if (local == PORT_MONGODB || remote == PORT_MONGODB || (size >= 16 && (op == 1 || (op >= 2001 && op <= 2007))))
		return 1;
	if (size < 5)
		return 0;
	switch (*(u32 *)b) {
	case 0x20544547: /* "GET " */
	case 0x54534f50: /* "POST" */
	case 0x20545550: /* "PUT " */
	case 0x454c4544: /* "DELE" */
	case 0x43415254: /* "TRAC" */
	case 0x4e4e4f43: /* "CONN" */
	case 0x4954504f: /* "OPTI" */
		return 1;
	case 0x50545448: /* "HTTP" */
		return b[4] == '/';
	}
	return 0;
}

/**
 * Bytes to ship of a transfer on `fd`.
 *
 * @buf data at the caller's, to look at; 0 = ports alone decide
 * @name address given by the caller, for sockets that are not connected
 */
__noinline u32 snap__len(struct rec *r, s32 fd, u64 buf, u64 size, u64 name)
{
	if (!r || !dynamic_snaplen)
		return snaplen;
	u64 file = file__of_fd(task__loose(bpf_get_current_task_btf()), fd);
	u64 inode = file ? (u64)RD(struct file, file, f_inode) : 0;
	if (!inode || (RD(struct inode, inode, i_mode) & S_IFMT) != S_IFSOCK)
		return snaplen;
	struct sockid s = {};
	sock__of_file(&s, file);
	u16 remote = s.rport;
	if (!remote && name && (s.family == AF_INET || s.family == AF_INET6)) {
		u16 words[2] = {};
		bpf_probe_read_user(words, sizeof(words), (void *)name);
		remote = __builtin_bswap16(words[1]);
	}
	if (fullcapture_last && ((s.lport >= fullcapture_first && s.lport <= fullcapture_last) ||
				 (remote >= fullcapture_first && remote <= fullcapture_last)))
		return snap__more(PATH_MAX);
	if (remote == statsd_port)
		return snap__more(SNAP_EXTENDED);
	if (remote == PORT_DNS)
		return snap__more(SNAP_DNS);
	u8 head[SNAP_LOOKAHEAD] = {};
	if (!buf || bpf_probe_read_user(head, sizeof(head), (void *)buf))
		return snaplen;
	return snap__speaks(head, size, s.lport, remote) ? snap__more(SNAP_EXTENDED) : snaplen;
}
