/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* sendmsg, recvmsg and their plural forms; send and recv, which only the 32-bit entry has. */
#include "../generated/events.h"
#include "../lib/emit.h"
#include "../lib/iov.h"
#include "../lib/snap.h"

#define MSG_MAX 16

/** SOCKTUPLE parameter of `fd`; `name` is the address in the message. */
__noinline int msg__tuple(struct rec *r, s32 fd, u32 out, u64 name, u32 namelen)
{
	if (!r)
		return 0;
	struct sockid s = {};
	struct user_sockaddr a = {};
	u64 file = file__of_fd(task__loose(bpf_get_current_task_btf()), fd);
	u64 inode = file ? (u64)RD(struct file, file, f_inode) : 0;
	if (inode && (RD(struct inode, inode, i_mode) & S_IFMT) == S_IFSOCK)
		sock__of_file(&s, file);
	sockaddr__read(&a, name, namelen);
	tuple__store(r, &s, out, &a);
	return 0;
}

/** What accompanied a received message. */
static __always_inline void msg__control(struct rec *r, struct user_msg *m)
{
	rec__user_bytes(r, m->control, m->controllen <= 0xffff ? m->controllen : 0, PATH_MAX);
}

READER void msg__annex(struct rec *r, s32 fd)
{
	annex__fd(r, task__loose(bpf_get_current_task_btf()), fd, 0);
}

READER void msg__ship(struct rec *r)
{
	rec__ship_current(r, task__loose(bpf_get_current_task_btf()));
}

static __always_inline void msg__done(struct rec *r, s32 fd)
{
	rec__end_event(r);
	msg__annex(r, fd);
	msg__ship(r);
}

__noinline int msg__sent(struct rec *r)
{
	if (!r)
		return 0;
	struct user_msg m = {};
	s32 fd = r->args[0];
	s64 ret = r->ret;
	rec__start(r, EV_SENDMSG_X, NP_SENDMSG_X);
	r->flags = r->origin;
	rec__s64(r, ret);
	if (!msg__read(r, &m, r->args[1], 0, 0)) {
		rec__empty(r);
		rec__s64(r, fd);
		rec__empty(r);
		rec__empty(r);
	} else {
		u32 max = snap__len(r, fd, 0, 0, m.name);
		iov__store(r, m.iov, m.iovlen, ret > 0 && ret < max ? ret : max);
		rec__s64(r, fd);
		iov__size(r, m.iov, m.iovlen);
		if (ret >= 0)
			msg__tuple(r, fd, 1, m.name, m.namelen);
		else
			rec__empty(r);
	}
	msg__done(r, fd);
	return 0;
}

__noinline int msg__received(struct rec *r)
{
	if (!r)
		return 0;
	struct user_msg m = {};
	s32 fd = r->args[0];
	s64 ret = r->ret;
	rec__start(r, EV_RECVMSG_X, NP_RECVMSG_X);
	r->flags = r->origin;
	rec__s64(r, ret);
	rec__u32(r, ret >= 0 ? ret : 0);
	if (ret >= 0) {
		msg__read(r, &m, r->args[1], 0, 0);
		u32 max = snap__len(r, fd, 0, 0, m.name);
		iov__store(r, m.iov, m.iovlen, ret < max ? ret : max);
		msg__tuple(r, fd, 0, m.name, m.namelen);
		msg__control(r, &m);
	} else {
		rec__empty(r);
		rec__empty(r);
		rec__empty(r);
	}
	rec__s64(r, fd);
	msg__done(r, fd);
	return 0;
}

/** The event of one message of several. */
__noinline int msg__one(struct rec *r, u32 i)
{
	if (!r)
		return 0;
	bool sends = r->slot == NR_sendmmsg;
	struct user_msg m = {};
	s32 fd = r->args[0];
	msg__read(r, &m, r->args[1], i, 1);
	rec__start(r, sends ? EV_SENDMMSG_X : EV_RECVMMSG_X, sends ? NP_SENDMMSG_X : NP_RECVMMSG_X);
	r->flags = r->origin;
	rec__s64(r, m.done);
	rec__s64(r, fd);
	if (sends)
		iov__size(r, m.iov, m.iovlen);
	else
		rec__u32(r, m.done);
	u32 max = snap__len(r, fd, 0, 0, m.name);
	iov__store(r, m.iov, m.iovlen, (m.done || !sends) && m.done < max ? m.done : max);
	msg__tuple(r, fd, sends, m.name, m.namelen);
	if (!sends)
		msg__control(r, &m);
	msg__done(r, fd);
	return 0;
}

static __always_inline void msg__several(struct rec *r)
{
	s64 n = r->ret;
	if (n <= 0) {
		bool sends = r->slot == NR_sendmmsg;
		s32 fd = r->args[0];
		rec__start(r, sends ? EV_SENDMMSG_X : EV_RECVMMSG_X, sends ? NP_SENDMMSG_X : NP_RECVMMSG_X);
		r->flags = r->origin;
		rec__s64(r, n);
		rec__s64(r, fd);
		rec__u32(r, 0);
		rec__empty(r);
		rec__empty(r);
		if (!sends)
			rec__empty(r);
		msg__done(r, fd);
		return;
	}
	for (u32 i = 0; i < MSG_MAX; i++) {
		if (i >= n)
			break;
		msg__one(r, i);
	}
}

static __always_inline void msg__plain(struct rec *r)
{
	bool sends = r->slot == NR_send;
	s32 fd = r->args[0];
	u32 size = r->args[2];
	s64 ret = r->ret;
	rec__start(r, sends ? EV_SEND_X : EV_RECV_X, NP_SEND_X);
	r->flags = r->origin;
	rec__s64(r, ret);
	if (sends || ret > 0)
		rec__user_bytes(r, r->args[1], ret > 0 ? ret : size, snap__len(r, fd, r->args[1], size, 0));
	else
		rec__empty(r);
	rec__s64(r, fd);
	rec__u32(r, size);
	if (ret >= 0)
		msg__tuple(r, fd, sends, 0, 0);
	else
		rec__empty(r);
	msg__done(r, fd);
}

SEC("tp_btf/sys_exit")
int BPF_PROG(msg, struct pt_regs *regs, long sysret)
{
	struct task_struct *task = task__loose(bpf_get_current_task_btf());
	struct rec *r = rec__get();
	if (!r || task->tgid == own_tgid)
		return 0;
	u32 slot = r->slot;
	if (slot == NR_recvmsg)
		msg__received(r);
	else if (slot == NR_send || slot == NR_recv)
		msg__plain(r);
	else
		msg__several(r);
	return 0;
}

/* By itself, as rules often want this one alone. */
SEC("tp_btf/sys_exit")
int BPF_PROG(sendmsg, struct pt_regs *regs, long sysret)
{
	struct task_struct *task = task__loose(bpf_get_current_task_btf());
	struct rec *r = rec__get();
	if (!r || task->tgid == own_tgid)
		return 0;
	msg__sent(r);
	return 0;
}
