/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Operations made through io_uring, as the events of the system calls that they stand for. What an operation will do is
 * taken when it is submitted, from the kernel's own copies: the caller's memory may say something else a moment later.
 * The event is made when it completes; at once if the caller wants no completion of success.
 */
#include "../generated/uring.h"
#include "../lib/call.h"
#include "../lib/iov.h"
#include "../lib/openflags.h"
#include "../lib/row.h"
#include "../lib/sock.h"

/* bits of a submission's flags, which the request keeps */
#define URING_SKIP_SUCCESS 64
#define URING_NO_OFFSET -1ull

#define URING_SOCKADDR 128
#define URING_FAMILIES 48
#define MINUS_EINPROGRESS -115
#define URING_CLIENT 1
#define URING_SERVER 2

#define CMD(type, member) RD(struct type, req, member)

static __always_inline void uring__path(struct uring_req *u, u32 which, u32 arg, u64 filename)
{
	u64 name = (u64)RD(struct filename, filename, name);
	long n = bpf_probe_read_kernel_str(u->text[which], URING_TEXT, (void *)name);
	u32 nth = which;
	struct name *whole = n < URING_TEXT ? 0 : bpf_map_lookup_elem(&name_scratch, &nth);
	u->text_arg[which] = arg;
	if (whole && bpf_probe_read_kernel_str(whole->text, PATH_MAX, (void *)name) > 0)
		u->long_texts |= 1 << which;
}

/** Keep the texts that have no room in the request itself; false if they cannot be. */
static __always_inline bool uring__keep_long(struct uring_req *u, u64 req)
{
	for (u32 which = 0; which < 2; which++) {
		if (!(u->long_texts >> which & 1))
			continue;
		u64 key = req | which;
		u32 nth = which;
		struct name *whole = bpf_map_lookup_elem(&name_scratch, &nth);
		if (!whole || bpf_map_update_elem(&uring_names, &key, whole, BPF_ANY))
			return 0;
	}
	return 1;
}

static __always_inline void uring__drop_long(struct uring_req *u, u64 req)
{
	for (u32 which = 0; which < 2; which++) {
		u64 key = req | which;
		if (u->long_texts >> which & 1)
			bpf_map_delete_elem(&uring_names, &key);
	}
}

/** Where a text is: until the request is kept, a long one is where it was put together. */
static __always_inline u64 uring__text(struct uring_req *u, u32 which, u64 req, bool kept)
{
	u64 key = req | which;
	u32 nth = which;
	struct name *whole = 0;
	if (u->long_texts >> which & 1)
		whole = kept ? bpf_map_lookup_elem(&uring_names, &key) : bpf_map_lookup_elem(&name_scratch, &nth);
	return whole ? (u64)whole : (u64)u->text[which];
}

/** Is this the beginning of an address, and not a pointer or nothing? */
static __always_inline bool uring__is_address(u64 word)
{
	u16 family = word;
	return family && family < URING_FAMILIES && word >> 48 != 0xffff;
}

/**
 * The address that a request was given: the kernel's copy, which lies at one of two places, or the caller's on kernels
 * that take it later.
 */
static __always_inline void uring__address(struct uring_req *u, u64 req, u64 user, u32 len)
{
	u64 data = (u64)RD(struct io_kiocb, req, async_data);
	u64 word = 0;
	__builtin_memset(u->text[0], 0, URING_SOCKADDR);
	u->text_arg[0] = 1;
	u->args[2] = len;
	if (data) {
		bpf_probe_read_kernel(&word, sizeof(word), (void *)data);
		if (!uring__is_address(word) && bpf_core_type_exists(struct io_async_msghdr)) {
			data += bpf_core_field_offset(struct io_async_msghdr, addr);
			bpf_probe_read_kernel(&word, sizeof(word), (void *)data);
		}
	}
	if (uring__is_address(word)) {
		bpf_probe_read_kernel(u->text[0], URING_SOCKADDR, (void *)data);
		return;
	}
	if (len > URING_SOCKADDR)
		len = URING_SOCKADDR;
	BOUND(len, 0xff);
	if (user && len <= URING_SOCKADDR)
		bpf_probe_read_user(u->text[0], len, (void *)user);
}

/** What a read or write at an offset stands for; NO_SLOT for other operations. */
static __always_inline u32 uring__at_offset(u32 op)
{
	switch (op) {
	case URING_READ:
	case URING_READ_FIXED:
		return NR_pread64;
	case URING_WRITE:
	case URING_WRITE_FIXED:
		return NR_pwrite64;
	case URING_READV:
		return NR_preadv;
	case URING_WRITEV:
		return NR_pwritev;
	}
	return NO_SLOT;
}

/** Slot of the call that an operation stands for if anybody wants it, else NO_SLOT. */
static __always_inline u32 uring__wanted(u32 op)
{
	if (op >= URING_OPS)
		return NO_SLOT;
	u32 slot = (u32)uring_to_slot[op] - 1;
	u32 at = uring__at_offset(op);
	if (slot >= MAX_SYSCALLS)
		return NO_SLOT;
	return wanted[slot] || (at < MAX_SYSCALLS && wanted[at]) ? slot : NO_SLOT;
}

/** Reads and writes: with an offset they are other calls. */
static __always_inline void uring__transfer(struct uring_req *u, u64 req, u32 op)
{
	u->args[1] = CMD(io_rw, addr);
	u->args[2] = CMD(io_rw, len);
	u->args[3] = CMD(io_rw, kiocb.ki_pos);
	if (u->args[3] != URING_NO_OFFSET)
		u->slot = uring__at_offset(op);
}

/** Arguments of the call that a request stands for. */
__noinline int uring__args(struct uring_req *u, u64 req, u32 op)
{
	if (!u)
		return 0;
	u->text_arg[0] = u->text_arg[1] = -1;
	u->long_texts = 0;
	u->direct = 0;
	u->has_file = 1;
	for (int i = 0; i < 6; i++)
		u->args[i] = 0;
	u->args[0] = RD(struct io_kiocb, req, cqe.fd);

	switch (op) {
	case URING_OPENAT:
	case URING_OPENAT2:
		u->args[0] = CMD(io_open, dfd);
		uring__path(u, 0, 1, (u64)CMD(io_open, filename));
		/* the kernel has added one, as it does to every open of 64 bits */
		u->args[2] = CMD(io_open, how.flags) & ~O_LARGEFILE;
		u->args[3] = CMD(io_open, how.mode);
		u->args[4] = CMD(io_open, how.resolve);
		u->direct = CMD(io_open, file_slot) != 0;
		u->has_file = 0;
		break;
	case URING_CLOSE:
		u->args[0] = CMD(io_close, fd);
		u->has_file = 0;
		break;
	case URING_RENAMEAT:
		u->args[0] = CMD(io_rename, old_dfd);
		uring__path(u, 0, 1, (u64)CMD(io_rename, oldpath));
		u->args[2] = CMD(io_rename, new_dfd);
		uring__path(u, 1, 3, (u64)CMD(io_rename, newpath));
		u->args[4] = CMD(io_rename, flags);
		u->has_file = 0;
		break;
	case URING_UNLINKAT:
		u->args[0] = CMD(io_unlink, dfd);
		uring__path(u, 0, 1, (u64)CMD(io_unlink, filename));
		u->args[2] = CMD(io_unlink, flags);
		u->has_file = 0;
		break;
	case URING_MKDIRAT:
		u->args[0] = CMD(io_mkdir, dfd);
		uring__path(u, 0, 1, (u64)CMD(io_mkdir, filename));
		u->args[2] = CMD(io_mkdir, mode);
		u->has_file = 0;
		break;
	/* struct io_link has the members of struct io_rename, in the same places */
	case URING_SYMLINKAT:
		uring__path(u, 0, 0, (u64)CMD(io_rename, oldpath));
		u->args[1] = CMD(io_rename, new_dfd);
		uring__path(u, 1, 2, (u64)CMD(io_rename, newpath));
		u->has_file = 0;
		break;
	case URING_LINKAT:
		u->args[0] = CMD(io_rename, old_dfd);
		uring__path(u, 0, 1, (u64)CMD(io_rename, oldpath));
		u->args[2] = CMD(io_rename, new_dfd);
		uring__path(u, 1, 3, (u64)CMD(io_rename, newpath));
		u->args[4] = CMD(io_rename, flags);
		u->has_file = 0;
		break;
	case URING_READ:
	case URING_READ_FIXED:
	case URING_WRITE:
	case URING_WRITE_FIXED:
	case URING_READV:
	case URING_WRITEV:
		uring__transfer(u, req, op);
		break;
	case URING_SEND:
	case URING_SEND_ZC:
	case URING_RECV:
	case URING_SENDMSG:
	case URING_SENDMSG_ZC:
	case URING_RECVMSG:
		u->args[1] = (u64)CMD(io_sr_msg, umsg);
		u->args[2] = CMD(io_sr_msg, len);
		break;
	case URING_CONNECT:
		uring__address(u, req, (u64)CMD(io_connect, addr), CMD(io_connect, addr_len));
		break;
	case URING_ACCEPT:
		u->args[3] = CMD(io_accept, flags);
		u->direct = CMD(io_accept, file_slot) != 0;
		break;
	case URING_SOCKET:
		if (bpf_core_type_exists(struct io_socket)) {
			u->args[0] = CMD(io_socket, domain);
			u->args[1] = CMD(io_socket, type);
			u->args[2] = CMD(io_socket, protocol);
			u->direct = CMD(io_socket, file_slot) != 0;
		}
		u->has_file = 0;
		break;
	case URING_BIND:
		if (bpf_core_type_exists(struct io_bind))
			uring__address(u, req, 0, CMD(io_bind, addr_len));
		break;
	case URING_LISTEN:
		if (bpf_core_type_exists(struct io_listen))
			u->args[1] = CMD(io_listen, backlog);
		break;
	case URING_SHUTDOWN:
		u->args[1] = CMD(io_shutdown, how);
		break;
	case URING_SPLICE:
		/* the request is the receiving side's */
		u->args[2] = u->args[0];
		u->args[0] = CMD(io_splice, splice_fd_in);
		u->args[4] = CMD(io_splice, len);
		u->args[5] = CMD(io_splice, flags);
		u->has_file = 0;
		break;
	}
	return 0;
}

/** Identity of the socket that the event is about, if it is one. */
static __always_inline void uring__socket(struct rec *r, struct sockid *s, bool accepted)
{
	struct task_struct *task = task__loose(bpf_get_current_task_btf());
	u64 file = accepted ? (r->direct ? 0 : file__of_fd(task, r->ret)) : r->file ?: file__of_fd(task, r->args[0]);
	u64 inode = file ? (u64)RD(struct file, file, f_inode) : 0;
	if (inode && (RD(struct inode, inode, i_mode) & S_IFMT) == S_IFSOCK)
		sock__of_file(s, file);
}

static __always_inline void uring__sockaddr(struct rec *r, struct user_sockaddr *a)
{
	u32 len = r->args[2];
	if (!r->kernel_text || len < 2)
		return;
	bpf_probe_read_kernel(a, sizeof(*a), (void *)r->args[1]);
}

static __always_inline void uring__data(struct rec *r, u64 buf, u64 len)
{
	bool writes = r->slot == NR_write || r->slot == NR_pwrite64 || r->slot == NR_sendto;
	rec__user_bytes(r, buf, r->ret > 0 ? (u64)r->ret : writes ? len : 0, snaplen);
}

static __always_inline u32 uring__max(struct rec *r)
{
	bool writes = r->slot == NR_writev || r->slot == NR_pwritev || r->slot == NR_sendmsg;
	if (r->ret > 0 && r->ret < snaplen)
		return r->ret;
	return r->ret > 0 || writes ? snaplen : 0;
}

/** As param__store, for the words that only these events need. */
__noinline int uring__store(struct rec *r, u32 desc)
{
	if (!r)
		return 0;
	u32 op = desc & 0xff;
	u32 first = (desc >> 8) & 7;
	u64 a = arg__nth(r, first), b = arg__nth(r, (desc >> 16) & 0xff);
	struct task_struct *task = task__loose(bpf_get_current_task_btf());

	if (op < OP_PEEK32)
		return param__store(r, desc);
	switch (op) {
	case OP_OPEN_FLAGS: {
		u64 file = r->ret >= 0 && !r->direct ? file__of_fd(task, r->ret) : 0;
		struct filemeta m = {};
		u32 flags = open__flags(a);
		if (file) {
			file__meta(&m, file);
			flags |= open__found(file, &m);
		}
		rec__u32(r, flags);
		break;
	}
	case OP_OPEN_MODE:
		rec__u32(r, open__mode(a, b));
		break;
	case OP_FD_DEV:
	case OP_FD_INO: {
		u64 file = r->ret >= 0 && !r->direct ? file__of_fd(task, r->ret) : 0;
		struct filemeta m = {};
		if (file)
			file__meta(&m, file);
		if (op == OP_FD_DEV)
			rec__u32(r, m.dev);
		else
			rec__u64(r, m.ino);
		break;
	}
	case OP_TUPLE: {
		struct sockid s = {};
		struct user_sockaddr to = {};
		if (r->ret < 0 && !(r->slot == NR_connect && r->ret == MINUS_EINPROGRESS)) {
			rec__empty(r);
			break;
		}
		uring__socket(r, &s, r->slot == NR_accept4);
		if (r->slot == NR_connect)
			uring__sockaddr(r, &to);
		tuple__store(r, &s, first, &to);
		break;
	}
	case OP_ADDRESS: {
		struct user_sockaddr to = {};
		uring__sockaddr(r, &to);
		sockaddr__store(r, &to);
		break;
	}
	case OP_DATA:
		uring__data(r, a, b);
		break;
	case OP_IOV:
		iov__store(r, a, b, uring__max(r));
		break;
	case OP_IOV_SIZE:
		iov__size(r, a, b);
		break;
	case OP_GOT:
		rec__u32(r, r->ret > 0 ? r->ret : 0);
		break;
	case OP_MSG_DATA:
	case OP_MSG_SIZE:
	case OP_MSG_CONTROL: {
		struct user_msg m = {};
		msg__read(r, &m, r->args[1], 0, 0);
		if (op == OP_MSG_DATA)
			iov__store(r, m.iov, m.iovlen, uring__max(r));
		else if (op == OP_MSG_SIZE)
			iov__size(r, m.iov, m.iovlen);
		else
			rec__user_bytes(r, m.control, r->ret >= 0 ? m.controllen : 0, PATH_MAX);
		break;
	}
	default:
		rec__empty(r);
	}
	return 0;
}

/** Makes the event of an operation that has come to its end. */
static __always_inline void uring__ship(struct uring_req *u, u64 req, s64 res, bool ended)
{
	struct task_struct *task = task__loose(bpf_get_current_task_btf());
	struct rec *r = rec__get();
	if (!r)
		return;
	for (int i = 0; i < 6; i++)
		r->args[i] = u->args[i];
	r->kernel_text = u->text_arg[0] >= 0;
	if (r->kernel_text) {
		r->args[u->text_arg[0] & 3] = uring__text(u, 0, req, ended);
		if (u->text_arg[1] >= 0)
			r->args[u->text_arg[1] & 3] = uring__text(u, 1, req, ended);
	}
	r->slot = r->nr = u->slot;
	r->ret = res;
	r->origin = RECORD_FLAG_IO_URING;
	/* with success taken for granted, there is no new file to look at yet */
	r->direct = u->direct || !ended;
	r->file = ended && u->has_file ? (u64)RD(struct io_kiocb, req, file) : 0;
	if (r->file && (u->slot == NR_connect || u->slot == NR_accept4) && (res >= 0 || res == MINUS_EINPROGRESS)) {
		u64 file = u->slot == NR_connect ? r->file : r->direct ? 0 : file__of_fd(task, res);
		u64 inode = file ? (u64)RD(struct file, file, f_inode) : 0;
		u64 ino = inode ? RD(struct inode, inode, i_ino) : 0;
		u8 role = u->slot == NR_connect ? URING_CLIENT : URING_SERVER;
		if (ino)
			bpf_map_update_elem(&roles, &ino, &role, BPF_ANY);
	}
	row__run(r, task, uring__store);
}

static __always_inline int uring__submit(u64 req)
{
	u32 op = RD(struct io_kiocb, req, opcode);
	u32 zero = 0;
	u32 slot = uring__wanted(op);
	if (slot == NO_SLOT)
		return 0;
	struct uring_req *u = bpf_map_lookup_elem(&uring_scratch, &zero);
	if (!u)
		return 0;
	u->slot = slot;
	u->op = op;
	uring__args(u, req, op);
	slot = u->slot;
	if (slot >= MAX_SYSCALLS || !wanted[slot])
		return 0;
	u32 flags = 0;
	bpf_probe_read_kernel(&flags, sizeof(flags), (void *)(req + bpf_core_field_offset(struct io_kiocb, flags)));
	bool completes = !(flags & URING_SKIP_SUCCESS);
	if (completes && uring__keep_long(u, req) && !bpf_map_update_elem(&uring_reqs, &req, u, BPF_ANY))
		return 0;
	/* one call: each copy of it is verified at every start */
	uring__ship(u, req, 0, 0);
	if (completes)
		uring__drop_long(u, req);
	return 0;
}

SEC("?tp_btf/io_uring_submit_req")
int uring_submit(u64 *ctx)
{
	return uring__submit(launder(ctx[0]));
}

/* the name until 6.3 */
SEC("?tp_btf/io_uring_submit_sqe")
int uring_submit_sqe(u64 *ctx)
{
	return uring__submit(launder(ctx[0]));
}

SEC("?tp_btf/io_uring_complete")
int uring_complete(u64 *ctx)
{
	u64 req = launder(ctx[1]);
	u32 op = req ? RD(struct io_kiocb, req, opcode) : URING_OPS;
	if (uring__wanted(op) == NO_SLOT)
		return 0;
	struct uring_req *u = bpf_map_lookup_elem(&uring_reqs, &req);
	/* the memory of a request is used again: what was never completed must not pass for its successor */
	if (!u || u->op != op)
		return 0;
	uring__ship(u, req, RD(struct io_kiocb, req, cqe.res), 1);
	uring__drop_long(u, req);
	bpf_map_delete_elem(&uring_reqs, &req);
	return 0;
}
