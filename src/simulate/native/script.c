/* Runs the parts of a script. The parts are records of words: a count, then so many texts, each ended by a zero byte.
 */
#include "script.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>

static long reg[REGISTERS];
static pid_t bash_pid;
static int bash_go = -1;
static pid_t needed[REGISTERS];
static int needs;

void script_die(const char *what)
{
	dprintf(REPORT_FD, "%s: %s\n", what, strerror(errno));
	script_exit(1);
}

static void end_needed(void)
{
	while (needs > 0) {
		pid_t pid = needed[--needs];

		kill(pid, SIGKILL);
		deed_reap(pid);
	}
}

void script_exit(int status)
{
	end_needed();
	_exit(status);
}

static char *read_script(size_t *size)
{
	struct stat st;
	char *text;

	if (fstat(SCRIPT_FD, &st))
		script_die("script");
	*size = st.st_size;
	text = malloc(*size + 1);
	if (!text || pread(SCRIPT_FD, text, *size, 0) != (ssize_t)*size)
		script_die("script");
	text[*size] = 0;
	return text;
}

/* The next record at `*at`; 0 words at the end. */
static struct words next(char **at, char *end)
{
	struct words w = {0, NULL};

	if (*at >= end)
		return w;
	w.count = atoi(*at);
	*at += strlen(*at) + 1;
	w.word = calloc(w.count + 1, sizeof(char *));
	for (int i = 0; i < w.count && *at < end; i++) {
		w.word[i] = *at;
		*at += strlen(*at) + 1;
	}
	return w;
}

/* bash BEFORE AFTER: one shell for both; returns when the first has ended. */
static void start_bash(const char *before, const char *after)
{
	int go[2], done[2], devnull;
	char *text, c;

	if (pipe2(go, O_CLOEXEC) || pipe2(done, O_CLOEXEC))
		script_die("pipe");
	if (asprintf(&text, "%s\nprintf . >&912\nread -r _ <&911\nexec 911<&- 912>&-\n%s\n", before, after) < 0)
		script_die("bash");
	bash_pid = fork();
	if (bash_pid < 0)
		script_die("fork");
	if (bash_pid == 0) {
		unsetenv(SCRIPT_ENV);
		devnull = open("/dev/null", O_RDWR);
		dup2(devnull, 0);
		dup2(go[0], 911);
		dup2(done[1], 912);
		close(SCRIPT_FD);
		close(REPORT_FD);
		execlp("bash", "bash", "-c", text, (char *)NULL);
		_exit(127);
	}
	close(go[0]);
	close(done[1]);
	if (read(done[0], &c, 1) != 1) {
		dprintf(REPORT_FD, "the script 'before' ended early\n");
		script_exit(1);
	}
	close(done[0]);
	bash_go = go[1];
}

static int obey(const struct words *w)
{
	const char *name = w->word[0];

	if (!strcmp(name, "root"))
		script_own_root(w->word[1]);
	else if (!strcmp(name, "net"))
		script_own_network();
	else if (!strcmp(name, "user"))
		script_add_user(w->word[1], w->word[2]);
	else if (!strcmp(name, "join"))
		script_join(w->word[1]);
	else if (!strcmp(name, "bash"))
		start_bash(w->word[1], w->word[2]);
	else if (!strcmp(name, "spawn"))
		return deed_reap(script_spawn(w));
	else if (!strcmp(name, "process") && needs < REGISTERS) {
		/* the rest is as for `spawn` */
		struct words rest = {w->count - 1, w->word + 1};

		needed[needs++] = reg[atoi(w->word[1]) % REGISTERS] = script_spawn(&rest);
	} else if (!script_resource(w, reg) && !script_call(w, reg)) {
		dprintf(REPORT_FD, "no instruction is called %s\n", name);
		return 2;
	}
	return 0;
}

static int run_part(int part)
{
	size_t size;
	char *text = read_script(&size), *at = text;
	int status = 0, here = 0;

	for (struct words w; status == 0 && (w = next(&at, text + size)).count > 0;) {
		if (!strcmp(w.word[0], "part"))
			here = atoi(w.word[1]) == part;
		else if (here)
			status = obey(&w);
	}
	if (bash_pid) {
		if (write(bash_go, "\n", 1) != 1)
			script_die("the script 'after'");
		deed_reap(bash_pid);
	}
	end_needed();
	return status;
}

/* script FILE: do the first part of a script here; further ones in processes that it starts. */
static int script(int argc, char **argv)
{
	int fd = open(argv[1], O_RDONLY | O_CLOEXEC);

	(void)argc;
	if (fd < 0)
		deed_die(argv[1]);
	if (dup2(fd, SCRIPT_FD) < 0 || dup2(2, REPORT_FD) < 0)
		deed_die("descriptors");
	close(fd);
	alarm(60);
	return run_part(0);
}

void script_resume(void)
{
	const char *part = getenv(SCRIPT_ENV);

	if (!part)
		return;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (!strcmp(part, "idle"))
		for (;;)
			pause();
	alarm(60);
	_exit(run_part(atoi(part)));
}

const struct deed script_deeds[] = {
    {"script", 1, "FILE   what a declarative test says", script},
    {0},
};
