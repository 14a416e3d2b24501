/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The load of `npm run bench:soak`: each mode does one kind of work until its time is up, and dies with its parent.
 *
 *   load storm SECONDS            bursts of fork, vfork and exec; pids are used again when they run out
 *   load opens SECONDS DIR RATE   opens of many different files below /usr, some of paths never seen before (in DIR)
 *   load connect SECONDS RATE     connect and accept on loopback
 *   load threads SECONDS          short-lived threads, exec from a thread, leaders that go before their threads
 *   load ids SECONDS DIR          chdir, setsid, setuid, orphans
 *   load keep SECONDS N           N processes that stay until stdin ends, replaced one by one meanwhile
 *
 * Prints what it did as one line of JSON.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_FILES 20000
#define BURST 64
#define SLICE_NS 5000000L

static char *self = "/proc/self/exe";
static double end_at;
static unsigned long done, failed;

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static void pause_ns(long ns)
{
	struct timespec t = {ns / 1000000000, ns % 1000000000};
	nanosleep(&t, NULL);
}

static void die(const char *what)
{
	fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* As fork, but counts a refusal (no pid, no memory) instead of failing: storms may meet one. */
static pid_t try_fork(void)
{
	pid_t pid = fork();
	if (pid < 0)
		failed++;
	else if (pid > 0)
		done++;
	return pid;
}

static void reap_all(void)
{
	while (wait(NULL) > 0 || errno == EINTR)
		;
}

static void exec_true(const char *name)
{
	char *argv[] = {(char *)name, NULL}, *envp[] = {"SOAK=1", NULL};
	execve("/bin/true", argv, envp);
	_exit(127);
}

static void storm(void)
{
	for (unsigned burst = 0; now() < end_at; burst++) {
		for (int i = 0; i < BURST; i++) {
			if (i % 4 == 3) {
				pid_t pid = vfork();
				if (pid == 0)
					exec_true("soak-vfork");
				if (pid > 0)
					done++;
				else
					failed++;
			} else if (try_fork() == 0) {
				if (i % 4 == 0)
					exec_true("soak-exec");
				_exit(0);
			}
		}
		reap_all();
		pause_ns(burst % 8 == 0 ? 100000000 : 20000000);
	}
}

static char *files[MAX_FILES];
static int nfiles;

static int collect(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)ftw;
	if (type == FTW_F)
		files[nfiles++] = strdup(path);
	return nfiles == MAX_FILES;
}

static void open_close(const char *path, int flags)
{
	int fd = open(path, flags, 0600);
	done++;
	if (fd >= 0)
		close(fd);
	else
		failed++;
}

static void opens(const char *dir, long rate)
{
	/* what no rule asks for, so that the flags only make more different events */
	static const int flags[] = {O_RDONLY, O_RDONLY | O_CLOEXEC, O_RDONLY | O_NONBLOCK};
	long slice = rate / (1000000000L / SLICE_NS);
	unsigned long n = 0;
	char path[4096];

	nftw("/usr", collect, 32, FTW_PHYS);
	if (nfiles == 0)
		die("/usr");
	for (double next = now(); now() < end_at; next += SLICE_NS / 1e9) {
		for (long i = 0; i < slice; i++, n++) {
			if (n % 100 == 0) {
				snprintf(path, sizeof(path), "%s/fresh-%lu", dir, n);
				open_close(path, O_WRONLY | O_CREAT | O_EXCL);
				unlink(path);
			} else if (n % 100 == 50) {
				snprintf(path, sizeof(path), "%s/missing-%lu", dir, n);
				open(path, O_RDONLY);
				done++;
			} else {
				open_close(files[n * 7919 % nfiles], flags[n % 3]);
			}
		}
		double left = next + SLICE_NS / 1e9 - now();
		if (left > 0)
			pause_ns(left * 1e9);
		else if (left < -1)
			next = now(); /* too slow for the rate: do not run after it */
	}
}

static void connects(long rate)
{
	struct sockaddr_in addr = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct linger no_linger = {1, 0};
	socklen_t len = sizeof(addr);
	int listener = socket(AF_INET, SOCK_STREAM, 0);

	if (listener < 0 || bind(listener, (struct sockaddr *)&addr, sizeof(addr)) || listen(listener, 16) ||
	    getsockname(listener, (struct sockaddr *)&addr, &len))
		die("listen");
	while (now() < end_at) {
		for (long i = 0; i < rate / 100; i++) {
			int c = socket(AF_INET, SOCK_STREAM, 0);
			if (c < 0 || connect(c, (struct sockaddr *)&addr, sizeof(addr)))
				die("connect");
			int a = accept(listener, NULL, NULL);
			/* reset instead of FIN, else the ports run out in TIME_WAIT */
			setsockopt(c, SOL_SOCKET, SO_LINGER, &no_linger, sizeof(no_linger));
			close(c);
			close(a);
			done++;
		}
		pause_ns(10000000);
	}
}

static void *nothing(void *arg)
{
	return arg;
}

static void *linger_on(void *arg)
{
	pause_ns(3000000);
	exit(0);
	return arg;
}

static void *exec_in_thread(void *arg)
{
	exec_true("soak-thread-exec");
	return arg;
}

static void threads(void)
{
	for (unsigned round = 0; now() < end_at; round++) {
		pthread_t t[16];
		int n = 0;
		for (; n < 16 && pthread_create(&t[n], NULL, nothing, NULL) == 0; n++)
			done++;
		while (n > 0)
			pthread_join(t[--n], NULL);
		if (round % 4 == 0 && try_fork() == 0) {
			void *(*what)(void *) = round % 8 ? linger_on : exec_in_thread;
			if (pthread_create(&t[0], NULL, what, NULL))
				_exit(1);
			if (round % 8)
				pthread_exit(NULL); /* the leader goes first */
			pthread_join(t[0], NULL);
			_exit(1);
		}
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
		pause_ns(5000000);
	}
	reap_all();
}

static void ids(const char *dir)
{
	for (unsigned round = 0; now() < end_at; round++) {
		if (try_fork() == 0) {
			if (setsid() < 0 || chdir(round % 2 ? dir : "/usr/share"))
				_exit(1);
			/* a daemon's way: the middle one goes, the last one is an orphan */
			if (fork() == 0) {
				if (setgid(65534) || setuid(65534))
					_exit(1);
				if (fork() == 0)
					pause_ns(round % 5 * 1000000);
				_exit(0);
			}
			_exit(0);
		}
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
		pause_ns(5000000);
	}
	reap_all();
}

/* Wait for the end of `fd`, which comes when the keeper is gone. */
static void stay(int fd)
{
	char c;
	while (read(fd, &c, 1) > 0)
		;
	_exit(0);
}

static pid_t start_one(unsigned n, const int life[2])
{
	pid_t pid = try_fork();
	if (pid != 0)
		return pid;
	close(life[1]);
	if (n % 3 == 1 && setsid() < 0)
		_exit(1);
	if (n % 5 == 2 && (setgid(65534) || setuid(65534)))
		_exit(1);
	if (n % 2) {
		char fd[16];
		char *argv[] = {"soak-kept", "stay", fd, NULL}, *envp[] = {NULL};
		snprintf(fd, sizeof(fd), "%d", life[0]);
		execve(self, argv, envp);
		_exit(127);
	}
	stay(life[0]);
	return 0;
}

static void keep(int count)
{
	pid_t *kept = calloc(count, sizeof(*kept));
	int life[2];

	if (!kept || pipe(life))
		die("keep");
	for (unsigned n = 0; now() < end_at; n++) {
		pid_t *slot = &kept[n % count];
		if (*slot > 0) {
			kill(*slot, SIGKILL);
			waitpid(*slot, NULL, 0);
		}
		*slot = start_one(n, life);
		pause_ns(20000000);
	}
	/* the comparison needs them: the end of stdin says that it is over */
	char c;
	while (read(0, &c, 1) > 0)
		;
	close(life[1]);
	reap_all();
}

int main(int argc, char **argv)
{
	const char *mode = argc > 1 ? argv[1] : "";

	if (argc == 3 && !strcmp(mode, "stay"))
		stay(atoi(argv[2]));
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (argc < 3)
		return 2;
	end_at = now() + atof(argv[2]);
	if (!strcmp(mode, "storm"))
		storm();
	else if (!strcmp(mode, "opens") && argc == 5)
		opens(argv[3], atol(argv[4]));
	else if (!strcmp(mode, "connect") && argc == 4)
		connects(atol(argv[3]));
	else if (!strcmp(mode, "threads"))
		threads();
	else if (!strcmp(mode, "ids") && argc == 4)
		ids(argv[3]);
	else if (!strcmp(mode, "keep") && argc == 4)
		keep(atoi(argv[3]));
	else
		return 2;
	printf("{\"mode\":\"%s\",\"done\":%lu,\"failed\":%lu}\n", mode, done, failed);
	return 0;
}
