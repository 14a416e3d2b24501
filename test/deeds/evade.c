/* Deeds on paths that are called by other names than theirs, or whose names change while the kernel reads them. */
#include "deed.h"

#include "entry32.h"

#include <linux/openat2.h>
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>

/* Relative to a directory fd, so that the text tells nothing of the place. */
static int split_at(const char *path, const char **base)
{
	static char dir[8192];
	char *slash;

	snprintf(dir, sizeof(dir), "%s", path);
	slash = strrchr(dir, '/');
	if (!slash)
		deed_die(path);
	*slash = 0;
	*base = path + (slash + 1 - dir);
	return open(dir[0] ? dir : "/", O_PATH | O_DIRECTORY | O_CLOEXEC);
}

#ifndef MAP_32BIT
#define MAP_32BIT 0
#endif

/* A call by the 32-bit entry, on paths where it can name them. */
static int call32(int nr, const char *a, long b, const char *c, long d, const char *e)
{
	int res;

	if (!entry32_works())
		deed_cannot(ENTRY32_OFF);
	res = entry32_call(nr, (long)a, b, (long)c, d, (long)e);
	errno = -res;
	return res < 0;
}

/* The same text where 32 bits can name it. */
static long low(const char *text)
{
	char *p = entry32_memory(8192);

	if (p == MAP_FAILED)
		deed_die("memory");
	return (long)strcpy(p, text);
}

/* Handed to mount behind all that is text; `slip` makes it a page on which the kernel has to wait. */
static const char *mount_data;

static int call_path(const char *name, const char *a, const char *b)
{
	const char *base;
	int dfd;

#define CALL(n, how)          \
	if (!strcmp(name, n)) \
		return how;
	CALL("open", syscall(SYS_openat, AT_FDCWD, a, O_RDONLY, 0) < 0);
	CALL("creat", creat(a, 0644) < 0);
	CALL("unlink", syscall(SYS_unlink, a));
	CALL("unlink32", call32(10, a, 0, NULL, 0, NULL));
	CALL("mkdir32", call32(39, a, 0755, NULL, 0, NULL));
	CALL("rename32", call32(38, a, low(b), NULL, 0, NULL));
	CALL("bind32", call32(21, a, low(b), (char *)low(""), MS_BIND, mount_data));
	CALL("bind", syscall(SYS_mount, a, b, "", MS_BIND, mount_data));
	CALL("rmdir", syscall(SYS_rmdir, a));
	CALL("mkdir", syscall(SYS_mkdir, a, 0755));
	CALL("rename", syscall(SYS_rename, a, b));
	CALL("renameat2", syscall(SYS_renameat2, AT_FDCWD, a, AT_FDCWD, b, 0));
	CALL("link", syscall(SYS_link, a, b));
	CALL("symlink", syscall(SYS_symlink, a, b));
	CALL("chmod", syscall(SYS_chmod, a, 0600));
	CALL("chown", syscall(SYS_chown, a, 0, 0));
	CALL("lchown", syscall(SYS_lchown, a, 0, 0));
	CALL("mknod", syscall(SYS_mknod, a, S_IFIFO | 0600, 0));
	CALL("truncate", syscall(SYS_truncate, a, 0));
	CALL("chdir", syscall(SYS_chdir, a));
	CALL("umount2", syscall(SYS_umount2, a, 0));
	CALL("mount", syscall(SYS_mount, a, b, "", MS_BIND, NULL));
	CALL("mounton", syscall(SYS_mount, b, a, "", MS_BIND, NULL));
	CALL("unlinkat", (dfd = split_at(a, &base), syscall(SYS_unlinkat, dfd, base, 0)));
	CALL("mkdirat", (dfd = split_at(a, &base), syscall(SYS_mkdirat, dfd, base, 0755)));
	CALL("fchmodat", (dfd = split_at(a, &base), syscall(SYS_fchmodat, dfd, base, 0600)));
	CALL("fchownat", (dfd = split_at(a, &base), syscall(SYS_fchownat, dfd, base, 0, 0, 0)));
#undef CALL
	fprintf(stderr, "deed: no call is named %s\n", name);
	exit(2);
}

/* path CALL A [B]: one system call on paths as they are. */
static int path(int argc, char **argv)
{
	if (call_path(argv[1], argv[2], argc > 3 ? argv[3] : ""))
		deed_die(argv[2]);
	return 0;
}

/* bound FROM TO DEED...: FROM is to be seen at TO as well, by this process only. */
static int bound(int argc, char **argv)
{
	deed_private_mounts();
	if (mount(argv[1], argv[2], NULL, MS_BIND, NULL))
		deed_die(argv[2]);
	return deed_dispatch(argc - 3, argv + 3);
}

/* moved FROM TO DEED...: the same by the newer calls. */
static int moved(int argc, char **argv)
{
	int tree;

	deed_private_mounts();
	tree = syscall(428 /* open_tree */, AT_FDCWD, argv[1], 1 /* OPEN_TREE_CLONE */);
	if (tree < 0 || syscall(429 /* move_mount */, tree, "", AT_FDCWD, argv[2], 4 /* MOVE_MOUNT_F_EMPTY_PATH */))
		return EXIT_CANNOT;
	close(tree);
	return deed_dispatch(argc - 3, argv + 3);
}

struct swap {
	char *shown;
	const char *good, *bad;
	volatile int stop;
};

static void *swapper(void *arg)
{
	struct swap *s = arg;
	size_t n = strlen(s->bad) + 1, m = strlen(s->good) + 1;

	while (!s->stop) {
		memcpy(s->shown, s->bad, n);
		for (volatile int i = 0; i < 300; i++)
			;
		memcpy(s->shown, s->good, m);
		for (volatile int i = 0; i < 100; i++)
			;
	}
	return NULL;
}

/* race CALL GOOD BAD TIMES: a second thread changes the path while the call runs, until the bad one was taken. */
static int race(int argc, char **argv)
{
	static char shown[8192];
	struct swap s = {shown, argv[2], argv[3], 0};
	int times = atoi(argv[4]), hits = 0;
	pthread_t t;

	(void)argc;
	strcpy(shown, argv[2]);
	if (pthread_create(&t, NULL, swapper, &s))
		deed_die("thread");
	/* on a busy machine it may take more of them to win once */
	for (int i = 0; i < times || (!hits && i < 100 * times); i++) {
		struct stat st;
		int fd;

		if (!strcmp(argv[1], "openat")) {
			struct stat want;
			fd = openat(AT_FDCWD, shown, O_RDONLY);
			if (fd >= 0 && !fstat(fd, &st) && !stat(argv[3], &want) && st.st_ino == want.st_ino)
				hits++;
			close(fd);
		} else {
			call_path(argv[1], shown, "");
			if (stat(argv[3], &st) < 0) {
				hits++;
				if ((fd = open(argv[3], O_CREAT | O_WRONLY, 0644)) >= 0)
					close(fd);
			}
		}
	}
	s.stop = 1;
	pthread_join(t, NULL);
	printf("hits %d\n", hits);
	return 0;
}

struct slow {
	char *at;
	const char *after;
	volatile int go;
};

static void *rewriter(void *arg)
{
	struct slow *s = arg;

	while (!s->go)
		usleep(1000);
	usleep(100000);
	strcpy(s->at, s->after);
	return NULL;
}

/*
 * late FIFO-DIR...: a call that takes long gives all time to change its argument: open of a FIFO waits for a writer.
 * late FIFO GOOD: opens FIFO for reading by a path that becomes GOOD while it waits.
 */
static int late(int argc, char **argv)
{
	static char shown[8192];
	struct slow s = {shown, argv[2], 0};
	pthread_t t;
	pid_t pid;
	int fd;

	(void)argc;
	strcpy(shown, argv[1]);
	if (mkfifo(argv[1], 0600) && errno != EEXIST)
		deed_die(argv[1]);
	if (pthread_create(&t, NULL, rewriter, &s))
		deed_die("thread");
	pid = fork();
	if (pid < 0)
		deed_die("fork");
	if (pid == 0) {
		usleep(300000);
		fd = open(argv[1], O_WRONLY);
		_exit(fd < 0);
	}
	s.go = 1;
	fd = openat(AT_FDCWD, shown, O_RDONLY);
	if (fd < 0)
		deed_die(shown);
	pthread_join(t, NULL);
	return deed_reap(pid);
}

struct slip {
	int uffd;
	/* a page that is there, and one that is not until somebody reads it */
	char *pages;
	const char *dir, *tail;
	size_t start;
	/* the text ends before the second page */
	int whole;
};

static void *slipper(void *arg)
{
	struct slip *s = arg;
	size_t page = sysconf(_SC_PAGESIZE);
	struct uffd_msg m;
	char *fill;

	if (read(s->uffd, &m, sizeof(m)) != sizeof(m) || m.event != UFFD_EVENT_PAGEFAULT)
		return NULL;
	/* the kernel has copied the first page, and waits for the second */
	memcpy(s->pages + s->start, s->dir, strlen(s->dir));
	fill = calloc(1, page);
	if (!s->whole)
		strcpy(fill, s->tail);
	struct uffdio_copy c = {(unsigned long)s->pages + page, (unsigned long)fill, page, 0, 0};
	ioctl(s->uffd, UFFDIO_COPY, &c);
	return NULL;
}

/*
 * slip CALL GOOD-DIR BAD-DIR NAME [B]: the path is BAD-DIR/NAME when the kernel copies it and GOOD-DIR/NAME ever after:
 * the copying itself is stopped in the middle of the text; for the source of a mount, whose length is looked for first,
 * that of what comes behind it. Both directories have names of one length.
 */
static int slip(int argc, char **argv)
{
	static const char gap[] = "/././././././././";
	size_t page = sysconf(_SC_PAGESIZE), head = strlen(argv[3]) + sizeof(gap) - 1;
	struct slip s = {.dir = argv[2], .tail = argv[4], .start = page - head};
	size_t end = page;
	struct uffdio_api api = {.api = UFFD_API};
	pthread_t t;

	s.uffd = syscall(SYS_userfaultfd, O_CLOEXEC);
	/* low, so that the 32-bit entry can name it */
	s.pages = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	if (s.uffd < 0 || s.pages == MAP_FAILED || ioctl(s.uffd, UFFDIO_API, &api))
		return EXIT_CANNOT;
	struct uffdio_register r = {{(unsigned long)s.pages + page, page}, UFFDIO_REGISTER_MODE_MISSING, 0};
	if (ioctl(s.uffd, UFFDIO_REGISTER, &r))
		return EXIT_CANNOT;
	if (!strncmp(argv[1], "bind", 4)) {
		s.whole = 1;
		s.start -= strlen(s.tail) + 1;
		end -= strlen(s.tail) + 1;
		strcpy(s.pages + end, s.tail);
		mount_data = s.pages + page;
	}
	memcpy(s.pages + s.start, argv[3], strlen(argv[3]));
	memcpy(s.pages + end - sizeof(gap) + 1, gap, sizeof(gap) - 1);
	if (pthread_create(&t, NULL, slipper, &s))
		deed_die("thread");
	if (call_path(argv[1], s.pages + s.start, argc > 5 ? argv[5] : ""))
		deed_die(argv[1]);
	pthread_join(t, NULL);
	/* as anybody who looks now finds it */
	printf("now %s\n", s.pages + s.start);
	return 0;
}

/* padded CALL PATH BYTES: the path written so long that a reader with a small buffer sees none of its end. */
static int padded(int argc, char **argv)
{
	static char shown[8192];
	int want = atoi(argv[3]), n;
	const char *slash = strrchr(argv[2], '/');

	(void)argc;
	if (!slash)
		deed_die(argv[2]);
	n = snprintf(shown, sizeof(shown), "%.*s", (int)(slash - argv[2]), argv[2]);
	while (n + (int)strlen(slash) + 2 < want)
		n += sprintf(shown + n, "/.");
	strcpy(shown + n, slash);
	if (call_path(argv[1], shown, ""))
		deed_die("padded path");
	return 0;
}

/* handle FILE: open it by its handle, which names no path. */
static int handle(int argc, char **argv)
{
	char dir[4096], *slash;
	struct file_handle *fh = calloc(1, sizeof(*fh) + 128);
	int id, mnt, fd;

	(void)argc;
	snprintf(dir, sizeof(dir), "%s", argv[1]);
	slash = strrchr(dir, '/');
	*slash = 0;
	fh->handle_bytes = 128;
	mnt = open(dir[0] ? dir : "/", O_RDONLY | O_DIRECTORY);
	if (name_to_handle_at(AT_FDCWD, argv[1], fh, &id, 0))
		return EXIT_CANNOT;
	fd = open_by_handle_at(mnt, fh, O_RDONLY);
	if (fd < 0)
		return EXIT_CANNOT;
	close(fd);
	return 0;
}

/* linger MS DEED...: and stay a while, with all namespaces. */
static int linger(int argc, char **argv)
{
	int code = deed_dispatch(argc - 2, argv + 2);

	usleep(1000 * atoi(argv[1]));
	return code;
}

const struct deed evade_deeds[] = {
    {"path", 2, "CALL A [B]   one system call on paths", path},
    {"bound", 3, "FROM TO DEED...   with FROM seen at TO as well", bound},
    {"moved", 3, "FROM TO DEED...   the same by open_tree and move_mount", moved},
    {"race", 4, "CALL GOOD BAD TIMES   a thread changes the path meanwhile", race},
    {"late", 2, "FIFO GOOD   open FIFO by a path that becomes GOOD while the call waits", late},
    {"slip", 4, "CALL GOOD BAD NAME [B]   a path that is below BAD only while the kernel copies it", slip},
    {"padded", 3, "CALL PATH BYTES   by a path that long", padded},
    {"linger", 2, "MS DEED...   and stay a while", linger},
    {"handle", 1, "FILE   open by handle", handle},
    {0},
};
