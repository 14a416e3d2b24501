/* Deeds that prepare a setting and then do another deed in it: `deed private /usr/sbin as /usr/sbin/x read /f`. */
#include "deed.h"

#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <time.h>

void deed_copy_self(const char *path)
{
	char buf[65536];
	ssize_t n;
	int in = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	int out = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0755);

	if (in < 0 || out < 0)
		deed_die(path);
	while ((n = read(in, buf, sizeof(buf))) > 0)
		if (write(out, buf, n) != n)
			deed_die(path);
	close(in);
	close(out);
}

void deed_private_mounts(void)
{
	if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
		deed_die("private mounts");
}

/* Path of this program's file. */
static const char *deed_self(void)
{
	static char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	if (n < 0)
		deed_die("readlink");
	self[n] = 0;
	return self;
}

void deed_afresh(char **argv)
{
	argv[0] = "deed";
	execv(deed_self(), argv);
	deed_die("exec");
}

/* as PATH DEED...: copy this program to PATH and go on as that program. */
static int as(int argc, char **argv)
{
	(void)argc;
	deed_copy_self(argv[1]);
	execv(argv[1], argv + 1);
	deed_die(argv[1]);
}

/* named PATH DEED...: like `as` for a symbolic link, so that the name changes and the file does not. */
static int named(int argc, char **argv)
{
	(void)argc;
	if (symlink(deed_self(), argv[1]))
		deed_die(argv[1]);
	execv(argv[1], argv + 1);
	deed_die(argv[1]);
}

/* private DIR DEED...: an empty DIR that only this process sees, over the real one. */
static int private(int argc, char **argv)
{
	deed_private_mounts();
	if (mount("deed", argv[1], "tmpfs", 0, "mode=755"))
		deed_die(argv[1]);
	return deed_dispatch(argc - 2, argv + 2);
}

/*
 * join FILE[,FILE...] DEED...: enter control groups by their cgroup.procs files, then start afresh, for a program's
 * container is settled when it starts.
 */
static int join(int argc, char **argv)
{
	(void)argc;
	char *list = strdup(argv[1]), *save = NULL;

	for (char *f = strtok_r(list, ",", &save); f; f = strtok_r(NULL, ",", &save)) {
		int fd = open(f, O_WRONLY | O_CLOEXEC);

		if (fd < 0 || write(fd, "0", 1) != 1)
			deed_die(f);
		close(fd);
	}
	free(list);
	deed_afresh(argv + 1);
}

/* drop CAP[,CAP] DEED...: start afresh without these capabilities, given by number. */
static int drop(int argc, char **argv)
{
	char *list = strdup(argv[1]), *save = NULL;

	(void)argc;
	for (char *c = strtok_r(list, ",", &save); c; c = strtok_r(NULL, ",", &save))
		if (prctl(PR_CAPBSET_DROP, atoi(c), 0, 0, 0))
			deed_die("drop");
	free(list);
	deed_afresh(argv + 1);
}

/* pidns DEED...: in a child that is the first process of a namespace. */
static int pidns(int argc, char **argv)
{
	pid_t pid;

	if (unshare(CLONE_NEWPID))
		return EXIT_CANNOT;
	pid = fork();
	if (pid < 0)
		deed_die("fork");
	if (pid == 0)
		_exit(deed_dispatch(argc - 1, argv + 1));
	return deed_reap(pid);
}

/* uid N DEED...: continue as user and group N. */
static int uid(int argc, char **argv)
{
	int id = atoi(argv[1]);

	if (setgid(id) || setuid(id))
		deed_die("setuid");
	return deed_dispatch(argc - 2, argv + 2);
}

/* dirs DIR DEED...: make DIR and what is missing above it. */
static int dirs(int argc, char **argv)
{
	for (char *p = argv[1] + 1;; p++) {
		char c = *p;

		if (c && c != '/')
			continue;
		*p = 0;
		if (mkdir(argv[1], 0755) && errno != EEXIST)
			deed_die(argv[1]);
		*p = c;
		if (!c)
			return deed_dispatch(argc - 2, argv + 2);
	}
}

/* call NAME DEED...: change the name of this thread. */
static int call(int argc, char **argv)
{
	if (prctl(PR_SET_NAME, argv[1]))
		deed_die("prctl");
	return deed_dispatch(argc - 2, argv + 2);
}

/* after MS DEED...: wait first. */
static int after(int argc, char **argv)
{
	long ms = atol(argv[1]);
	struct timespec ts = {ms / 1000, ms % 1000 * 1000000};

	nanosleep(&ts, NULL);
	return deed_dispatch(argc - 2, argv + 2);
}

/* in DIR DEED...: change directory. */
static int in(int argc, char **argv)
{
	if (chdir(argv[1]))
		deed_die(argv[1]);
	return deed_dispatch(argc - 2, argv + 2);
}

/* root DIR DEED...: with DIR as the root directory. */
static int do_root(int argc, char **argv)
{
	if (chroot(argv[1]) || chdir("/"))
		deed_die(argv[1]);
	return deed_dispatch(argc - 2, argv + 2);
}

/* run PROGRAM ARGUMENT...: become PROGRAM. */
static int run(int argc, char **argv)
{
	(void)argc;
	/* execvp hands to a shell what the kernel does not take */
	if (strchr(argv[1], '/'))
		execv(argv[1], argv + 1);
	else
		execvp(argv[1], argv + 1);
	if (errno == ENOEXEC)
		deed_cannot("this kernel does not run programs of that kind");
	deed_die(argv[1]);
}

/* child DEED...: do it in a child process, wait for it. */
static int child(int argc, char **argv)
{
	pid_t pid = fork();

	if (pid < 0)
		deed_die("fork");
	if (pid == 0)
		_exit(deed_dispatch(argc - 1, argv + 1));
	return deed_reap(pid);
}

/* pty DEED...: do it in a child whose controlling terminal is a fresh pseudo terminal. */
static int pty(int argc, char **argv)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	char buf[4096];
	pid_t pid;

	if (master < 0 || grantpt(master) || unlockpt(master))
		deed_die("pty");
	pid = fork();
	if (pid < 0)
		deed_die("fork");
	if (pid == 0) {
		int slave = open(ptsname(master), O_RDWR | O_NOCTTY);

		if (slave < 0 || setsid() < 0 || ioctl(slave, TIOCSCTTY, 0))
			deed_die("terminal");
		for (int fd = 0; fd < 3; fd++)
			dup2(slave, fd);
		close(slave);
		_exit(deed_dispatch(argc - 1, argv + 1));
	}
	/* The master reads EIO when the last user of the terminal is gone. */
	while (read(master, buf, sizeof(buf)) > 0)
		;
	return deed_reap(pid);
}

static void make_dir(char *out, size_t size, const char *base, const char *name)
{
	snprintf(out, size, "%s/%s", base, name);
	if (mkdir(out, 0755))
		deed_die(out);
}

/*
 * overlay DIR DEED...: as a container's root, DIR/merged shows lower files (`image`: this program) and takes new
 * files into an upper layer. Seen by this process only.
 */
static int overlay(int argc, char **argv)
{
	char lower[512], upper[512], work[512], merged[512], image[600], options[2048];

	deed_private_mounts();
	if (mount("deed", argv[1], "tmpfs", 0, "mode=755"))
		deed_die(argv[1]);
	make_dir(lower, sizeof(lower), argv[1], "lower");
	make_dir(upper, sizeof(upper), argv[1], "upper");
	make_dir(work, sizeof(work), argv[1], "work");
	make_dir(merged, sizeof(merged), argv[1], "merged");
	snprintf(image, sizeof(image), "%s/image", lower);
	deed_copy_self(image);
	snprintf(options, sizeof(options), "lowerdir=%s,upperdir=%s,workdir=%s", lower, upper, work);
	if (mount("overlay", merged, "overlay", 0, options))
		return EXIT_CANNOT;
	return deed_dispatch(argc - 2, argv + 2);
}

const struct deed wrap_deeds[] = {
    {"as", 2, "PATH DEED...   copy this program to PATH, go on as it", as},
    {"named", 2, "PATH DEED...   link PATH to this program, go on under that name", named},
    {"private", 2, "DIR DEED...   mount an empty private directory over DIR", private},
    {"join", 2, "PROCS[,PROCS] DEED...   enter control groups", join},
    {"drop", 2, "CAP[,CAP] DEED...   without these capabilities", drop},
    {"pidns", 1, "DEED...   first in a process namespace", pidns},
    {"uid", 2, "N DEED...   become user N", uid},
    {"dirs", 2, "DIR DEED...   make DIR and what is above it", dirs},
    {"call", 2, "NAME DEED...   take another name", call},
    {"after", 2, "MS DEED...   wait first", after},
    {"in", 2, "DIR DEED...   change directory", in},
    {"root", 2, "DIR DEED...   change the root directory", do_root},
    {"run", 1, "PROGRAM ARG...   become a program", run},
    {"child", 1, "DEED...   do it in a child process", child},
    {"pty", 1, "DEED...   do it in a child with a terminal", pty},
    {"overlay", 2, "DIR DEED...   container-like overlay at DIR/merged", overlay},
    {0},
};
