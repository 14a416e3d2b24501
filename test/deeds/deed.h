/* A tool that really does the deeds which the rules watch for, on scratch files and loopback only. */
#ifndef SAKER_DEED_H
#define SAKER_DEED_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* Exit status: this kernel or machine cannot do the deed, so the test should skip rather than fail. */
#define EXIT_CANNOT 77

/* argv[0] is the deed's name; the rest its arguments. Returns an exit status. */
typedef int deed_fn(int argc, char **argv);

struct deed {
	const char *name;
	int min_args;
	const char *usage;
	deed_fn *run;
};

/* One table per theme, each ended by an entry without name. */
extern const struct deed wrap_deeds[], file_deeds[], code_deeds[], net_deeds[], kernel_deeds[], life_deeds[],
    play_deeds[], evade_deeds[], disguise_deeds[], pace_deeds[];

/* Runs the deed that argv names, in this process. */
int deed_dispatch(int argc, char **argv);

/* Prints what failed with errno's text and exits 1. */
_Noreturn void deed_die(const char *what);

/* Prints why this kernel or machine cannot do the deed and exits EXIT_CANNOT. */
_Noreturn void deed_cannot(const char *why);

/* Waits for a child and gives its exit status (128 + signal if killed). */
int deed_reap(pid_t pid);

/* Copies this very program to `path`, executable. */
void deed_copy_self(const char *path);

/* openat by way of io_uring, which passes no system call of that name. */
int deed_uring_openat(const char *path, int flags, mode_t mode);

/* Gives this process a mount namespace of its own, so that its mounts vanish with it. */
void deed_private_mounts(void);

#endif
