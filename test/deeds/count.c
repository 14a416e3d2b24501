/*
 * count PREFIX RATE [COUNT]: try to open PREFIX0, PREFIX1, ... at RATE a second until standard input ends or COUNT are
 * done, then print how many. None need exist: a cheap call that a rule can match every time, with a number to count by.
 */
#include "deed.h"

#include <poll.h>
#include <time.h>

/* A machine that stood still is not to be flooded afterwards. */
#define MAX_BEHIND 0.1

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static int count(int argc, char **argv)
{
	double rate = strtod(argv[2], NULL), start = now(), due;
	unsigned long n = 0, begun = 0, most = argc > 3 ? strtoul(argv[3], NULL, 10) : -1UL;
	struct pollfd in = {.fd = 0, .events = POLLIN};
	char path[4096];

	/* As long as the test feeds us. */
	alarm(0);
	while (n < most && poll(&in, 1, 1) == 0) {
		due = (now() - start) * rate;
		if (due - (n - begun) > rate * MAX_BEHIND) {
			start = now() - MAX_BEHIND;
			begun = n;
			due = rate * MAX_BEHIND;
		}
		while (n - begun < due && n < most) {
			snprintf(path, sizeof(path), "%s%lu", argv[1], n++);
			syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
		}
	}
	printf("%lu\n", n);
	return 0;
}

const struct deed count_deeds[] = {
    {"count", 2, "PREFIX RATE [COUNT]   open numbered paths, so many a second, until stdin ends; print how many",
     count},
    {0},
};
