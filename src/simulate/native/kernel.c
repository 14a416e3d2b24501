/* Deeds that ask the kernel for power: modules, eBPF, namespaces, mounts. */
#include "deed.h"

#include <linux/bpf.h>
#include <sched.h>
#include <linux/loop.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/stat.h>

/* finit FILE: offer FILE, which is no module, to the kernel. The refusal is expected. */
static int finit(int argc, char **argv)
{
	int fd = open(argv[1], O_RDONLY | O_CLOEXEC);

	(void)argc;
	if (fd < 0)
		deed_die(argv[1]);
	if (syscall(SYS_finit_module, fd, "", 0) == 0) {
		fprintf(stderr, "deed: the kernel took %s for a module\n", argv[1]);
		return 1;
	}
	return 0;
}

/* init: the same by init_module, with bytes that are no module. */
static int init(int argc, char **argv)
{
	char image[64] = "no module";

	(void)argc;
	(void)argv;
	return syscall(SYS_init_module, image, sizeof(image), "") == 0;
}

/* bpf [map]: load the smallest of programs (return 0), or only make a map. */
static int do_bpf(int argc, char **argv)
{
	struct bpf_insn insns[] = {
	    {.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0},
	    {.code = BPF_JMP | BPF_EXIT},
	};
	union bpf_attr attr;
	int map = argc > 1 && !strcmp(argv[1], "map"), fd;

	memset(&attr, 0, sizeof(attr));
	if (map) {
		attr.map_type = BPF_MAP_TYPE_ARRAY;
		attr.key_size = attr.value_size = 4;
		attr.max_entries = 1;
	} else {
		attr.prog_type = BPF_PROG_TYPE_SOCKET_FILTER;
		attr.insns = (unsigned long)insns;
		attr.insn_cnt = 2;
		attr.license = (unsigned long)"GPL";
	}
	fd = syscall(SYS_bpf, map ? BPF_MAP_CREATE : BPF_PROG_LOAD, &attr, sizeof(attr));
	if (fd < 0)
		deed_die("bpf");
	close(fd);
	return 0;
}

/* taken MAP: a map of another program by its number; nothing is done with it. */
static int taken(int argc, char **argv)
{
	union bpf_attr attr;
	int fd;

	(void)argc;
	memset(&attr, 0, sizeof(attr));
	attr.map_id = atoi(argv[1]);
	fd = syscall(SYS_bpf, BPF_MAP_GET_FD_BY_ID, &attr, sizeof(attr));
	if (fd < 0)
		deed_die("map");
	close(fd);
	return 0;
}

/* traced PID: attach to it, and let it go again. */
static int traced(int argc, char **argv)
{
	pid_t pid = atoi(argv[1]);

	(void)argc;
	if (ptrace(PTRACE_ATTACH, pid, NULL, NULL) || waitpid(pid, NULL, __WALL) < 0 ||
	    ptrace(PTRACE_DETACH, pid, NULL, NULL))
		deed_die("ptrace");
	return 0;
}

/* take: take a descriptor of the first eBPF program that there is by its number, and give it back. */
static int do_take(int argc, char **argv)
{
	union bpf_attr attr;

	(void)argc;
	(void)argv;
	memset(&attr, 0, sizeof(attr));
	if (syscall(SYS_bpf, BPF_PROG_GET_NEXT_ID, &attr, sizeof(attr)))
		return EXIT_CANNOT;
	attr.prog_id = attr.next_id;
	attr.next_id = 0;
	if (syscall(SYS_bpf, BPF_PROG_GET_FD_BY_ID, &attr, sizeof(attr)) < 0)
		deed_die("bpf");
	return 0;
}

/* setns: enter the namespace we are already in. */
static int do_setns(int argc, char **argv)
{
	int fd = open("/proc/self/ns/uts", O_RDONLY | O_CLOEXEC);

	(void)argc;
	(void)argv;
	if (fd < 0 || setns(fd, CLONE_NEWUTS))
		deed_die("setns");
	close(fd);
	return 0;
}

/* unshare user|uts */
static int do_unshare(int argc, char **argv)
{
	(void)argc;
	if (unshare(!strcmp(argv[1], "user") ? CLONE_NEWUSER : CLONE_NEWUTS))
		deed_die("unshare");
	return 0;
}

/* bind FROM TO: show FROM at TO as well, to this process only. */
static int bind_mount(int argc, char **argv)
{
	(void)argc;
	deed_private_mounts();
	if (mount(argv[1], argv[2], NULL, MS_BIND, NULL))
		deed_die(argv[2]);
	return 0;
}

/* mountdisk IMAGE TYPE DIR: mount an image as the disk /dev/vdsaker, which only this process sees. */
static int mountdisk(int argc, char **argv)
{
	struct loop_config config = {.info.lo_flags = LO_FLAGS_AUTOCLEAR};
	int control = open("/dev/loop-control", O_RDWR | O_CLOEXEC), number, loop;
	char name[64];
	struct stat st;

	(void)argc;
	number = control < 0 ? -1 : ioctl(control, LOOP_CTL_GET_FREE);
	snprintf(name, sizeof(name), "/dev/loop%d", number);
	loop = number < 0 ? -1 : open(name, O_RDWR | O_CLOEXEC);
	config.fd = open(argv[1], O_RDWR | O_CLOEXEC);
	if (loop < 0 || config.fd < 0 || fstat(loop, &st) || ioctl(loop, LOOP_CONFIGURE, &config)) {
		printf("no loop device: %s\n", strerror(errno));
		return EXIT_CANNOT;
	}
	deed_private_mounts();
	if (mount("deed", "/dev", "tmpfs", 0, "mode=755") || mknod("/dev/vdsaker", S_IFBLK | 0600, st.st_rdev))
		deed_die("/dev/vdsaker");
	if (mount("/dev/vdsaker", argv[3], argv[2], 0, NULL))
		deed_die(argv[3]);
	return 0;
}

/* mountfs TYPE DIR: mount a file system that needs no device, seen by this process only. */
static int mountfs(int argc, char **argv)
{
	(void)argc;
	deed_private_mounts();
	if (mount(argv[1], argv[2], argv[1], 0, NULL))
		return EXIT_CANNOT;
	return 0;
}

const struct deed kernel_deeds[] = {
    {"finit", 1, "FILE   finit_module with something that is no module", finit},
    {"init", 0, "init_module likewise", init},
    {"bpf", 0, "[map]   load a program, or make a map", do_bpf},
    {"taken", 1, "MAP   open a map of another program by its number", taken},
    {"traced", 1, "PID   attach to a process, and let it go", traced},
    {"take", 0, "take a descriptor of an eBPF program", do_take},
    {"setns", 0, "enter a namespace", do_setns},
    {"unshare", 1, "user|uts   make a namespace", do_unshare},
    {"bind", 2, "FROM TO   bind mount, private", bind_mount},
    {"mountdisk", 3, "IMAGE TYPE DIR   mount an image as a disk, private", mountdisk},
    {"mountfs", 2, "TYPE DIR   mount a file system without a device, private", mountfs},
    {0},
};
