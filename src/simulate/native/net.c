/* Deeds on the network: loopback or a network namespace of their own. */
#include "deed.h"

#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>

static int listen_on(const char *ip, int port, struct sockaddr_in *addr)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	socklen_t len = sizeof(*addr);

	memset(addr, 0, sizeof(*addr));
	addr->sin_family = AF_INET;
	addr->sin_port = htons(port);
	inet_pton(AF_INET, ip, &addr->sin_addr);
	if (fd < 0 || bind(fd, (struct sockaddr *)addr, len) || listen(fd, 1) ||
	    getsockname(fd, (struct sockaddr *)addr, &len))
		deed_die("listen");
	return fd;
}

static int connect_to(const struct sockaddr_in *addr)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || connect(fd, (const struct sockaddr *)addr, sizeof(*addr)))
		deed_die("connect");
	return fd;
}

static int dup_how(const char *how, int from, int to)
{
	if (!strcmp(how, "dup3"))
		return dup3(from, to, 0);
	if (!strcmp(how, "dup")) {
		/* dup gives the lowest free number, so make that the wanted one. */
		close(to);
		return dup(from);
	}
#ifdef SYS_dup2
	return syscall(SYS_dup2, from, to);
#else
	return dup3(from, to, 0);
#endif
}

/*
 * revshell dup|dup2|dup3 socket|pipe FD: a shell whose stream FD is a connection (or a pipe) to this program.
 * Prints the port that listens.
 */
static int revshell(int argc, char **argv)
{
	struct sockaddr_in addr;
	int fd = atoi(argv[3]), net = strcmp(argv[2], "pipe"), lst, conn, pair[2];
	char buf[256];
	pid_t pid;

	(void)argc;
	lst = listen_on("127.0.0.1", 0, &addr);
	printf("port %d\n", ntohs(addr.sin_port));
	if (pipe(pair))
		deed_die("pipe");
	pid = fork();
	if (pid < 0)
		deed_die("fork");
	if (pid == 0) {
		conn = net ? connect_to(&addr) : pair[fd == 0 ? 0 : 1];
		if (dup_how(argv[1], conn, fd) < 0)
			deed_die("dup");
		execl("/bin/sh", "sh", "-c", ":", (char *)NULL);
		_exit(127);
	}
	close(pair[1]);
	if (net) {
		conn = accept4(lst, NULL, NULL, SOCK_CLOEXEC);
		shutdown(conn, SHUT_WR);
		while (read(conn, buf, sizeof(buf)) > 0)
			;
		close(conn);
	}
	close(lst);
	return deed_reap(pid);
}

/* packet [udp]: a raw packet socket, or an ordinary one. */
static int packet(int argc, char **argv)
{
	int udp = argc > 1 && !strcmp(argv[1], "udp");
	int fd = udp ? socket(AF_INET, SOCK_DGRAM, 0) : socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL));

	if (fd < 0)
		deed_die("socket");
	close(fd);
	return 0;
}

static void own_loopback(const char *ip)
{
	struct ifreq ifr;
	struct sockaddr_in *sin = (struct sockaddr_in *)&ifr.ifr_addr;
	int fd;

	if (unshare(CLONE_NEWNET))
		deed_die("network namespace");
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	memset(&ifr, 0, sizeof(ifr));
	strcpy(ifr.ifr_name, "lo");
	sin->sin_family = AF_INET;
	inet_pton(AF_INET, ip, &sin->sin_addr);
	if (fd < 0 || ioctl(fd, SIOCSIFADDR, &ifr))
		deed_die("loopback address");
	ifr.ifr_flags = IFF_UP | IFF_RUNNING | IFF_LOOPBACK;
	if (ioctl(fd, SIOCSIFFLAGS, &ifr))
		deed_die("loopback up");
	close(fd);
}

/* answer IP PORT: take a connection at IP, which a loopback of our own answers for. */
static int answer(int argc, char **argv)
{
	struct sockaddr_in addr;
	int lst, fd, conn;

	(void)argc;
	own_loopback(argv[1]);
	lst = listen_on(argv[1], atoi(argv[2]), &addr);
	fd = connect_to(&addr);
	conn = accept4(lst, NULL, NULL, SOCK_CLOEXEC);
	if (conn < 0)
		deed_die("accept");
	close(conn);
	close(fd);
	close(lst);
	return 0;
}

/* dial IP [PORT]: connect to IP, which a loopback of our own answers for. Prints the port. */
static int dial(int argc, char **argv)
{
	struct sockaddr_in addr;
	int lst, fd;

	own_loopback(argv[1]);
	lst = listen_on(argv[1], argc > 2 ? atoi(argv[2]) : 0, &addr);
	printf("port %d\n", ntohs(addr.sin_port));
	fd = connect_to(&addr);
	close(fd);
	close(lst);
	return 0;
}

/* udp IP PORT: send a datagram to IP, which a loopback of our own answers for. */
static int udp(int argc, char **argv)
{
	struct sockaddr_in addr = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[2]))};
	int fd;

	(void)argc;
	own_loopback(argv[1]);
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	inet_pton(AF_INET, argv[1], &addr.sin_addr);
	if (fd < 0 || connect(fd, (struct sockaddr *)&addr, sizeof(addr)) || send(fd, "deed", 4, 0) != 4)
		deed_die("udp");
	close(fd);
	return 0;
}

/* exchange HEX: send bytes to ourselves by UDP, on a loopback of our own, and receive them. */
static int exchange(int argc, char **argv)
{
	struct sockaddr_in addr = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(addr);
	char bytes[64], got[64];
	size_t n = 0;
	int server, client;

	(void)argc;
	for (const char *p = argv[1]; p[0] && p[1] && n < sizeof(bytes); p += 2) {
		unsigned byte;

		sscanf(p, "%2x", &byte);
		bytes[n++] = byte;
	}
	own_loopback("127.0.0.1");
	server = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	client = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (bind(server, (struct sockaddr *)&addr, len) || getsockname(server, (struct sockaddr *)&addr, &len))
		deed_die("bind");
	if (connect(client, (struct sockaddr *)&addr, len) || send(client, bytes, n, 0) != (ssize_t)n ||
	    recvfrom(server, got, sizeof(got), 0, NULL, NULL) != (ssize_t)n)
		deed_die("exchange");
	close(client);
	close(server);
	return 0;
}

/* unix PATH: connect to a socket at PATH, at which we listen. */
static int unix_socket(int argc, char **argv)
{
	struct sockaddr_un addr = {.sun_family = AF_UNIX};
	int lst = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	(void)argc;
	strncpy(addr.sun_path, argv[1], sizeof(addr.sun_path) - 1);
	if (bind(lst, (struct sockaddr *)&addr, sizeof(addr)) || listen(lst, 1))
		deed_die(argv[1]);
	if (connect(fd, (struct sockaddr *)&addr, sizeof(addr)))
		deed_die("connect");
	close(fd);
	close(lst);
	return 0;
}

const struct deed net_deeds[] = {
    {"revshell", 3, "dup|dup2|dup3 socket|pipe FD   a shell on a connection", revshell},
    {"packet", 0, "[udp]   open a packet socket", packet},
    {"answer", 2, "IP PORT   take a connection inside a network namespace of our own", answer},
    {"dial", 1, "IP [PORT]   connect to IP inside a network namespace of our own", dial},
    {"udp", 2, "IP PORT   send a datagram inside a network namespace of our own", udp},
    {"exchange", 1, "HEX   send bytes to ourselves by UDP", exchange},
    {"unix", 1, "PATH   connect to a UNIX socket, made beforehand", unix_socket},
    {0},
};
