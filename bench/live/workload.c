/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The workloads of `npm run bench:live`. Each does a fixed number of operations and prints one line of JSON with the
 * wall time of each of SLICES equal parts, so that the caller can take the undisturbed ones. For each line on its
 * standard input it does so again: what is measured with and without something is best measured in one process, as
 * processes differ by more than that.
 *
 *   workload getppid N | openclose N FILE | forkexec N | connect N
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SLICES 100

static double now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

static void die(const char *what)
{
	fprintf(stderr, "workload: %s: %s\n", what, strerror(errno));
	exit(1);
}

static const char *file;
static int listener = -1;
static struct sockaddr_in addr = {.sin_family = AF_INET};

static void op_getppid(void)
{
	syscall(SYS_getppid);
}

static void op_openclose(void)
{
	int fd = open(file, O_RDONLY);
	if (fd < 0)
		die(file);
	close(fd);
}

static void op_forkexec(void)
{
	char *argv[] = {"/bin/true", NULL}, *envp[] = {NULL};
	pid_t pid = fork();
	int status;
	if (pid < 0)
		die("fork");
	if (pid == 0) {
		execve(argv[0], argv, envp);
		_exit(127);
	}
	if (waitpid(pid, &status, 0) < 0 || status)
		die("/bin/true");
}

static void op_connect(void)
{
	struct linger no_linger = {1, 0};
	int c = socket(AF_INET, SOCK_STREAM, 0);
	if (c < 0 || connect(c, (struct sockaddr *)&addr, sizeof(addr)))
		die("connect");
	int a = accept(listener, NULL, NULL);
	if (a < 0)
		die("accept");
	/* reset instead of FIN: 200,000 connections would exhaust the ports in TIME_WAIT */
	setsockopt(c, SOL_SOCKET, SO_LINGER, &no_linger, sizeof(no_linger));
	close(c);
	close(a);
}

static void listen_on_loopback(void)
{
	socklen_t len = sizeof(addr);
	addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	listener = socket(AF_INET, SOCK_STREAM, 0);
	if (listener < 0 || bind(listener, (struct sockaddr *)&addr, sizeof(addr)) || listen(listener, 16) ||
	    getsockname(listener, (struct sockaddr *)&addr, &len))
		die("listen");
}

/** Is there another line on standard input? */
static int again(void)
{
	char c;
	while (read(STDIN_FILENO, &c, 1) == 1)
		if (c == '\n')
			return 1;
	return 0;
}

int main(int argc, char **argv)
{
	void (*op)(void) = NULL;
	const char *name = argc > 1 ? argv[1] : "";
	long n = argc > 2 ? atol(argv[2]) : 0;

	if (!strcmp(name, "getppid"))
		op = op_getppid;
	else if (!strcmp(name, "openclose"))
		op = op_openclose, file = argc > 3 ? argv[3] : "/dev/null";
	else if (!strcmp(name, "forkexec"))
		op = op_forkexec;
	else if (!strcmp(name, "connect"))
		op = op_connect, listen_on_loopback();
	if (!op || n < SLICES) {
		fprintf(stderr, "usage: workload getppid|openclose|forkexec|connect N [FILE]   (N >= %d)\n", SLICES);
		return 2;
	}

	do {
		double slices[SLICES];
		for (int s = 0; s < SLICES; s++) {
			double start = now_ns();
			for (long i = 0; i < n / SLICES; i++)
				op();
			slices[s] = (now_ns() - start) / (n / SLICES);
		}
		printf("{\"op\":\"%s\",\"n\":%ld,\"ns\":[", name, n / SLICES * SLICES);
		for (int s = 0; s < SLICES; s++)
			printf("%s%.1f", s ? "," : "", slices[s]);
		printf("]}\n");
		fflush(stdout);
	} while (again());
	return 0;
}
