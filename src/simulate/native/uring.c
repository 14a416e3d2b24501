/* One request through io_uring, with nothing but libc. */
#include "deed.h"

#include <linux/io_uring.h>
#include <sys/mman.h>

static char *map_ring(int ring, size_t size, off_t what)
{
	char *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring, what);

	if (p == MAP_FAILED)
		deed_die("ring");
	return p;
}

int deed_uring_openat(const char *path, int flags, mode_t mode)
{
	struct io_uring_params p;
	struct io_uring_sqe *sqes;
	struct io_uring_cqe *cqes;
	unsigned *tail;
	char *sq, *cq;
	int ring, res;

	memset(&p, 0, sizeof(p));
	ring = syscall(SYS_io_uring_setup, 1, &p);
	if (ring < 0)
		exit(EXIT_CANNOT);
	sq = map_ring(ring, p.sq_off.array + p.sq_entries * sizeof(unsigned), IORING_OFF_SQ_RING);
	cq = map_ring(ring, p.cq_off.cqes + p.cq_entries * sizeof(*cqes), IORING_OFF_CQ_RING);
	sqes = (struct io_uring_sqe *)map_ring(ring, p.sq_entries * sizeof(*sqes), IORING_OFF_SQES);
	cqes = (struct io_uring_cqe *)(cq + p.cq_off.cqes);

	memset(sqes, 0, sizeof(*sqes));
	sqes->opcode = IORING_OP_OPENAT;
	sqes->fd = AT_FDCWD;
	sqes->addr = (unsigned long)path;
	sqes->len = mode;
	sqes->open_flags = flags;
	((unsigned *)(sq + p.sq_off.array))[0] = 0;
	tail = (unsigned *)(sq + p.sq_off.tail);
	__atomic_store_n(tail, *tail + 1, __ATOMIC_RELEASE);
	if (syscall(SYS_io_uring_enter, ring, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0) < 0)
		deed_die("io_uring_enter");
	res = cqes[0].res;
	close(ring);
	if (res == -EINVAL || res == -EOPNOTSUPP)
		exit(EXIT_CANNOT);
	if (res < 0)
		errno = -res;
	return res < 0 ? -1 : res;
}
