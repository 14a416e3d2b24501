/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* bind, connect, accept, accept4, sendto, recvfrom: addresses and tuples. */
#include "../generated/events.h"
#include "../kernel/arch.h"
#include "../lib/emit.h"
#include "../lib/snap.h"

#define EINPROGRESS 115
#define ROLE_CLIENT 1
#define ROLE_SERVER 2

/** The event and its parameters; `socket` is the struct file of the socket in question, whose role it gives. */
READER u8 net__store(struct rec *r, u64 socket)
{
	struct task_struct *task = task__loose(bpf_get_current_task_btf());
	u32 nr = r->slot;
	s64 ret = r->ret;
	s32 fd = r->args[0];
	bool is_accept = nr == NR_accept || nr == NR_accept4;
	struct sockid s = {};
	struct user_sockaddr a = {};
	u8 role = 0;

	if (socket)
		sock__of_file(&s, socket);

	if (nr == NR_connect) {
		sockaddr__read(&a, r->args[1], r->args[2]);
		rec__start(r, EV_CONNECT_X, NP_CONNECT_X);
		rec__s64(r, ret);
		if (ret == 0 || ret == -EINPROGRESS)
			tuple__store(r, &s, 1, &a);
		else
			rec__empty(r);
		rec__s64(r, fd);
		sockaddr__store(r, &a);
		role = ROLE_CLIENT;
	} else if (nr == NR_bind) {
		sockaddr__read(&a, r->args[1], r->args[2]);
		rec__start(r, EV_BIND_X, NP_BIND_X);
		rec__s64(r, ret);
		sockaddr__store(r, &a);
		rec__s64(r, fd);
	} else if (is_accept) {
		u32 len = 0, max = 0;
		u64 lfile = ret >= 0 ? file__of_fd(task, fd) : 0;
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
			tuple__store(r, &s, 0, &a);
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
		rec__user_bytes(r, r->args[1], ret > 0 ? ret : (u32)r->args[2],
				snap__len(r, fd, r->args[1], r->args[2], r->args[4]));
		rec__s64(r, fd);
		rec__u32(r, r->args[2]);
		if (ret >= 0)
			tuple__store(r, &s, 1, &a);
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
		rec__user_bytes(r, r->args[1], ret > 0 ? ret : 0, snap__len(r, fd, r->args[1], r->args[2], r->args[4]));
		if (ret >= 0)
			tuple__store(r, &s, 0, &a);
		else
			rec__empty(r);
		rec__s64(r, fd);
		rec__u32(r, r->args[2]);
	}
	return role;
}

SEC("tp_btf/sys_exit")
int BPF_PROG(net, struct pt_regs *regs, long sysret)
{
	struct task_struct *task = task__loose(bpf_get_current_task_btf());
	struct rec *r = rec__get();
	if (!r || task->tgid == own_tgid)
		return 0;
	s64 ret = r->ret;
	bool is_accept = r->slot == NR_accept || r->slot == NR_accept4;
	s32 subject = is_accept ? (s32)ret : (s32)r->args[0];
	u64 file = file__of_fd(task, subject);
	struct filemeta m = {};

	if (file)
		file__meta(&m, file);
	u8 role = net__store(r, (m.mode & S_IFMT) == S_IFSOCK ? file : 0);
	r->flags |= r->origin;
	rec__end_event(r);
	if (role && (ret >= 0 || ret == -EINPROGRESS))
		bpf_map_update_elem(&roles, &m.ino, &role, BPF_ANY);
	if (file)
		annex__file(r, subject, file, &m, role);
	rec__ship_current(r, task);
	return 0;
}
