/* Real system calls with known arguments, and what their events must say: one JSON line each on standard output. */
#pragma once

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/** The call itself, without a library around it: gives the kernel's result, -errno on failure. */
static inline long raw(long nr, long a, long b, long c, long d, long e, long f) {
  long ret;
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  __asm__ volatile("syscall"
                   : "=a"(ret)
                   : "a"(nr), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return ret;
}
#define CALL(...) CALL_(__VA_ARGS__, 0, 0, 0, 0, 0, 0)
#define CALL_(nr, a, b, c, d, e, f, ...) raw(nr, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))

/**
 * The event of the call just made. One letter a parameter: i number (long), s text, b bytes (pointer, int), e empty,
 * n any number above zero, x anything.
 */
void want(const char *call, const char *params, ...);
/** Identity that the last wanted event's annex must have: the path of its descriptor. */
void want_file(const char *path);
/** Flags that the last wanted record must carry (RecordFlag of src/event/record.ts). */
void want_flags(int flags);
/** Write out what was said so far: before a fork, and at the end of a child. */
void lines_done(void);
/** This machine cannot make the call. */
void cannot(const char *call, const char *why);

/** A scratch directory of this run, and paths in it. */
const char *scratch(const char *name);
/** A fresh regular file with that content, open for reading and writing. */
int scratch_file(const char *name, const char *content);

struct family {
  const char *name;
  void (*run)(int argc, char **argv);
};
extern const struct family families[];

void run_files(int argc, char **argv);
void run_tree(int argc, char **argv);
void run_fds(int argc, char **argv);
void run_newfds(int argc, char **argv);
void run_io(int argc, char **argv);
void run_waits(int argc, char **argv);
void run_memory(int argc, char **argv);
void run_ids(int argc, char **argv);
void run_processes(int argc, char **argv);
void run_ipc(int argc, char **argv);
void run_sockets(int argc, char **argv);
void run_messages(int argc, char **argv);
void run_kernel(int argc, char **argv);
void run_keys(int argc, char **argv);
void run_uring(int argc, char **argv);
void run_ia32(int argc, char **argv);
void run_generic(int argc, char **argv);
