/* Where the processes of a script are: a view of the file system, a network and control groups of their own. */
#include "script.h"

#include <arpa/inet.h>
#include <linux/ipv6.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>

static void bind_into(const char *dir, const char *from)
{
	char at[4096];

	snprintf(at, sizeof(at), "%s%s", dir, from);
	if (mount(from, at, NULL, MS_BIND | MS_REC, NULL))
		script_die(at);
}

/*
 * An overlay over the whole file system becomes the root: what is written stays in memory and is gone with the last
 * process. Other file systems than those of the kernel do not show.
 */
void script_own_root(const char *dir)
{
	char lower[512], merged[512], options[2048];

	if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
		script_die("private mounts");
	if (mount("saker", dir, "tmpfs", 0, "mode=755"))
		script_die(dir);
	snprintf(lower, sizeof(lower), "%s/upper", dir);
	mkdir(lower, 0755);
	snprintf(lower, sizeof(lower), "%s/work", dir);
	mkdir(lower, 0755);
	snprintf(merged, sizeof(merged), "%s/merged", dir);
	mkdir(merged, 0755);
	snprintf(options, sizeof(options), "lowerdir=/,upperdir=%s/upper,workdir=%s/work", dir, dir);
	if (mount("overlay", merged, "overlay", 0, options)) {
		dprintf(REPORT_FD, "this machine allows no overlay over its root: %s\n", strerror(errno));
		script_exit(EXIT_CANNOT);
	}
	bind_into(merged, "/proc");
	bind_into(merged, "/sys");
	bind_into(merged, "/dev");
	if (chdir(merged) || syscall(SYS_pivot_root, ".", ".") || umount2(".", MNT_DETACH) || chdir("/"))
		script_die("pivot_root");
	/* /tmp may have been a file system of its own */
	if (mkdir("/tmp", 01777) == 0 || errno == EEXIST)
		chmod("/tmp", 01777);
}

void script_own_network(void)
{
	struct ifreq ifr = {.ifr_name = "lo"};
	int fd;

	if (unshare(CLONE_NEWNET))
		script_die("network namespace");
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	ifr.ifr_flags = IFF_UP | IFF_RUNNING | IFF_LOOPBACK;
	if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &ifr))
		script_die("loopback");
	close(fd);
}

/* Gives our loopback a further address. One that is there already is fine. */
void script_address(int family, const char *ip)
{
	static int aliases;
	struct ifreq ifr = {0};
	int fd = socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0), r;

	if (family == AF_INET6) {
		struct in6_ifreq six = {.ifr6_prefixlen = 128, .ifr6_ifindex = if_nametoindex("lo")};

		inet_pton(AF_INET6, ip, &six.ifr6_addr);
		r = ioctl(fd, SIOCSIFADDR, &six);
	} else {
		struct sockaddr_in *sin = (struct sockaddr_in *)&ifr.ifr_addr;

		if (!strncmp(ip, "127.", 4)) {
			close(fd);
			return;
		}
		snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "lo:%d", ++aliases);
		sin->sin_family = AF_INET;
		inet_pton(AF_INET, ip, &sin->sin_addr);
		r = ioctl(fd, SIOCSIFADDR, &ifr);
	}
	if (r && errno != EEXIST)
		script_die(ip);
	close(fd);
}

void script_add_user(const char *name, const char *id)
{
	FILE *f = fopen("/etc/passwd", "ae");

	if (!f || fprintf(f, "%s:x:%s:%s::/:/bin/sh\n", name, id, id) < 0 || fclose(f))
		script_die("/etc/passwd");
}

void script_join(const char *list)
{
	char *copy = strdup(list), *save = NULL;

	for (char *f = strtok_r(copy, ",", &save); f; f = strtok_r(NULL, ",", &save)) {
		int fd = open(f, O_WRONLY | O_CLOEXEC);

		if (fd < 0 || write(fd, "0", 1) != 1)
			script_die(f);
		close(fd);
	}
	free(copy);
}
