/* Processes of a script: this program under another name, with other arguments, user and capabilities. */
#include "script.h"

#include <grp.h>
#include <libgen.h>
#include <linux/capability.h>
#include <linux/securebits.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>

void script_make_above(const char *path)
{
	char *copy = strdup(path);

	for (char *p = copy + 1; (p = strchr(p, '/')); p++) {
		*p = 0;
		if (mkdir(copy, 0755) && errno != EEXIST)
			script_die(copy);
		*p = '/';
	}
	free(copy);
}

/* What the process may have, and keeps when it becomes another program. */
static void set_caps(unsigned long long mask)
{
	struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[2];

	for (int i = 0; i < 2; i++)
		data[i].effective = data[i].permitted = data[i].inheritable = (unsigned)(mask >> 32 * i);
	if (syscall(SYS_capset, &head, data))
		script_die("capset");
	for (int c = 0; c < 64; c++)
		if (mask >> c & 1 && prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, c, 0, 0))
			script_die("ambient capabilities");
}

static void become(int uid, int gid, unsigned long long caps, int all)
{
	if (!all && prctl(PR_SET_SECUREBITS, SECBIT_NOROOT))
		script_die("securebits");
	if (prctl(PR_SET_KEEPCAPS, 1) || setgroups(0, NULL) || setresgid(gid, gid, gid) || setresuid(uid, uid, uid))
		script_die("user");
	if (uid != 0 || !all)
		set_caps(caps);
}

/* Capabilities that this kernel has. */
static unsigned long long known_caps(void)
{
	unsigned long long mask = 0;

	for (int c = 0; c < 64 && prctl(PR_CAPBSET_READ, c, 0, 0, 0) == 1; c++)
		mask |= 1ULL << c;
	return mask;
}

static int self_in_memory(void)
{
	int in = open("/proc/self/exe", O_RDONLY | O_CLOEXEC), out = memfd_create("saker", MFD_CLOEXEC);
	char buf[65536];
	ssize_t n;

	if (in < 0 || out < 0)
		script_die("memfd");
	while ((n = read(in, buf, sizeof(buf))) > 0)
		if (write(out, buf, n) != n)
			script_die("memfd");
	close(in);
	return out;
}

pid_t script_spawn(const struct words *w)
{
	char **p = w->word;
	const char *exe = p[1], *link = p[2], *program = *link ? link : exe, *part = p[7];
	int fileless = atoi(p[8]), argc = atoi(p[9]), envc = atoi(p[10 + argc]), ready[2];
	char **argv = calloc(argc + 2, sizeof(char *)), c;
	unsigned long long caps = known_caps();
	pid_t pid;

	argv[0] = p[3];
	memcpy(argv + 1, p + 10, argc * sizeof(char *));
	if (!fileless) {
		script_make_above(exe);
		if (access(exe, F_OK))
			deed_copy_self(exe);
		if (*link && symlink(exe, link) && errno != EEXIST)
			script_die(link);
	}
	/* closed by the child's start as another program: whoever waits for it knows that there is one */
	if (pipe2(ready, O_CLOEXEC))
		script_die("pipe");
	pid = fork();
	if (pid < 0)
		script_die("fork");
	if (pid == 0) {
		int memory = fileless ? self_in_memory() : -1;

		become(atoi(p[4]), atoi(p[5]), *p[6] ? strtoull(p[6], NULL, 16) & caps : caps, !*p[6]);
		setenv(SCRIPT_ENV, part, 1);
		for (int i = 0; i < envc; i++)
			putenv(p[11 + argc + i]);
		if (fileless)
			fexecve(memory, argv, environ);
		else
			execv(program, argv);
		script_die(program);
	}
	close(ready[1]);
	while (read(ready[0], &c, 1) > 0)
		;
	close(ready[0]);
	free(argv);
	return pid;
}
