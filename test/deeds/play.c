/*
 * play SCRIPT: do what a generated script says, step by step; steps may fail. One step a line, parted by tabs. It
 * mounts: to be run where mounts are private.
 *
 *   open FLAGS PATH | legacy FLAGS PATH | creat PATH | open2 FLAGS PATH | at FLAGS DIR PATH
 *   mkdir P | rmdir P | unlink P | symlink TARGET P | link A B | rename A B | swap A B | bind A B | umount P
 *   chdir P | sleep MS
 *   chroot DIR ... end    (what is between is done in a child)
 */
#include "deed.h"

#include <linux/openat2.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <time.h>

#define MAX_WORDS 4

/* Steps may fail: only what is seen of them counts. */
static void ignore(int result)
{
	(void)result;
}

static int split(char *line, char **words)
{
	char *save = NULL;
	int n = 0;

	line[strcspn(line, "\n")] = 0;
	for (char *w = strtok_r(line, "\t", &save); w && n < MAX_WORDS; w = strtok_r(NULL, "\t", &save))
		words[n++] = w;
	for (int i = n; i < MAX_WORDS; i++)
		words[i] = "";
	return n;
}

static void play_open(char **w)
{
	int flags = atoi(w[1]), fd = -1, dir;

	if (!strcmp(w[0], "open")) {
		fd = openat(AT_FDCWD, w[2], flags, 0640);
	} else if (!strcmp(w[0], "legacy")) {
#ifdef SYS_open
		fd = syscall(SYS_open, w[2], flags, 0640);
#endif
	} else if (!strcmp(w[0], "open2")) {
		struct open_how oh = {.flags = flags, .mode = flags & O_CREAT ? 0640 : 0};

		fd = syscall(SYS_openat2, AT_FDCWD, w[2], &oh, sizeof(oh));
	} else {
		dir = open(w[2], O_RDONLY | O_DIRECTORY);
		fd = openat(dir, w[3], flags, 0640);
		close(dir);
	}
	close(fd);
}

static void play_step(char **w)
{
	const char *op = w[0];

	if (!strcmp(op, "open") || !strcmp(op, "legacy") || !strcmp(op, "open2") || !strcmp(op, "at"))
		play_open(w);
	else if (!strcmp(op, "creat"))
		close(open(w[1], O_CREAT | O_WRONLY | O_TRUNC, 0640));
	else if (!strcmp(op, "mkdir"))
		mkdir(w[1], 0755);
	else if (!strcmp(op, "rmdir"))
		rmdir(w[1]);
	else if (!strcmp(op, "unlink"))
		unlink(w[1]);
	else if (!strcmp(op, "symlink"))
		ignore(symlink(w[1], w[2]));
	else if (!strcmp(op, "link"))
		ignore(link(w[1], w[2]));
	else if (!strcmp(op, "rename"))
		rename(w[1], w[2]);
	else if (!strcmp(op, "swap"))
		syscall(SYS_renameat2, AT_FDCWD, w[1], AT_FDCWD, w[2], 2 /* RENAME_EXCHANGE */);
	else if (!strcmp(op, "bind"))
		mount(w[1], w[2], NULL, MS_BIND, NULL);
	else if (!strcmp(op, "umount"))
		umount2(w[1], MNT_DETACH);
	else if (!strcmp(op, "chdir"))
		ignore(chdir(w[1]));
	else if (!strcmp(op, "sleep"))
		nanosleep(&(struct timespec){atoi(w[1]) / 1000, atoi(w[1]) % 1000 * 1000000}, NULL);
	else
		fprintf(stderr, "deed: play: what is '%s'?\n", op), exit(2);
}

static void play_lines(char **lines, int n);

/* Plays lines up to `end` in a child with another root; gives the number of lines. */
static int play_chroot(const char *dir, char **lines, int n)
{
	int inner = 0;
	pid_t pid;

	while (inner < n && strncmp(lines[inner], "end", 3))
		inner++;
	pid = fork();
	if (pid < 0)
		deed_die("fork");
	if (pid == 0) {
		if (chroot(dir) == 0 && chdir("/") == 0)
			play_lines(lines, inner);
		_exit(0);
	}
	deed_reap(pid);
	return inner + 1;
}

static void play_lines(char **lines, int n)
{
	char *w[MAX_WORDS];

	for (int i = 0; i < n; i++) {
		if (split(lines[i], w) == 0)
			continue;
		if (!strcmp(w[0], "chroot"))
			i += play_chroot(w[1], lines + i + 1, n - i - 1);
		else
			play_step(w);
	}
}

static int play(int argc, char **argv)
{
	char **lines = NULL, *line = NULL;
	size_t size = 0;
	int n = 0;
	FILE *f = fopen(argv[1], "re");

	(void)argc;
	if (!f)
		deed_die(argv[1]);
	while (getline(&line, &size, f) > 0) {
		lines = realloc(lines, (n + 1) * sizeof(*lines));
		lines[n++] = strdup(line);
	}
	fclose(f);
	play_lines(lines, n);
	return 0;
}

const struct deed play_deeds[] = {
    {"play", 1, "SCRIPT   do what a script says", play},
    {0},
};
