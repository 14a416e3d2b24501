/* Requests through io_uring. */
#include "ring.h"

#include <sys/mman.h>

static char *map_ring(int ring, size_t size, off_t what)
{
	char *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring, what);

	if (p == MAP_FAILED)
		deed_die("ring");
	return p;
}

void ring_open(struct ring *r, unsigned entries)
{
	memset(r, 0, sizeof(*r));
	r->fd = syscall(SYS_io_uring_setup, entries, &r->p);
	if (r->fd < 0)
		exit(EXIT_CANNOT);
	r->sq = map_ring(r->fd, r->p.sq_off.array + r->p.sq_entries * sizeof(unsigned), IORING_OFF_SQ_RING);
	r->cq = map_ring(r->fd, r->p.cq_off.cqes + r->p.cq_entries * sizeof(struct io_uring_cqe), IORING_OFF_CQ_RING);
	r->sqes =
	    (struct io_uring_sqe *)map_ring(r->fd, r->p.sq_entries * sizeof(struct io_uring_sqe), IORING_OFF_SQES);
}

struct io_uring_sqe *ring_next(struct ring *r)
{
	unsigned *tail = (unsigned *)(r->sq + r->p.sq_off.tail);
	unsigned at = (*tail + r->unsent++) & (r->p.sq_entries - 1);

	((unsigned *)(r->sq + r->p.sq_off.array))[at] = at;
	memset(&r->sqes[at], 0, sizeof(r->sqes[at]));
	return &r->sqes[at];
}

void ring_enter(struct ring *r, unsigned done)
{
	unsigned *tail = (unsigned *)(r->sq + r->p.sq_off.tail);

	__atomic_store_n(tail, *tail + r->unsent, __ATOMIC_RELEASE);
	if (syscall(SYS_io_uring_enter, r->fd, r->unsent, done, IORING_ENTER_GETEVENTS, NULL, 0) < 0)
		deed_die("io_uring_enter");
	r->unsent = 0;
}

int ring_result(const struct ring *r, unsigned nth)
{
	return ((struct io_uring_cqe *)(r->cq + r->p.cq_off.cqes))[nth].res;
}

int deed_uring_openat(const char *path, int flags, mode_t mode)
{
	struct ring r;
	struct io_uring_sqe *open;
	int res;

	ring_open(&r, 1);
	open = ring_next(&r);
	open->opcode = IORING_OP_OPENAT;
	open->fd = AT_FDCWD;
	open->addr = (unsigned long)path;
	open->len = mode;
	open->open_flags = flags;
	ring_enter(&r, 1);
	res = ring_result(&r, 0);
	close(r.fd);
	if (res == -EINVAL || res == -EOPNOTSUPP)
		exit(EXIT_CANNOT);
	if (res < 0)
		errno = -res;
	return res < 0 ? -1 : res;
}
