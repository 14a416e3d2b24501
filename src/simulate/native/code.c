/* Deeds that run code or lay hands on other processes. */
#include "deed.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>

extern char **environ;

/* idle: do nothing; what counts is how it was started. */
static int idle(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return 0;
}

/* memfd path|at DEED...: go on from a copy of this program that exists in memory only. */
static int memfd(int argc, char **argv)
{
	char path[64], buf[65536];
	ssize_t n;
	int in = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	int mem = memfd_create("deed", MFD_CLOEXEC);

	(void)argc;
	if (in < 0 || mem < 0)
		deed_die("memfd");
	while ((n = read(in, buf, sizeof(buf))) > 0)
		if (write(mem, buf, n) != n)
			deed_die("memfd");
	close(in);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", mem);
	if (!strcmp(argv[1], "at"))
		syscall(SYS_execveat, mem, "", argv + 1, environ, AT_EMPTY_PATH);
	else
		execv(path, argv + 1);
	deed_die("memfd exec");
}

/* shell TEXT: start /bin/sh -c TEXT as a child. */
static int shell(int argc, char **argv)
{
	pid_t pid = fork();

	(void)argc;
	if (pid < 0)
		deed_die("fork");
	if (pid == 0) {
		execl("/bin/sh", "sh", "-c", argv[1], (char *)NULL);
		_exit(127);
	}
	return deed_reap(pid);
}

static pid_t sleeper(void)
{
	pid_t pid = fork();

	if (pid < 0)
		deed_die("fork");
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;)
			pause();
	}
	return pid;
}

/* attach attach|seize: take hold of a child, let it go, end it. Prints the child's pid. */
static int attach(int argc, char **argv)
{
	int seize = argc > 1 && !strcmp(argv[1], "seize");
	pid_t pid = sleeper();
	int status, err = 0;

	printf("target %d\n", pid);
	if (ptrace(seize ? PTRACE_SEIZE : PTRACE_ATTACH, pid, NULL, NULL)) {
		err = errno;
	} else if (!seize) {
		waitpid(pid, &status, 0);
		ptrace(PTRACE_DETACH, pid, NULL, NULL);
	}
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	errno = err;
	if (err)
		deed_die("ptrace");
	return 0;
}

/* peek: a harmless request that is refused, for we trace nobody. */
static int peek(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	ptrace(PTRACE_PEEKTEXT, getppid(), NULL, NULL);
	return 0;
}

/* traceme: in a child, as a traced process would stop at its next signal or exec. */
static int traceme(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL))
		deed_die("ptrace");
	return 0;
}

const struct deed code_deeds[] = {
    {"idle", 0, "do nothing", idle},
    {"memfd", 2, "path|at DEED...   go on from a copy in memory", memfd},
    {"shell", 1, "TEXT   run a shell as a child", shell},
    {"attach", 0, "[attach|seize]   ptrace a child", attach},
    {"peek", 0, "a refused ptrace request", peek},
    {"traceme", 0, "PTRACE_TRACEME", traceme},
    {0},
};
