/* What a test needs and what it does: resources, and system calls with words for arguments. */
#include "script.h"

#include <arpa/inet.h>
#include <linux/openat2.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

static const struct {
	const char *name;
	long nr;
} calls[] = {
    {"connect", SYS_connect},
    {"dup", SYS_dup},
    {"dup3", SYS_dup3},
    {"finit_module", SYS_finit_module},
    {"init_module", SYS_init_module},
    {"kill", SYS_kill},
    {"linkat", SYS_linkat},
    {"openat", SYS_openat},
    {"openat2", SYS_openat2},
    {"read", SYS_read},
    {"sendto", SYS_sendto},
    {"socket", SYS_socket},
    {"symlinkat", SYS_symlinkat},
    {"write", SYS_write},
#ifdef SYS_open
    {"dup2", SYS_dup2},
    {"link", SYS_link},
    {"open", SYS_open},
    {"symlink", SYS_symlink},
#endif
};

static int is_sym(const char *a, const char *b)
{
	return !strcmp(a, b);
}

/* Address of a family, in words; its length, or 0. */
static socklen_t address(const char *family, const char *host, const char *port, struct sockaddr_storage *out)
{
	memset(out, 0, sizeof(*out));
	if (is_sym(family, "unix")) {
		struct sockaddr_un *un = (struct sockaddr_un *)out;

		un->sun_family = AF_UNIX;
		strncpy(un->sun_path, host, sizeof(un->sun_path) - 1);
		return sizeof(*un);
	}
	if (is_sym(family, "6")) {
		struct sockaddr_in6 *six = (struct sockaddr_in6 *)out;

		six->sin6_family = AF_INET6;
		six->sin6_port = htons(atoi(port));
		return inet_pton(AF_INET6, host, &six->sin6_addr) == 1 ? sizeof(*six) : 0;
	}
	struct sockaddr_in *four = (struct sockaddr_in *)out;

	four->sin_family = AF_INET;
	four->sin_port = htons(atoi(port));
	return inet_pton(AF_INET, host, &four->sin_addr) == 1 ? sizeof(*four) : 0;
}

static long checked(long r, const char *what)
{
	if (r < 0)
		script_die(what);
	return r;
}

/* Opened if it is there, made if not. */
static int open_or_make(const char *path)
{
	struct stat st;
	int flags = O_RDWR;

	if (stat(path, &st)) {
		script_make_above(path);
		flags |= O_CREAT;
	}
	return checked(open(path, flags, 0), path);
}

static int open_dir(const char *path)
{
	script_make_above(path);
	if (mkdir(path, 0755) && errno != EEXIST)
		script_die(path);
	return checked(open(path, O_RDONLY | O_DIRECTORY), path);
}

static void client_server(const struct words *w, long *reg)
{
	const char *family = w->word[3], *host = w->word[5], *port = w->word[6];
	int type = is_sym(w->word[4], "udp") ? SOCK_DGRAM : SOCK_STREAM;
	struct sockaddr_storage a;
	socklen_t len = address(family, host, port, &a);
	int server, client;

	if (!len) {
		dprintf(REPORT_FD, "%s is no address\n", host);
		script_exit(1);
	}
	if (a.ss_family != AF_UNIX)
		script_address(a.ss_family, host);
	server = checked(socket(a.ss_family, type, 0), "socket");
	checked(bind(server, (struct sockaddr *)&a, len), "bind");
	if (type == SOCK_STREAM)
		checked(listen(server, 16), "listen");
	client = checked(socket(a.ss_family, type, 0), "socket");
	if (type == SOCK_STREAM)
		checked(connect(client, (struct sockaddr *)&a, len), "connect");
	reg[atoi(w->word[1])] = client;
	reg[atoi(w->word[2])] = server;
}

int script_resource(const struct words *w, long *reg)
{
	const char *name = w->word[0];
	long *out = w->count > 1 ? &reg[atoi(w->word[1]) % REGISTERS] : NULL;
	sigset_t set;
	int pair[2];

	if (is_sym(name, "file"))
		*out = open_or_make(w->word[2]);
	else if (is_sym(name, "directory"))
		*out = open_dir(w->word[2]);
	else if (is_sym(name, "pipe")) {
		checked(pipe(pair), "pipe");
		*out = pair[0];
		reg[atoi(w->word[2]) % REGISTERS] = pair[1];
	} else if (is_sym(name, "event"))
		*out = checked(eventfd(0, 0), "eventfd");
	else if (is_sym(name, "signalfd")) {
		sigemptyset(&set);
		*out = checked(signalfd(-1, &set, 0), "signalfd");
	} else if (is_sym(name, "eventpoll"))
		*out = checked(epoll_create1(0), "epoll_create1");
	else if (is_sym(name, "inotify"))
		*out = checked(inotify_init1(0), "inotify_init1");
	else if (is_sym(name, "memfd"))
		*out = checked(memfd_create(w->word[2], 0), "memfd_create");
	else if (is_sym(name, "clientServer"))
		client_server(w, reg);
	else
		return 0;
	return 1;
}

/* call REGISTER STEP NAME ARGUMENT...: n:NUMBER, s:TEXT, r:REGISTER, z:SIZE (a buffer), h:FLAGS,MODE,RESOLVE, a:FAMILY
 * HOST PORT */
int script_call(const struct words *w, long *reg)
{
	static struct sockaddr_storage where;
	static struct open_how how;
	long a[6] = {0}, r;
	int n = 0;
	size_t k = 0;

	if (!is_sym(w->word[0], "call"))
		return 0;
	while (k < sizeof(calls) / sizeof(calls[0]) && !is_sym(calls[k].name, w->word[3]))
		k++;
	if (k == sizeof(calls) / sizeof(calls[0])) {
		dprintf(REPORT_FD, "this machine has no system call %s\n", w->word[3]);
		script_exit(EXIT_CANNOT);
	}
	for (int i = 4; i < w->count && n < 6; i++) {
		char *v = w->word[i] + 2;

		switch (w->word[i][0]) {
		case 'n':
			a[n++] = strtol(v, NULL, 0);
			break;
		case 's':
			a[n++] = (long)v;
			break;
		case 'r':
			a[n++] = reg[atoi(v) % REGISTERS];
			break;
		case 'z':
			a[n++] = (long)calloc(1, strtoul(v, NULL, 0) + 1);
			break;
		case 'h':
			how.flags = strtoull(v, &v, 0);
			how.mode = strtoull(v + 1, &v, 0);
			how.resolve = strtoull(v + 1, &v, 0);
			a[n++] = (long)&how;
			a[n++] = sizeof(how);
			break;
		case 'a':
			if (i + 2 >= w->count || n > 4)
				break;
			a[n + 1] = address(v, w->word[i + 1], w->word[i + 2], &where);
			a[n] = (long)&where;
			n += 2;
			i += 2;
			break;
		}
	}
	r = syscall(calls[k].nr, a[0], a[1], a[2], a[3], a[4], a[5]);
	if (r < 0) {
		dprintf(REPORT_FD, "step %s: %s: %s\n", w->word[2], w->word[3], strerror(errno));
		script_exit(1);
	}
	reg[atoi(w->word[1]) % REGISTERS] = r;
	return 1;
}
