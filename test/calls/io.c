#include <sys/uio.h>

#include "calls.h"

#define SNAP 80
#define BAD 999L

static char big[500];

static void plain(int fd, const char *p) {
  char in[500];
  long r;

  r = CALL(SYS_write, fd, big, 200);
  want("write", "ibii", r, big, SNAP, (long)fd, 200L);
  want_file(p);
  r = CALL(SYS_write, BAD, big, 5);
  want("write", "ibii", r, big, 5, BAD, 5L);
  r = CALL(SYS_write, fd, 0, 5);
  want("write", "ieii", r, (long)fd, 5L);
  r = CALL(SYS_pwrite64, fd, big, 30, 10);
  want("pwrite64", "ibiii", r, big, 30, (long)fd, 30L, 10L);
  want_file(p);
  r = CALL(SYS_pwrite64, BAD, big, 30, 10);
  want("pwrite64", "ibiii", r, big, 30, BAD, 30L, 10L);
  lseek(fd, 0, SEEK_SET);
  r = CALL(SYS_read, fd, in, 500);
  want("read", "ibii", r, in, SNAP, (long)fd, 500L);
  want_file(p);
  r = CALL(SYS_read, fd, in, 500);
  want("read", "ieii", r, (long)fd, 500L);
  r = CALL(SYS_read, BAD, in, 6);
  want("read", "ieii", r, BAD, 6L);
  r = CALL(SYS_pread64, fd, in, 7, 3);
  want("pread64", "ibiii", r, in, 7, (long)fd, 7L, 3L);
  want_file(p);
  r = CALL(SYS_pread64, BAD, in, 7, 3);
  want("pread64", "ieiii", r, BAD, 7L, 3L);
}

static void vectors(int fd, const char *p) {
  char in[500];
  struct iovec out[3] = {{big, 10}, {big + 10, 0}, {big + 10, 100}};
  struct iovec room[2] = {{in, 50}, {in + 50, 300}};
  long r;

  lseek(fd, 0, SEEK_SET);
  r = CALL(SYS_writev, fd, out, 3);
  want("writev", "ibii", r, big, SNAP, (long)fd, 110L);
  want_file(p);
  r = CALL(SYS_writev, BAD, out, 1);
  want("writev", "ibii", r, big, 10, BAD, 10L);
  r = CALL(SYS_writev, fd, 0, 3);
  want("writev", "ieii", r, (long)fd, 0L);
  r = CALL(SYS_pwritev, fd, out, 2, 4, 0);
  want("pwritev", "ibiii", r, big, 10, (long)fd, 10L, 4L);
  want_file(p);
  r = CALL(SYS_pwritev, BAD, out, 2, 5, 0);
  want("pwritev", "ibiii", r, big, 10, BAD, 10L, 5L);
  lseek(fd, 0, SEEK_SET);
  r = CALL(SYS_readv, fd, room, 2);
  want("readv", "iibi", r, r, in, SNAP, (long)fd);
  want_file(p);
  r = CALL(SYS_readv, BAD, room, 2);
  want("readv", "iiei", r, 0L, BAD);
  r = CALL(SYS_preadv, fd, room, 1, 6, 0);
  want("preadv", "iibii", r, r, in, 50, (long)fd, 6L);
  want_file(p);
  r = CALL(SYS_preadv, BAD, room, 1, 6, 0);
  want("preadv", "iieii", r, 0L, BAD, 6L);
  r = CALL(SYS_process_vm_readv, getpid(), room, 1, out, 1, 0);
  want("process_vm_readv", "iib", r, (long)getpid(), in, 10);
  r = CALL(SYS_process_vm_readv, -1, room, 1, out, 1, 0);
  want("process_vm_readv", "iie", r, -1L);
  r = CALL(SYS_process_vm_writev, getpid(), out, 1, room, 1, 0);
  want("process_vm_writev", "iib", r, (long)getpid(), big, 10);
  r = CALL(SYS_process_vm_writev, -1, out, 1, room, 1, 0);
  want("process_vm_writev", "iie", r, -1L);
}

void run_io(int argc, char **argv) {
  int fd = scratch_file("io", "");
  const char *p = scratch("io");

  for (int i = 0; i < (int)sizeof(big); i++) big[i] = 'a' + i % 26;
  plain(fd, p);
  vectors(fd, p);
  close(fd);
}
