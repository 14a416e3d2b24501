/* Deeds on files. */
#include "entry32.h"
#include "deed.h"

#include <libgen.h>
#include <linux/openat2.h>
#include <sys/stat.h>

/* By the 32-bit entry of a 64-bit kernel, where calls have other numbers: 5 is open. */
static int open_int80(const char *path, int flags, mode_t mode)
{
	char *low;
	int r;

	if (!entry32_works())
		deed_cannot(ENTRY32_OFF);
	low = entry32_memory(4096);
	if (low == MAP_FAILED)
		deed_die("mmap");
	snprintf(low, 4096, "%s", path);
	r = entry32_call(5, (long)low, flags, mode, 0, 0);
	if (r < 0)
		errno = -r;
	return r < 0 ? -1 : r;
}

static int open_how(const char *how, const char *path, int flags, mode_t mode)
{
	char dir[4096], base[4096];

	snprintf(dir, sizeof(dir), "%s", path);
	snprintf(base, sizeof(base), "%s", path);
	if (!strcmp(how, "dirfd")) {
		int dfd = open(dirname(dir), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

		return dfd < 0 ? -1 : openat(dfd, basename(base), flags, mode);
	}
	if (!strcmp(how, "cwd"))
		return chdir(dirname(dir)) ? -1 : openat(AT_FDCWD, basename(base), flags, mode);
	if (!strcmp(how, "openat2")) {
		struct open_how oh = {.flags = flags, .mode = flags & O_CREAT ? mode : 0};

		return syscall(SYS_openat2, AT_FDCWD, path, &oh, sizeof(oh));
	}
#ifdef SYS_open
	if (!strcmp(how, "open"))
		return syscall(SYS_open, path, flags, mode);
#endif
#ifdef SYS_creat
	if (!strcmp(how, "creat"))
		return syscall(SYS_creat, path, mode);
#endif
	if (!strcmp(how, "int80"))
		return open_int80(path, flags, mode);
	if (!strcmp(how, "uring"))
		return deed_uring_openat(path, flags, mode);
	return openat(AT_FDCWD, path, flags, mode);
}

/* read FILE [HOW]; dirfd means openat on its directory, cwd a change to it, int80 and uring other ways in. */
static int do_read(int argc, char **argv)
{
	char c;
	int fd = open_how(argc > 2 ? argv[2] : "openat", argv[1], O_RDONLY, 0);

	if (fd < 0 || read(fd, &c, 1) < 0)
		deed_die(argv[1]);
	close(fd);
	return 0;
}

static int write_file(int argc, char **argv, int flags, mode_t mode)
{
	int fd = open_how(argc > 2 ? argv[2] : "openat", argv[1], flags, mode);

	if (fd < 0 || write(fd, "deed\n", 5) != 5)
		deed_die(argv[1]);
	close(fd);
	return 0;
}

static int do_write(int argc, char **argv)
{
	return write_file(argc, argv, O_WRONLY | O_CREAT, 0644);
}

/* reread FILE: write FILE, then read it; for files below private directories, which are empty. */
static int do_reread(int argc, char **argv)
{
	int r = do_write(argc, argv);

	return r ? r : do_read(argc, argv);
}

static int do_append(int argc, char **argv)
{
	return write_file(argc, argv, O_WRONLY | O_CREAT | O_APPEND, 0644);
}

static int do_truncate(int argc, char **argv)
{
	return write_file(argc, argv, O_WRONLY | O_CREAT | O_TRUNC, 0644);
}

static int do_symlink(int argc, char **argv)
{
	int at = argc > 3 && !strcmp(argv[3], "at");

	if (at ? symlinkat(argv[1], AT_FDCWD, argv[2]) : symlink(argv[1], argv[2]))
		deed_die(argv[2]);
	return 0;
}

/* The attempt counts: the two names may lie on different file systems. */
static int do_link(int argc, char **argv)
{
	int at = argc > 3 && !strcmp(argv[3], "at");
	int r = at ? linkat(AT_FDCWD, argv[1], AT_FDCWD, argv[2], 0) : link(argv[1], argv[2]);

	if (r && errno != EXDEV && errno != EPERM)
		deed_die(argv[2]);
	return 0;
}

static int do_rename(int argc, char **argv)
{
	(void)argc;
	if (rename(argv[1], argv[2]))
		deed_die(argv[1]);
	return 0;
}

static int do_unlink(int argc, char **argv)
{
	(void)argc;
	if (unlink(argv[1]))
		deed_die(argv[1]);
	return 0;
}

/* replace FILE: write FILE.new, move it over FILE. The whole life of a swapped program. */
static int do_swap(int argc, char **argv)
{
	char fresh[4096];
	char *write_args[] = {"write", fresh, NULL};

	(void)argc;
	snprintf(fresh, sizeof(fresh), "%s.new", argv[1]);
	do_write(2, write_args);
	if (rename(fresh, argv[1]) || unlink(argv[1]))
		deed_die(argv[1]);
	return 0;
}

static int do_mkdir(int argc, char **argv)
{
	(void)argc;
	if (mkdir(argv[1], 0755))
		deed_die(argv[1]);
	return 0;
}

/* chmod FILE OCTAL [fd|at] */
static int do_chmod(int argc, char **argv)
{
	mode_t mode = strtol(argv[2], NULL, 8);
	const char *how = argc > 3 ? argv[3] : "";
	int fd = -1, r;

	if (!strcmp(how, "fd")) {
		fd = open(argv[1], O_RDONLY | O_CLOEXEC);
		r = fchmod(fd, mode);
	} else if (!strcmp(how, "at")) {
		r = fchmodat(AT_FDCWD, argv[1], mode, 0);
	} else {
		r = chmod(argv[1], mode);
	}
	if (r)
		deed_die(argv[1]);
	close(fd);
	return 0;
}

const struct deed file_deeds[] = {
    {"read", 1, "FILE [open|openat|openat2|dirfd|cwd|int80|uring]", do_read},
    {"write", 1, "FILE [open|openat|openat2|dirfd|cwd|creat]", do_write},
    {"reread", 1, "FILE [HOW]   write, then read", do_reread},
    {"append", 1, "FILE [HOW]", do_append},
    {"truncate", 1, "FILE [HOW]", do_truncate},
    {"symlink", 2, "TARGET LINK [at]", do_symlink},
    {"link", 2, "OLD NEW [at]", do_link},
    {"rename", 2, "OLD NEW", do_rename},
    {"unlink", 1, "FILE", do_unlink},
    {"swap", 1, "FILE   write FILE.new, rename it over FILE, remove it", do_swap},
    {"mkdir", 1, "DIR", do_mkdir},
    {"chmod", 2, "FILE OCTAL [fd|at]", do_chmod},
    {0},
};
