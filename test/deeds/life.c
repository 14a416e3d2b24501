/* Deeds about the lives of processes: who made whom, and how; a witness at the end stays to be looked at. */
#include "deed.h"

#include <arpa/inet.h>
#include <linux/capability.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <time.h>

/* Not for ever: children do not inherit the alarm that ends a deed. */
static void wait_for(const char *path, int present)
{
	struct timespec ts = {0, 5000000};

	for (int i = 0; (access(path, F_OK) == 0) != present; i++) {
		if (i == 3000)
			deed_die("nothing came");
		nanosleep(&ts, NULL);
	}
}

/* witness FILE: make FILE with this process's number in it, stay until it is removed. */
static int witness(int argc, char **argv)
{
	char text[32];
	int n = snprintf(text, sizeof(text), "%d\n", getpid());
	int fd = open(argv[1], O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);

	(void)argc;
	if (fd < 0 || write(fd, text, n) != n)
		deed_die(argv[1]);
	close(fd);
	wait_for(argv[1], 0);
	return 0;
}

/*
 * settled FILE GO: opens FILE, connects to itself, goes to FILE's directory; once GO exists, writes to the file, sends
 * to the connection, and makes a file by a relative path.
 */
static int settled(int argc, char **argv)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(a);
	int file = open(argv[1], O_RDWR | O_CREAT, 0644), lst = socket(AF_INET, SOCK_STREAM, 0);
	int sock = socket(AF_INET, SOCK_STREAM, 0), made;
	char dir[4096], *slash;

	(void)argc;
	/* a port below those of clients, as servers have */
	a.sin_port = htons(20000 + getpid() % 10000);
	while (bind(lst, (struct sockaddr *)&a, len) && errno == EADDRINUSE)
		a.sin_port = htons(ntohs(a.sin_port) - 1);
	if (file < 0 || listen(lst, 1) || connect(sock, (struct sockaddr *)&a, len))
		deed_die("settled");
	snprintf(dir, sizeof(dir), "%s", argv[1]);
	slash = strrchr(dir, '/');
	if (slash)
		*slash = 0;
	if (chdir(dir))
		deed_die(dir);
	/* longer than a deed: it has to be older than a sensor */
	alarm(120);
	printf("settled %d port %d\n", getpid(), ntohs(a.sin_port));
	while (access(argv[2], F_OK))
		usleep(20000);
	if (write(file, "late", 4) != 4 || sendto(sock, "late", 4, 0, NULL, 0) != 4)
		deed_die("late");
	made = open("relative", O_WRONLY | O_CREAT, 0644);
	return made < 0;
}

/* when FILE DEED...: wait until FILE exists first. */
static int when(int argc, char **argv)
{
	wait_for(argv[1], 1);
	return deed_dispatch(argc - 2, argv + 2);
}

/* vfork DEED...: in a child made by vfork, as this program started anew under the name of the deed. */
static int do_vfork(int argc, char **argv)
{
	pid_t pid;

	(void)argc;
	argv[0] = "vforked";
	pid = vfork();
	if (pid < 0)
		deed_die("vfork");
	if (pid == 0) {
		execv("/proc/self/exe", argv);
		_exit(127);
	}
	return deed_reap(pid);
}

/* clone3 DEED...: in a child made by clone3. */
static int do_clone3(int argc, char **argv)
{
	struct {
		unsigned long flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls;
	} a = {.exit_signal = 17};
	long pid = syscall(SYS_clone3, &a, sizeof(a));

	if (pid < 0)
		return EXIT_CANNOT;
	if (pid == 0)
		_exit(deed_dispatch(argc - 1, argv + 1));
	return deed_reap(pid);
}

struct call {
	int argc;
	char **argv;
};

static void *in_thread(void *arg)
{
	struct call *c = arg;

	return (void *)(long)deed_dispatch(c->argc, c->argv);
}

/* thread DEED...: in a second thread, the first one waits. */
static int do_thread(int argc, char **argv)
{
	struct call c = {argc - 1, argv + 1};
	pthread_t t;
	void *r;

	if (pthread_create(&t, NULL, in_thread, &c) || pthread_join(t, &r))
		deed_die("thread");
	return (long)r;
}

static void *in_last_thread(void *arg)
{
	exit((long)in_thread(arg));
}

/* headless DEED...: in a second thread, after the first one has ended. */
static int headless(int argc, char **argv)
{
	static struct call c;
	pthread_t t;

	c = (struct call){argc - 1, argv + 1};
	if (pthread_create(&t, NULL, in_last_thread, &c))
		deed_die("thread");
	pthread_exit(NULL);
}

/* texec PROGRAM ARGUMENT...: a thread that is not the first becomes PROGRAM. */
static void *exec_it(void *arg)
{
	struct call *c = arg;

	execvp(c->argv[1], c->argv + 1);
	deed_die(c->argv[1]);
}

static int texec(int argc, char **argv)
{
	struct call c = {argc, argv};
	pthread_t t;

	if (pthread_create(&t, NULL, exec_it, &c))
		deed_die("thread");
	pthread_join(t, NULL);
	return 1;
}

/* orphan DEED...: in a grandchild whose parent is gone. */
static int orphan(int argc, char **argv)
{
	struct timespec ts = {0, 1000000};
	pid_t pid = fork();

	if (pid < 0)
		deed_die("fork");
	if (pid > 0)
		return deed_reap(pid);
	pid = getpid();
	if (fork() != 0)
		_exit(0);
	while (getppid() == pid)
		nanosleep(&ts, NULL);
	_exit(deed_dispatch(argc - 1, argv + 1));
}

/* session DEED...: as leader of a new session. */
static int session(int argc, char **argv)
{
	if (setsid() < 0)
		deed_die("setsid");
	return deed_dispatch(argc - 1, argv + 1);
}

/* fdin DIR DEED...: change directory by its fd. */
static int fdin(int argc, char **argv)
{
	int fd = open(argv[1], O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 || fchdir(fd))
		deed_die(argv[1]);
	close(fd);
	return deed_dispatch(argc - 2, argv + 2);
}

/* apart mnt|uts|ipc|pid DEED...: in a namespace of its own (pid: in a child, the first there). */
static int apart(int argc, char **argv)
{
	int pid_ns = !strcmp(argv[1], "pid");
	int flag = pid_ns		     ? CLONE_NEWPID
		   : !strcmp(argv[1], "mnt") ? CLONE_NEWNS
		   : !strcmp(argv[1], "ipc") ? CLONE_NEWIPC
					     : CLONE_NEWUTS;
	pid_t pid;

	if (unshare(flag))
		return EXIT_CANNOT;
	if (!pid_ns)
		return deed_dispatch(argc - 2, argv + 2);
	pid = fork();
	if (pid < 0)
		deed_die("fork");
	if (pid == 0)
		_exit(deed_dispatch(argc - 2, argv + 2));
	return deed_reap(pid);
}

/* euid N DEED...: change the effective user only. */
static int euid(int argc, char **argv)
{
	if (seteuid(atoi(argv[1])))
		deed_die("seteuid");
	return deed_dispatch(argc - 2, argv + 2);
}

/* group DEED...: lead a new process group. */
static int group(int argc, char **argv)
{
	if (setpgid(0, 0))
		deed_die("setpgid");
	return deed_dispatch(argc - 1, argv + 1);
}

/* grouped DEED...: in a child whose process group its parent has chosen. */
static int grouped(int argc, char **argv)
{
	int gate[2];
	char c;
	pid_t pid;

	if (pipe(gate) || (pid = fork()) < 0)
		deed_die("fork");
	if (pid == 0) {
		if (read(gate[0], &c, 1) != 1)
			_exit(1);
		_exit(deed_dispatch(argc - 1, argv + 1));
	}
	if (setpgid(pid, pid) || write(gate[1], "x", 1) != 1)
		deed_die("setpgid");
	return deed_reap(pid);
}

/* capless DEED...: without the capability to administer networks. */
static int capless(int argc, char **argv)
{
	struct __user_cap_header_struct h = {_LINUX_CAPABILITY_VERSION_3, 0};
	struct __user_cap_data_struct d[2];

	if (syscall(SYS_capget, &h, d))
		deed_die("capget");
	d[0].effective &= ~(1u << CAP_NET_ADMIN | 1u << CAP_KILL);
	d[0].permitted &= ~(1u << CAP_NET_ADMIN);
	d[0].inheritable |= 1u << CAP_CHOWN;
	if (syscall(SYS_capset, &h, d))
		deed_die("capset");
	return deed_dispatch(argc - 1, argv + 1);
}

/* nofile N DEED...: with another limit of descriptors. */
static int nofile(int argc, char **argv)
{
	struct rlimit r = {atoi(argv[1]), atoi(argv[1])};

	if (setrlimit(RLIMIT_NOFILE, &r))
		deed_die("setrlimit");
	return deed_dispatch(argc - 2, argv + 2);
}

static void *stay(void *arg)
{
	(void)arg;
	for (;;)
		pause();
	return NULL;
}

/* threads N DEED...: with that many more threads. */
static int threads(int argc, char **argv)
{
	pthread_t t;

	for (int i = 0; i < atoi(argv[1]); i++)
		if (pthread_create(&t, NULL, stay, NULL))
			deed_die("thread");
	return deed_dispatch(argc - 2, argv + 2);
}

/* openall DEED...: with descriptors of many kinds open. */
/* the three sockets of a connection of loopback to itself */
static void connected(int family)
{
	struct sockaddr_storage at = {.ss_family = family};
	socklen_t len = family == AF_INET ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6);
	int serves = socket(family, SOCK_STREAM, 0), calls = socket(family, SOCK_STREAM, 0);

	if (family == AF_INET)
		((struct sockaddr_in *)&at)->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	else
		((struct sockaddr_in6 *)&at)->sin6_addr = in6addr_loopback;
	if (bind(serves, (struct sockaddr *)&at, len)) {
		close(serves);
		close(calls);
		return;
	}
	getsockname(serves, (struct sockaddr *)&at, &len);
	if (listen(serves, 1) || connect(calls, (struct sockaddr *)&at, len) || accept(serves, NULL, NULL) < 0)
		deed_die("a connection");
	connect(socket(family, SOCK_DGRAM, 0), (struct sockaddr *)&at, len);
}

static int openall(int argc, char **argv)
{
	struct sockaddr_un name = {.sun_family = AF_UNIX};
	char gone[] = "/tmp/deed-gone-XXXXXX";
	sigset_t none;
	int fds[2];

	if (pipe(fds) || socketpair(AF_UNIX, SOCK_STREAM, 0, fds))
		deed_die("pipe");
	socket(AF_INET, SOCK_STREAM, 0);
	socket(AF_INET6, SOCK_DGRAM, 0);
	eventfd(0, 0);
	epoll_create1(0);
	memfd_create("x", 0);
	timerfd_create(CLOCK_MONOTONIC, 0);
	inotify_init1(0);
	open("/etc", O_RDONLY | O_DIRECTORY);
	open("/dev/null", O_RDONLY);
	connected(AF_INET);
	connected(AF_INET6);
	snprintf(name.sun_path + 1, sizeof(name.sun_path) - 1, "deed-%d", getpid());
	if (bind(socket(AF_UNIX, SOCK_DGRAM, 0), (struct sockaddr *)&name,
		 offsetof(struct sockaddr_un, sun_path) + 1 + strlen(name.sun_path + 1)))
		deed_die("bind");
	socket(AF_NETLINK, SOCK_RAW, 0);
	if (mkstemp(gone) < 0 || unlink(gone))
		deed_die(gone);
	sigemptyset(&none);
	signalfd(-1, &none, 0);
	syscall(SYS_pidfd_open, getpid(), 0);
	return deed_dispatch(argc - 1, argv + 1);
}

const struct deed life_deeds[] = {
    {"witness", 1, "FILE   make FILE, stay until it is removed", witness},
    {"settled", 2, "FILE GO   settle down, and use all that once GO exists", settled},
    {"when", 2, "FILE DEED...   once FILE exists", when},
    {"vfork", 1, "DEED...   do it in a child made by vfork, started anew", do_vfork},
    {"clone3", 1, "DEED...   do it in a child made by clone3", do_clone3},
    {"thread", 1, "DEED...   do it in a second thread", do_thread},
    {"headless", 1, "DEED...   do it in a second thread when the first has ended", headless},
    {"texec", 1, "PROGRAM ARG...   become a program from a second thread", texec},
    {"orphan", 1, "DEED...   do it in a process whose parent is gone", orphan},
    {"session", 1, "DEED...   lead a new session", session},
    {"fdin", 2, "DIR DEED...   change directory by its fd", fdin},
    {"apart", 2, "mnt|uts|ipc|pid DEED...   in a namespace of its own", apart},
    {"group", 1, "DEED...   lead a new process group", group},
    {"grouped", 1, "DEED...   in a process group of the parent's choice", grouped},
    {"capless", 1, "DEED...   with fewer capabilities", capless},
    {"nofile", 2, "N DEED...   with another limit of descriptors", nofile},
    {"threads", 2, "N DEED...   with more threads", threads},
    {"openall", 1, "DEED...   with descriptors of many kinds", openall},
    {"euid", 2, "N DEED...   change the effective user", euid},
    {0},
};
