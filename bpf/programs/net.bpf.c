/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* bind, connect, accept, accept4, sendto, recvfrom: addresses and tuples. */
#include "../generated/events.h"
#include "../kernel/arch.h"
#include "../lib/emit.h"
#include "../lib/file.h"

#define NR_connect 42
#define NR_accept 43
#define NR_sendto 44
#define NR_recvfrom 45
#define NR_bind 49
#define NR_accept4 288

#define EINPROGRESS 115
#define ROLE_CLIENT 1
#define ROLE_SERVER 2
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
static __always_inline void rec__sockaddr(struct rec *r, struct user_sockaddr *a)
{
	u32 c = r->cur;
	if (c > REC_CURSOR_MAX) {
		rec__full(r);
		return;
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
}

/** SOCKTUPLE parameter. `out` = the local side is the source. `to` = address given by the caller, for sockets not
 * connected. */
static __always_inline void rec__tuple(struct rec *r, struct sockid *s, bool out, struct user_sockaddr *to)
{
	u32 c = r->cur;
	if (c > REC_CURSOR_MAX) {
		rec__full(r);
		return;
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
}

SEC("tp_btf/sys_exit")
int BPF_PROG(net, struct pt_regs *regs, long sysret)
{
	struct task_struct *task = task__loose(bpf_get_current_task_btf());
	struct rec *r = rec__get();
	if (!r || task->tgid == own_tgid)
		return 0;
	u32 nr = r->nr;
	s64 ret = r->ret;
	s32 fd = r->args[0];
	bool is_accept = nr == NR_accept || nr == NR_accept4;
	s32 subject = is_accept ? (s32)ret : fd;
	u64 file = file__of_fd(task, subject);
	struct filemeta m = {};
	struct sockid s = {};
	struct user_sockaddr a = {};
	u8 role = 0;

	if (file) {
		file__meta(&m, file);
		if ((m.mode & S_IFMT) == S_IFSOCK)
			sock__of_file(&s, file);
	}

	if (nr == NR_connect) {
		sockaddr__read(&a, r->args[1], r->args[2]);
		rec__start(r, EV_CONNECT_X, NP_CONNECT_X);
		rec__s64(r, ret);
		if (ret == 0 || ret == -EINPROGRESS)
			rec__tuple(r, &s, 1, &a);
		else
			rec__empty(r);
		rec__s64(r, fd);
		rec__sockaddr(r, &a);
		role = ROLE_CLIENT;
	} else if (nr == NR_bind) {
		sockaddr__read(&a, r->args[1], r->args[2]);
		rec__start(r, EV_BIND_X, NP_BIND_X);
		rec__s64(r, ret);
		rec__sockaddr(r, &a);
		rec__s64(r, fd);
	} else if (is_accept) {
		u32 len = 0, max = 0;
		u64 lfile = file__of_fd(task, fd);
		if (lfile) {
			u64 lsocket = (u64)RD(struct file, lfile, private_data);
			u64 lsk = (u64)RD(struct socket, lsocket, sk);
			len = BPF_CORE_READ((struct sock *)lsk, sk_ack_backlog);
			max = BPF_CORE_READ((struct sock *)lsk, sk_max_ack_backlog);
		}
		bool is4 = nr == NR_accept4;
		rec__start(r, is4 ? EV_ACCEPT4_X : EV_ACCEPT_X, is4 ? NP_ACCEPT4_X : NP_ACCEPT_X);
		rec__s64(r, ret);
		if (ret >= 0)
			rec__tuple(r, &s, 0, &a);
		else
			rec__empty(r);
		rec__u8(r, len && max ? len * 100 / max : 0);
		rec__u32(r, len);
		rec__u32(r, max);
		if (is4)
			rec__s32(r, ((s32)r->args[3] & 02000000 ? 4096 : 0) | ((s32)r->args[3] & 04000 ? 64 : 0));
		role = ROLE_SERVER;
	} else if (nr == NR_sendto) {
		sockaddr__read(&a, r->args[4], r->args[5]);
		rec__start(r, EV_SENDTO_X, NP_SENDTO_X);
		rec__s64(r, ret);
		rec__user_bytes(r, r->args[1], ret >= 0 ? ret : r->args[2], snaplen);
		rec__s64(r, fd);
		rec__u32(r, r->args[2]);
		if (ret >= 0)
			rec__tuple(r, &s, 1, &a);
		else
			rec__empty(r);
	} else {
		u32 alen = 0;
		if (ret >= 0 && r->args[5]) {
			bpf_probe_read_user(&alen, sizeof(alen), (void *)r->args[5]);
			sockaddr__read(&a, r->args[4], alen);
		}
		rec__start(r, EV_RECVFROM_X, NP_RECVFROM_X);
		rec__s64(r, ret);
		rec__user_bytes(r, r->args[1], ret > 0 ? ret : 0, snaplen);
		if (ret >= 0)
			rec__tuple(r, &s, 0, &a);
		else
			rec__empty(r);
		rec__s64(r, fd);
		rec__u32(r, r->args[2]);
	}
	r->flags |= r->origin;
	rec__end_event(r);
	if (role && (ret >= 0 || ret == -EINPROGRESS))
		bpf_map_update_elem(&roles, &m.ino, &role, BPF_ANY);
	if (file)
		annex__file(r, subject, file, &m, role);
	rec__ship_current(r, task);
	return 0;
}
