#include "script.h"

#include <signal.h>

static const struct deed *const tables[] = {wrap_deeds,	 file_deeds,	 code_deeds,   net_deeds,  kernel_deeds,
					    raw_deeds,	 pace_deeds,	 script_deeds, life_deeds, play_deeds,
					    evade_deeds, disguise_deeds, count_deeds,  ring_deeds};
#define TABLES (sizeof(tables) / sizeof(tables[0]))

void deed_die(const char *what)
{
	fprintf(stderr, "deed: %s: %s\n", what, strerror(errno));
	exit(1);
}

void deed_cannot(const char *why)
{
	fprintf(stderr, "%s\n", why);
	exit(EXIT_CANNOT);
}

int deed_reap(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			deed_die("waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int usage(void)
{
	fprintf(stderr, "usage: deed DEED ARGUMENT...   (further arguments only mark the command line)\n");
	for (size_t i = 0; i < TABLES; i++)
		for (const struct deed *d = tables[i]; d && d->name; d++)
			fprintf(stderr, "  %-10s %s\n", d->name, d->usage);
	return 2;
}

int deed_dispatch(int argc, char **argv)
{
	if (argc < 1)
		return usage();
	for (size_t i = 0; i < TABLES; i++)
		for (const struct deed *d = tables[i]; d && d->name; d++)
			if (!strcmp(d->name, argv[0]))
				return argc - 1 < d->min_args ? usage() : d->run(argc, argv);
	return usage();
}

int main(int argc, char **argv)
{
	const char *patience = getenv("SAKER_TEST_PATIENCE");

	script_resume();
	/* Nothing here takes longer; a deed that hangs must not outlive its test. */
	alarm(20 * (patience ? atoi(patience) : 1));
	setvbuf(stdout, NULL, _IOLBF, 0);
	return deed_dispatch(argc - 1, argv + 1);
}
