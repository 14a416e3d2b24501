/* Bare system calls, for what no library wraps: what the kernel answers does not matter, that it was asked does. */
#include "deed.h"

static const struct {
	const char *name;
	long nr;
	/* that it was asked for is what counts, even of a kernel that does not have it */
	int asked;
} calls[] = {
    {"bpf", SYS_bpf},
    {"chroot", SYS_chroot},
    {"delete_module", SYS_delete_module},
    {"fsopen", SYS_fsopen},
    {"io_uring_register", SYS_io_uring_register},
    {"io_uring_setup", SYS_io_uring_setup},
    {"kexec_file_load", SYS_kexec_file_load, 1},
    {"keyctl", SYS_keyctl},
    {"mknodat", SYS_mknodat},
    {"open_by_handle_at", SYS_open_by_handle_at},
    {"open_tree", SYS_open_tree},
    {"pidfd_getfd", SYS_pidfd_getfd},
    {"pidfd_open", SYS_pidfd_open},
    {"setns", SYS_setns},
    {"setuid", SYS_setuid},
    {"userfaultfd", SYS_userfaultfd},
};

/* A number, `@text` a text, `#N` N zero bytes, `=` what the call before gave, `$` our own process. */
static long argument(const char *a, long before)
{
	switch (a[0]) {
	case '@':
		return (long)(a + 1);
	case '#':
		return (long)calloc(1, strtoul(a + 1, NULL, 0));
	case '=':
		return before;
	case '$':
		return getpid();
	default:
		return strtol(a, NULL, 0);
	}
}

/* raw CALL ARGUMENT... [then CALL ARGUMENT...]: prints what each call gave. */
static int raw(int argc, char **argv)
{
	long before = 0;

	for (int i = 1; i < argc; i++) {
		long a[6] = {0}, r = -1;
		const char *name = argv[i];
		size_t k = 0;

		while (k < sizeof(calls) / sizeof(calls[0]) && strcmp(calls[k].name, name))
			k++;
		if (k == sizeof(calls) / sizeof(calls[0])) {
			fprintf(stderr, "deed: no call is known as %s\n", name);
			return 2;
		}
		for (int n = 0; ++i < argc && strcmp(argv[i], "then");)
			if (n < 6)
				a[n++] = argument(argv[i], before);
		r = syscall(calls[k].nr, a[0], a[1], a[2], a[3], a[4], a[5]);
		printf("%s %ld %s\n", name, r, r < 0 ? strerror(errno) : "");
		if (r < 0 && errno == ENOSYS && !calls[k].asked)
			return EXIT_CANNOT;
		before = r;
	}
	return 0;
}

const struct deed raw_deeds[] = {
    {"raw", 1, "CALL ARGUMENT... [then CALL ...]   bare system calls", raw},
    {0},
};
