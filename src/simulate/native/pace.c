/* Repetition at a rate, for measuring what a sensor bears. */
#include "deed.h"

#include <time.h>

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

/* Rests until a moment; the last part is not worth a sleep. */
static void rest_until(double when)
{
	double left = when - now();

	if (left > 0.0002) {
		struct timespec ts = {(time_t)left, (long)((left - (time_t)left) * 1e9)};

		nanosleep(&ts, NULL);
	}
}

/*
 * pace PER_SECOND MS DEED...: repeat a deed in this very process for MS milliseconds. Prints how often it was done,
 * which is less than asked for where the machine cannot do more.
 */
static int pace(int argc, char **argv)
{
	double rate = atof(argv[1]), begin = now(), end = begin + atof(argv[2]) / 1000;
	long done = 0;
	int r = 0;

	alarm(60);
	while (r == 0 && now() < end) {
		rest_until(begin + done / rate);
		r = deed_dispatch(argc - 3, argv + 3);
		done++;
	}
	printf("done %ld\n", done);
	return r;
}

const struct deed pace_deeds[] = {
    {"pace", 3, "PER_SECOND MS DEED...   repeat a deed", pace},
    {0},
};
