/*
 * A tool that really does the deeds which the rules watch for, on scratch files and in namespaces of its own. The event
 * generator uses it as it is; the live tests build it with further deeds (test/deeds).
 */
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
extern const struct deed wrap_deeds[], file_deeds[], code_deeds[], net_deeds[], kernel_deeds[], raw_deeds[],
    pace_deeds[], script_deeds[];
/* Of the tests only. */
extern const struct deed life_deeds[] __attribute__((weak)), play_deeds[] __attribute__((weak)),
    evade_deeds[] __attribute__((weak)), disguise_deeds[] __attribute__((weak)), count_deeds[] __attribute__((weak)),
    ring_deeds[] __attribute__((weak));

/* Runs the deed that argv names, in this process. */
int deed_dispatch(int argc, char **argv);

/* Prints what failed with errno's text and exits 1. */
_Noreturn void deed_die(const char *what);

/* Prints why this kernel or machine cannot do the deed and exits EXIT_CANNOT. */
_Noreturn void deed_cannot(const char *why);

/* Waits for a child and gives its exit status (128 + signal if killed). */
int deed_reap(pid_t pid);

/* Starts this very program anew with the deed that argv names; argv[0] is overwritten. Does not return. */
_Noreturn void deed_afresh(char **argv);

/* Copies this very program to `path`, executable. */
void deed_copy_self(const char *path);

/* openat by way of io_uring, which passes no system call of that name. */
int deed_uring_openat(const char *path, int flags, mode_t mode);

/* Gives this process a mount namespace of its own, so that its mounts vanish with it. */
void deed_private_mounts(void);

#endif
