/* Calls that make a descriptor of something that is no file. */
#include <linux/userfaultfd.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>

#include "calls.h"

#define NONBLOCK 64L
#define CLOEXEC 4096L

static long ino_of(int fd) {
  struct stat st;
  return fstat(fd, &st) ? 0 : (long)st.st_ino;
}

static void polls(void) {
  struct epoll_event ev;
  long r;

  r = CALL(SYS_epoll_create, 7);
  want("epoll_create", "ii", r, 7L);
  CALL(SYS_close, r);
  r = CALL(SYS_epoll_create, 0);
  want("epoll_create", "ii", r, 0L);
  r = CALL(SYS_epoll_create1, EPOLL_CLOEXEC);
  want("epoll_create1", "ii", r, 1L);
  long ep = r;
  r = CALL(SYS_epoll_create1, 1);
  want("epoll_create1", "ii", r, 0L);
  r = CALL(SYS_epoll_wait, ep, &ev, 1, 0);
  want("epoll_wait", "ii", r, 1L);
  r = CALL(SYS_epoll_wait, ep, &ev, -2, 0);
  want("epoll_wait", "ii", r, -2L);
  CALL(SYS_close, ep);
}

static void signals(void) {
  sigset_t set;
  long r;

  sigemptyset(&set);
  r = CALL(SYS_signalfd, -1, &set, 8);
  want("signalfd", "iiii", r, -1L, 0L, 0L);
  CALL(SYS_close, r);
  r = CALL(SYS_signalfd, 998, &set, 8);
  want("signalfd", "iiii", r, 998L, 0L, 0L);
  r = CALL(SYS_signalfd4, -1, &set, 8, SFD_NONBLOCK | SFD_CLOEXEC);
  want("signalfd4", "iiii", r, NONBLOCK | CLOEXEC, -1L, 0L);
  CALL(SYS_close, r);
  r = CALL(SYS_signalfd4, 998, &set, 8, SFD_CLOEXEC);
  want("signalfd4", "iiii", r, CLOEXEC, 998L, 0L);
  r = CALL(SYS_eventfd, 5);
  want("eventfd", "iii", r, 5L, 0L);
  CALL(SYS_close, r);
  r = CALL(SYS_eventfd2, 6, EFD_NONBLOCK);
  want("eventfd2", "iii", r, NONBLOCK, 6L);
  CALL(SYS_close, r);
  r = CALL(SYS_eventfd2, 6, 0x40);
  want("eventfd2", "iii", r, 0L, 6L);
  r = CALL(SYS_timerfd_create, CLOCK_MONOTONIC, TFD_CLOEXEC);
  /* the schema has one byte for bits above it */
  want("timerfd_create", "iii", r, 1L, CLOEXEC & 0xff);
  CALL(SYS_close, r);
  r = CALL(SYS_timerfd_create, 99, TFD_NONBLOCK);
  want("timerfd_create", "iii", r, 99L, NONBLOCK);
  r = CALL(SYS_inotify_init);
  want("inotify_init", "ii", r, 0L);
  CALL(SYS_close, r);
  r = CALL(SYS_inotify_init1, IN_NONBLOCK | IN_CLOEXEC);
  want("inotify_init1", "ii", r, NONBLOCK | CLOEXEC);
  CALL(SYS_close, r);
  r = CALL(SYS_inotify_init1, 0x40);
  want("inotify_init1", "ii", r, 0L);
}

static void others(void) {
  int fds[2];
  long r;

  r = CALL(SYS_memfd_create, "mem", 1);
  want("memfd_create", "isi", r, "mem", 1L);
  want_file("memfd:mem");
  CALL(SYS_close, r);
  r = CALL(SYS_memfd_create, 0, 2);
  want("memfd_create", "iei", r, 2L);
  r = CALL(SYS_pipe, fds);
  want("pipe", "iiii", r, (long)fds[0], (long)fds[1], ino_of(fds[0]));
  CALL(SYS_close, fds[0]);
  CALL(SYS_close, fds[1]);
  r = CALL(SYS_pipe, 0);
  want("pipe", "iiii", r, -1L, -1L, 0L);
  r = CALL(SYS_pipe2, fds, O_CLOEXEC | O_DIRECT);
  want("pipe2", "iiiii", r, (long)fds[0], (long)fds[1], ino_of(fds[0]), CLOEXEC | 512);
  CALL(SYS_close, fds[0]);
  CALL(SYS_close, fds[1]);
  r = CALL(SYS_pipe2, fds, 0x40000000);
  want("pipe2", "iiiii", r, -1L, -1L, 0L, 0L);
  r = CALL(SYS_pidfd_open, getpid(), 0);
  want("pidfd_open", "iii", r, (long)getpid(), 0L);
  long pidfd = r;
  r = CALL(SYS_pidfd_open, -1, O_NONBLOCK);
  want("pidfd_open", "iii", r, -1L, 1L);
  r = CALL(SYS_pidfd_getfd, pidfd, 1, 0);
  want("pidfd_getfd", "iiii", r, pidfd, 1L, 0L);
  CALL(SYS_close, r);
  r = CALL(SYS_pidfd_getfd, -1, 1, 3);
  want("pidfd_getfd", "iiii", r, -1L, 1L, 3L);
  CALL(SYS_close, pidfd);
  r = CALL(SYS_userfaultfd, O_CLOEXEC);
  want("userfaultfd", "ii", r, (long)O_CLOEXEC);
  if (r >= 0) CALL(SYS_close, r);
  r = CALL(SYS_userfaultfd, 0x40);
  want("userfaultfd", "ii", r, 0x40L);
}

void run_newfds(int argc, char **argv) {
  polls();
  signals();
  others();
}
