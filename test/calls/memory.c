#include <sys/mman.h>

#include "calls.h"

#define PAGE 4096L

void run_memory(int argc, char **argv) {
  int fd = scratch_file("mapped", "hello");
  const char *p = scratch("mapped");
  long r, at;

  r = CALL(SYS_brk, 0);
  want("brk", "innxi", r, 0L);
  /* sizes are whatever they are */
  r = CALL(SYS_mmap, 0, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  want("mmap", "innxiiiiii", r, 0L, 2 * PAGE, 3L, 2L | 8, -1L, 0L);
  at = r;
  r = CALL(SYS_mmap, 0, PAGE, PROT_READ, MAP_SHARED, fd, 0);
  want("mmap", "innxiiiiii", r, 0L, PAGE, 1L, 1L, (long)fd, 0L);
  want_file(p);
  r = CALL(SYS_mmap, 0, 0, PROT_EXEC, MAP_SHARED | MAP_FIXED | MAP_LOCKED, -1, 8192);
  want("mmap", "innxiiiiii", r, 0L, 0L, 4L, 1L | 4 | 16384, -1L, 8192L);
  r = CALL(SYS_mprotect, at, PAGE, PROT_READ);
  want("mprotect", "iiii", r, at, PAGE, 1L);
  r = CALL(SYS_mprotect, 1, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC | PROT_GROWSDOWN);
  want("mprotect", "iiii", r, 1L, PAGE, 7L | 16);
  r = CALL(SYS_mlock, at, PAGE);
  want("mlock", "iii", r, at, PAGE);
  r = CALL(SYS_mlock, 4096, PAGE);
  want("mlock", "iii", r, 4096L, PAGE);
  r = CALL(SYS_munlock, at, PAGE);
  want("munlock", "iii", r, at, PAGE);
  r = CALL(SYS_munlock, 4096, PAGE);
  want("munlock", "iii", r, 4096L, PAGE);
  r = CALL(SYS_mlock2, at, PAGE, 1);
  want("mlock2", "iiii", r, at, PAGE, 1L);
  r = CALL(SYS_mlock2, at, PAGE, 2);
  want("mlock2", "iiii", r, at, PAGE, 0L);
  r = CALL(SYS_mlockall, MCL_CURRENT | MCL_ONFAULT);
  want("mlockall", "ii", r, 1L | 4);
  r = CALL(SYS_mlockall, 0);
  want("mlockall", "ii", r, 0L);
  r = CALL(SYS_munlockall);
  want("munlockall", "i", r);
  r = CALL(SYS_munmap, at, 2 * PAGE);
  want("munmap", "innxii", r, at, 2 * PAGE);
  r = CALL(SYS_munmap, 1, PAGE);
  want("munmap", "innxii", r, 1L, PAGE);
  close(fd);
}
