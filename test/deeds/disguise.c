/* Deeds of processes that hide who they are, that act through others, or by descriptors they were given. */
#include "deed.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <signal.h>
#include <sys/user.h>

extern char **environ;

/* argv0 NAME DEED...: go on under a first argument that lies. */
static int argv0(int argc, char **argv)
{
	char *name = argv[1];

	(void)argc;
	argv[1] = name;
	execv("/proc/self/exe", argv + 1);
	deed_die("argv0");
}

/* comm NAME DEED...: with another thread name, by prctl. */
static int comm(int argc, char **argv)
{
	prctl(PR_SET_NAME, argv[1]);
	return deed_dispatch(argc - 2, argv + 2);
}

/* wcomm NAME DEED...: the same through /proc. */
static int wcomm(int argc, char **argv)
{
	int fd = open("/proc/self/comm", O_WRONLY);

	if (fd < 0 || write(fd, argv[1], strlen(argv[1])) < 0)
		deed_die("comm");
	close(fd);
	return deed_dispatch(argc - 2, argv + 2);
}

/* execat DIR NAME DEED...: execveat of NAME relative to DIR. */
static int execat(int argc, char **argv)
{
	int dfd = open(argv[1], O_PATH | O_DIRECTORY);

	(void)argc;
	syscall(SYS_execveat, dfd, argv[2], argv + 2, environ, 0);
	deed_die("execveat");
}

/* padargs BYTES WORD: start this program anew with WORD after BYTES of other arguments. */
static int padargs(int argc, char **argv)
{
	int bytes = atoi(argv[1]);
	char *fill = malloc(bytes + 1);
	char *args[] = {"deed", "idle", fill, argv[2], NULL};

	(void)argc;
	memset(fill, 'A', bytes);
	fill[bytes] = 0;
	execv("/proc/self/exe", args);
	deed_die("padargs");
}

static void send_fd(int to, int fd)
{
	char c = 'x', room[CMSG_SPACE(sizeof(int))] = {0};
	struct iovec v = {&c, 1};
	struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof(room)};
	struct cmsghdr *h = CMSG_FIRSTHDR(&m);

	h->cmsg_level = SOL_SOCKET;
	h->cmsg_type = SCM_RIGHTS;
	h->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(h), &fd, sizeof(fd));
	if (sendmsg(to, &m, 0) < 0)
		deed_die("sendmsg");
}

static int recv_fd(int from)
{
	char c, room[CMSG_SPACE(sizeof(int))] = {0};
	struct iovec v = {&c, 1};
	struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof(room)};
	int fd;

	if (recvmsg(from, &m, 0) < 0 || !CMSG_FIRSTHDR(&m))
		deed_die("recvmsg");
	memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&m)), sizeof(fd));
	return fd;
}

/* passed FILE: a child writes to a file that only its parent has opened, by a descriptor it was sent. */
static int passed(int argc, char **argv)
{
	int pair[2], fd;
	pid_t pid;

	(void)argc;
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
		deed_die("socketpair");
	pid = fork();
	if (pid < 0)
		deed_die("fork");
	if (pid == 0) {
		fd = recv_fd(pair[1]);
		_exit(write(fd, "passed\n", 7) != 7);
	}
	fd = open(argv[1], O_RDWR | O_CREAT, 0644);
	if (fd < 0)
		deed_die(argv[1]);
	send_fd(pair[0], fd);
	close(fd);
	printf("child %d\n", pid);
	return deed_reap(pid);
}

/* stolen FILE: the same by pidfd_getfd. */
static int stolen(int argc, char **argv)
{
	int fd = open(argv[1], O_RDWR | O_CREAT, 0644), pidfd, got;
	pid_t pid;

	(void)argc;
	if (fd < 0)
		deed_die(argv[1]);
	pid = fork();
	if (pid < 0)
		deed_die("fork");
	if (pid == 0) {
		close(fd);
		pidfd = syscall(434 /* pidfd_open */, getppid(), 0);
		got = syscall(438 /* pidfd_getfd */, pidfd, fd, 0);
		if (got < 0)
			_exit(EXIT_CANNOT);
		_exit(write(got, "stolen\n", 7) != 7);
	}
	return deed_reap(pid);
}

/* dupchain TIMES: a shell whose streams are a connection, copied from number to number first. */
static int dupchain(int argc, char **argv)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(a);
	int lst = socket(AF_INET, SOCK_STREAM, 0), fd, next, conn;
	pid_t pid;

	(void)argc;
	if (bind(lst, (struct sockaddr *)&a, len) || listen(lst, 1) || getsockname(lst, (struct sockaddr *)&a, &len))
		deed_die("listen");
	pid = fork();
	if (pid < 0)
		deed_die("fork");
	if (pid == 0) {
		fd = socket(AF_INET, SOCK_STREAM, 0);
		if (connect(fd, (struct sockaddr *)&a, len))
			_exit(1);
		for (int i = 0; i < atoi(argv[1]); i++, fd = next) {
			next = i % 3 == 0   ? dup(fd)
			       : i % 3 == 1 ? fcntl(fd, F_DUPFD, 40 + i)
					    : dup3(fd, 80 + i, O_CLOEXEC);
			if (next < 0)
				_exit(2);
			close(fd);
		}
		/* a number must be free to be taken by the next copy */
		for (int i = 0; i < 3; i++)
			dup2(fd, i);
		execl("/bin/sh", "sh", "-c", ":", (char *)NULL);
		_exit(127);
	}
	conn = accept(lst, NULL, NULL);
	shutdown(conn, SHUT_WR);
	return deed_reap(pid);
}

#ifdef __x86_64__
/* inject FILE: a traced child is made to open FILE by a call that its own code does not have. */
static int inject(int argc, char **argv)
{
	struct user_regs_struct regs, old;
	int status;
	long room;
	pid_t pid = fork();

	(void)argc;
	if (pid < 0)
		deed_die("fork");
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		raise(SIGSTOP);
		for (;;)
			getppid();
	}
	printf("child %d\n", pid);
	waitpid(pid, &status, 0);
	/* stop at the entry of its next call, and make another of it */
	ptrace(PTRACE_SYSCALL, pid, NULL, NULL);
	waitpid(pid, &status, 0);
	ptrace(PTRACE_GETREGS, pid, NULL, &regs);
	old = regs;
	room = regs.rsp - 8192;
	for (size_t i = 0; i <= strlen(argv[1]); i += 8) {
		long word = 0;

		strncpy((char *)&word, argv[1] + i, 8);
		ptrace(PTRACE_POKEDATA, pid, room + i, word);
	}
	regs.orig_rax = SYS_openat;
	regs.rdi = AT_FDCWD;
	regs.rsi = room;
	regs.rdx = O_RDONLY;
	ptrace(PTRACE_SETREGS, pid, NULL, &regs);
	ptrace(PTRACE_SYSCALL, pid, NULL, NULL);
	waitpid(pid, &status, 0);
	ptrace(PTRACE_GETREGS, pid, NULL, &regs);
	printf("result %lld\n", (long long)regs.rax);
	(void)old;
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	return (long long)regs.rax < 0;
}
#else
static int inject(int argc, char **argv)
{
	(void)argc, (void)argv;
	return EXIT_CANNOT;
}
#endif

/* poke: write into a child's memory by process_vm_writev. */
static int poke(int argc, char **argv)
{
	static char word[16] = "untouched";
	struct iovec from = {"touched", 8}, to = {word, 8};
	pid_t pid = fork();
	ssize_t n;

	(void)argc, (void)argv;
	if (pid < 0)
		deed_die("fork");
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;)
			pause();
	}
	n = process_vm_writev(pid, &from, 1, &to, 1, 0);
	kill(pid, SIGKILL);
	deed_reap(pid);
	return n != 8;
}

/* memory FILE...: write into a child's memory by its /proc/PID/mem. */
static int memory(int argc, char **argv)
{
	static char word[16] = "untouched";
	char name[64];
	pid_t pid = fork();
	int fd, bad;

	(void)argc, (void)argv;
	if (pid < 0)
		deed_die("fork");
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;)
			pause();
	}
	snprintf(name, sizeof(name), "/proc/%d/mem", pid);
	fd = open(name, O_RDWR);
	bad = fd < 0 || pwrite(fd, "touched", 8, (long)word) != 8;
	kill(pid, SIGKILL);
	deed_reap(pid);
	return bad;
}

/* brief FILE: a child opens FILE and is gone before anybody can look at it. */
static int brief(int argc, char **argv)
{
	(void)argc;
	pid_t pid = vfork();

	if (pid == 0) {
		int fd = open(argv[1], O_RDONLY);

		_exit(fd < 0);
	}
	printf("child %d\n", pid);
	return deed_reap(pid);
}

/* rootless DEED...: in new namespaces of users, mounts, pids, as its root. */
static int rootless(int argc, char **argv)
{
	pid_t pid;

	if (unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID))
		return EXIT_CANNOT;
	pid = fork();
	if (pid < 0)
		deed_die("fork");
	if (pid == 0)
		_exit(deed_dispatch(argc - 1, argv + 1));
	printf("child %d\n", pid);
	return deed_reap(pid);
}

/* flood FILE SECONDS: countless cheap events by several processes, with FILE opened once in the midst of them. */
static int flood(int argc, char **argv)
{
	double seconds = atof(argv[2]);
	pid_t pids[4];
	char name[64];
	int fd;

	(void)argc;
	for (int k = 0; k < 4; k++) {
		pids[k] = fork();
		if (pids[k] < 0)
			deed_die("fork");
		if (pids[k] == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			for (unsigned i = 0;; i++) {
				snprintf(name, sizeof(name), "/tmp/no-such-file-%u", i);
				open(name, O_RDONLY);
			}
		}
	}
	usleep(seconds * 500000);
	fd = open(argv[1], O_RDONLY);
	if (fd < 0)
		deed_die(argv[1]);
	usleep(seconds * 500000);
	for (int k = 0; k < 4; k++) {
		kill(pids[k], SIGKILL);
		deed_reap(pids[k]);
	}
	return 0;
}

/* x32 FILE: open by the number space of x32. */
static int x32(int argc, char **argv)
{
#ifdef __x86_64__
	int fd = syscall(0x40000000 | SYS_openat, AT_FDCWD, argv[1], O_RDONLY);

	(void)argc;
	if (fd < 0 && errno == ENOSYS)
		deed_cannot("this kernel has no x32");
	return fd < 0;
#else
	(void)argc, (void)argv;
	deed_cannot("this machine has no x32");
#endif
}

const struct deed disguise_deeds[] = {
    {"argv0", 2, "NAME DEED...   with another first argument", argv0},
    {"comm", 2, "NAME DEED...   with another name by prctl", comm},
    {"wcomm", 2, "NAME DEED...   with another name by /proc", wcomm},
    {"execat", 3, "DIR NAME DEED...   execveat relative to DIR", execat},
    {"padargs", 2, "BYTES WORD   WORD after that many bytes of arguments", padargs},
    {"passed", 1, "FILE   written by a child that was sent its descriptor", passed},
    {"stolen", 1, "FILE   written by a child that took its descriptor", stolen},
    {"dupchain", 1, "TIMES   a shell on a connection copied that often", dupchain},
    {"inject", 1, "FILE   a traced child is made to open FILE", inject},
    {"poke", 0, "process_vm_writev", poke},
    {"memory", 0, "write to /proc/PID/mem", memory},
    {"brief", 1, "FILE   opened by a child that ends at once", brief},
    {"rootless", 1, "DEED...   in namespaces of users, mounts, pids", rootless},
    {"flood", 2, "FILE SECONDS   hidden in a flood of events", flood},
    {"x32", 1, "FILE   opened by a number of x32", x32},
    {0},
};
