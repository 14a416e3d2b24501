/* Requests of io_uring whose paths are others in the caller's memory by the time that they are done. */
#include "ring.h"

/* `path` written so long: with "/." before its last part, as often as is needed */
static char *written_long(const char *path, int want)
{
	const char *slash = strrchr(path, '/');
	char *shown = malloc(want + strlen(path) + 3);
	int n;

	if (!slash || !shown)
		deed_die(path);
	n = sprintf(shown, "%.*s", (int)(slash - path), path);
	while (n + (int)strlen(slash) + 2 <= want)
		n += sprintf(shown + n, "/.");
	strcpy(shown + n, slash);
	return shown;
}

/*
 * ringlate BYTES HARMLESS PATH [TO]: removes PATH, or renames it to TO, by a request that waits for another; as soon as
 * it is handed over, the caller's memory says HARMLESS.
 */
static int ringlate(int argc, char **argv)
{
	int bytes = atoi(argv[1]), wait[2];
	char *from = written_long(argv[3], bytes), *to = argc > 4 ? written_long(argv[4], bytes) : NULL;
	struct io_uring_sqe *q;
	struct ring r;
	char byte;

	if (pipe(wait))
		deed_die("pipe");
	ring_open(&r, 2);
	q = ring_next(&r);
	q->opcode = IORING_OP_READ;
	q->flags = IOSQE_IO_LINK;
	q->fd = wait[0];
	q->addr = (unsigned long)&byte;
	q->len = 1;
	q = ring_next(&r);
	q->opcode = to ? IORING_OP_RENAMEAT : IORING_OP_UNLINKAT;
	q->fd = AT_FDCWD;
	q->addr = (unsigned long)from;
	if (to) {
		q->len = AT_FDCWD;
		q->addr2 = (unsigned long)to;
	}
	ring_enter(&r, 0);
	strcpy(from, argv[2]);
	if (to)
		strcpy(to, argv[2]);
	if (write(wait[1], "x", 1) != 1)
		deed_die("write");
	ring_enter(&r, 2);
	for (unsigned i = 0; i < 2; i++) {
		errno = ring_result(&r, i) < 0 ? -ring_result(&r, i) : 0;
		if (errno == EINVAL || errno == EOPNOTSUPP)
			return EXIT_CANNOT;
		if (errno)
			deed_die(i ? "request" : "read");
	}
	printf("now %s\n", from);
	return 0;
}

const struct deed ring_deeds[] = {
    {"ringlate", 3, "BYTES HARMLESS PATH [TO]   remove or rename through io_uring by a path that becomes HARMLESS",
     ringlate},
    {0},
};
