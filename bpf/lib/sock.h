/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Layer 2: parameters that are addresses and tuples of sockets. */
#pragma once

#include "file.h"

#define UNIX_PATH_MAX 108

struct user_sockaddr {
	u16 family;
	union {
		struct {
			u16 port;
			u32 addr;
		} __attribute__((packed)) in;
		struct {
			u16 port;
			u32 flowinfo;
			u8 addr[16];
		} __attribute__((packed)) in6;
		char path[UNIX_PATH_MAX];
	};
};

/** Copy an address of the caller; zero family if there is none. */
static __always_inline void sockaddr__read(struct user_sockaddr *a, u64 ptr, u32 len)
{
	if (!ptr || len < 2)
		return;
	if (len > sizeof(*a))
		len = sizeof(*a);
	BOUND(len, 0x7f);
	if (bpf_probe_read_user(a, len, (void *)ptr))
		a->family = 0;
}

/** SOCKADDR parameter: u8 family, then address and port, or path. */
__noinline int sockaddr__store(struct rec *r, struct user_sockaddr *a)
{
	if (!r || !a)
		return 0;
	u32 c = rec__cursor(r);
	if (c > REC_CURSOR_MAX) {
		rec__full(r);
		return 0;
	}
	u8 *p = r->data + c;
	u32 len = 0;
	p[0] = a->family;
	if (a->family == AF_INET) {
		*(u32 *)(p + 1) = a->in.addr;
		*(u16 *)(p + 5) = __builtin_bswap16(a->in.port);
		len = 7;
	} else if (a->family == AF_INET6) {
		__builtin_memcpy(p + 1, a->in6.addr, 16);
		*(u16 *)(p + 17) = __builtin_bswap16(a->in6.port);
		len = 19;
	} else if (a->family == AF_UNIX) {
		/* an abstract name begins with a NUL, which a text cannot show: '@' stands for it */
		long n;
		if (a->path[0]) {
			n = bpf_probe_read_kernel_str(p + 1, UNIX_PATH_MAX, a->path);
			len = n > 0 ? 1 + n : 1;
		} else {
			n = bpf_probe_read_kernel_str(p + 2, UNIX_PATH_MAX - 1, a->path + 1);
			p[1] = n > 1 ? '@' : 0;
			len = n > 1 ? 2 + n : 2;
		}
	}
	rec__len(r, len);
	r->cur = c + (len & 0xff);
	return 0;
}

/**
 * SOCKTUPLE parameter. `out` = the local side is the source. `to` = address given by the caller, for sockets that are
 * not connected.
 */
__noinline int tuple__store(struct rec *r, struct sockid *s, u32 out, struct user_sockaddr *to)
{
	if (!r || !s || !to)
		return 0;
	u32 c = rec__cursor(r);
	if (c > REC_CURSOR_MAX) {
		rec__full(r);
		return 0;
	}
	u8 *p = r->data + c;
	u32 len = 0;
	if (s->family == AF_INET) {
		u32 raddr = *(u32 *)s->raddr;
		u16 rport = s->rport;
		if (!rport && to->family == AF_INET) {
			raddr = to->in.addr;
			rport = __builtin_bswap16(to->in.port);
		}
		*(u32 *)(p + 1) = out ? *(u32 *)s->laddr : raddr;
		*(u16 *)(p + 5) = out ? s->lport : rport;
		*(u32 *)(p + 7) = out ? raddr : *(u32 *)s->laddr;
		*(u16 *)(p + 11) = out ? rport : s->lport;
		len = 13;
	} else if (s->family == AF_INET6) {
		if (!s->rport && to->family == AF_INET6) {
			__builtin_memcpy(s->raddr, to->in6.addr, 16);
			s->rport = __builtin_bswap16(to->in6.port);
		}
		__builtin_memcpy(p + 1, out ? s->laddr : s->raddr, 16);
		*(u16 *)(p + 17) = out ? s->lport : s->rport;
		__builtin_memcpy(p + 19, out ? s->raddr : s->laddr, 16);
		*(u16 *)(p + 35) = out ? s->rport : s->lport;
		len = 37;
	} else if (s->family == AF_UNIX) {
		*(u64 *)(p + 1) = out ? s->peer : s->sk;
		*(u64 *)(p + 9) = out ? s->sk : s->peer;
		u32 n = s->unix_name_len;
		if (s->unix_name && n <= UNIX_PATH_MAX) {
			bpf_probe_read_kernel(p + 17, n, (void *)s->unix_name);
			if (!p[17])
				p[17] = '@';
			/* bound names may or may not end in a NUL */
			if (n && p[17 + n - 1] == 0)
				n--;
		} else {
			n = 0;
		}
		p[17 + n] = 0;
		len = 18 + n;
	}
	if (len)
		p[0] = s->family;
	rec__len(r, len);
	r->cur = c + (len & 0xff);
	return 0;
}
