/* A small io_uring, with nothing but libc. */
#ifndef SAKER_RING_H
#define SAKER_RING_H

#include "deed.h"

#include <linux/io_uring.h>

struct ring {
	int fd;
	char *sq, *cq;
	struct io_uring_sqe *sqes;
	struct io_uring_params p;
	unsigned unsent;
};

/* Exits with EXIT_CANNOT where the kernel gives none. */
void ring_open(struct ring *r, unsigned entries);

/* The next request to be filled in; all zero. */
struct io_uring_sqe *ring_next(struct ring *r);

/* Hands over what was filled in, and waits until `done` of all are complete. */
void ring_enter(struct ring *r, unsigned done);

/* Result of the nth that was completed. */
int ring_result(const struct ring *r, unsigned nth);

#endif
