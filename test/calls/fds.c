/* What is done with a descriptor that is there. */
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/sendfile.h>

#include "calls.h"

#define BAD 999L

static void copies(void) {
  int a = scratch_file("a", "hello"), b = scratch_file("b", ""), pipes[2];
  const char *pa = scratch("a"), *pb = scratch("b");
  off_t off = 1;
  long r;

  r = CALL(SYS_sendfile, b, a, &off, 3);
  want("sendfile", "iiiii", r, (long)off, (long)b, (long)a, 3L);
  want_file(pb);
  r = CALL(SYS_sendfile, BAD, a, 0, 7);
  want("sendfile", "iiiii", r, 0L, BAD, (long)a, 7L);
  r = CALL(SYS_copy_file_range, a, 0, b, 0, 2, 0);
  want("copy_file_range", "iiiiii", r, (long)b, 0L, (long)a, 0L, 2L);
  want_file(pb);
  r = CALL(SYS_copy_file_range, BAD, 16, b, 32, 2, 0);
  want("copy_file_range", "iiiiii", r, (long)b, 32L, BAD, 16L, 2L);
  if (pipe(pipes) == 0) {
    lseek(a, 0, SEEK_SET);
    r = CALL(SYS_splice, a, 0, pipes[1], 0, 4, 1);
    want("splice", "iiiii", r, (long)a, (long)pipes[1], 4L, 1L);
    want_file(pa);
    close(pipes[0]);
    close(pipes[1]);
  }
  r = CALL(SYS_splice, BAD, 0, a, 0, 9, 2 | 4);
  want("splice", "iiiii", r, BAD, (long)a, 9L, 6L);
  close(a);
  close(b);
}

static void settings(void) {
  int fd = scratch_file("f", "hello"), n = 0;
  const char *p = scratch("f");
  char room[512];
  long r;

  r = CALL(SYS_lseek, fd, 2, SEEK_END);
  want("lseek", "iiii", r, (long)fd, 2L, 2L);
  want_file(p);
  r = CALL(SYS_lseek, BAD, -5, SEEK_CUR);
  want("lseek", "iiii", r, BAD, -5L, 1L);
  r = CALL(SYS_ioctl, fd, FIONREAD, &n);
  want("ioctl", "iiii", r, (long)fd, (long)FIONREAD, (long)&n);
  want_file(p);
  r = CALL(SYS_ioctl, BAD, 0x1234, 5);
  want("ioctl", "iiii", r, BAD, 0x1234L, 5L);
  r = CALL(SYS_fcntl, fd, F_GETFL, 0);
  want("fcntl", "iiii", r, (long)fd, 4L, 0L);
  want_file(p);
  r = CALL(SYS_fcntl, fd, F_DUPFD_CLOEXEC, 70);
  want("fcntl", "iiii", r, (long)fd, 26L, 70L);
  CALL(SYS_close, r);
  r = CALL(SYS_fcntl, BAD, F_SETPIPE_SZ, 3);
  want("fcntl", "iiii", r, BAD, 28L, 3L);
  r = CALL(SYS_fcntl, fd, 9999, 3);
  want("fcntl", "iiii", r, (long)fd, 0L, 3L);
  r = CALL(SYS_flock, fd, LOCK_EX | LOCK_NB);
  want("flock", "iii", r, (long)fd, 6L);
  want_file(p);
  r = CALL(SYS_flock, BAD, LOCK_UN);
  want("flock", "iii", r, BAD, 8L);
  close(fd);
  fd = open(scratch("."), O_RDONLY | O_DIRECTORY);
  r = CALL(SYS_getdents, fd, room, sizeof(room));
  want("getdents", "ii", r, (long)fd);
  r = CALL(SYS_getdents, BAD, room, sizeof(room));
  want("getdents", "ii", r, BAD);
  r = CALL(SYS_getdents64, fd, room, sizeof(room));
  want("getdents64", "ii", r, (long)fd);
  r = CALL(SYS_getdents64, BAD, room, sizeof(room));
  want("getdents64", "ii", r, BAD);
  close(fd);
}

static void ends(void) {
  int a = scratch_file("c", "x");
  const char *p = scratch("c");
  long r, d;

  r = CALL(SYS_dup, a);
  want("dup", "ii", r, (long)a);
  want_file(p);
  d = r;
  r = CALL(SYS_dup, BAD);
  want("dup", "ii", r, BAD);
  r = CALL(SYS_dup2, a, 77);
  want("dup2", "iii", r, (long)a, 77L);
  want_file(p);
  r = CALL(SYS_dup2, BAD, 77);
  want("dup2", "iii", r, BAD, 77L);
  r = CALL(SYS_dup3, a, 78, O_CLOEXEC);
  want("dup3", "iiii", r, (long)a, 78L, 4096L);
  want_file(p);
  r = CALL(SYS_dup3, a, a, 0);
  want("dup3", "iiii", r, (long)a, (long)a, 0L);
  r = CALL(SYS_close_range, 77, 78, 0);
  want("close_range", "iiii", r, 77L, 78L, 0L);
  r = CALL(SYS_close_range, 9, 8, 4);
  want("close_range", "iiii", r, 9L, 8L, 4L);
  r = CALL(SYS_close, d);
  want("close", "ii", r, d);
  r = CALL(SYS_close, BAD);
  want("close", "ii", r, BAD);
  close(a);
}

void run_fds(int argc, char **argv) {
  copies();
  settings();
  ends();
}
