#include <linux/futex.h>
#include <poll.h>
#include <sys/select.h>
#include <time.h>

#include "calls.h"

/* a list of descriptors as the event has it */
static int fdlist(unsigned char *out, const struct pollfd *f, int n, const int *found) {
  *(uint16_t *)out = n;
  for (int i = 0; i < n; i++) {
    *(int64_t *)(out + 2 + 10 * i) = f[i].fd;
    *(uint16_t *)(out + 10 + 10 * i) = found[i];
  }
  return 2 + 10 * n;
}

void run_waits(int argc, char **argv) {
  int pipes[2], word = 5;
  unsigned char list[200];
  struct timespec ts = {0, 1000}, bad = {5, -1};
  uint64_t mask = 1 << (SIGUSR1 - 1);
  long r;

  if (pipe(pipes) || write(pipes[1], "x", 1) != 1) exit(1);
  struct pollfd fds[2] = {{pipes[0], POLLIN, 0}, {998, POLLIN, 0}};
  int found[2] = {1, 64}, none[2] = {1, 64};

  r = CALL(SYS_poll, fds, 2, 100);
  want("poll", "ibi", r, list, fdlist(list, fds, 2, found), 100L);
  r = CALL(SYS_poll, 0, 1, 0);
  want("poll", "ibi", r, "\0", 2, 0L);
  r = CALL(SYS_ppoll, fds, 2, &ts, &mask, 8);
  /* the kernel writes back what was left of the time, and the event is made after that */
  want("ppoll", "ibii", r, list, fdlist(list, fds, 2, none), ts.tv_nsec, (long)mask);
  ts.tv_nsec = 1000;
  r = CALL(SYS_ppoll, fds, 0, &bad, 0, 8);
  want("ppoll", "ibii", r, "\0", 2, 5000000000L - 1, 0L);
  struct timeval tv = {0, 0};
  r = CALL(SYS_select, 0, 0, 0, 0, &tv);
  want("select", "i", r);
  r = CALL(SYS_select, -1, 0, 0, 0, &tv);
  want("select", "i", r);
  r = CALL(SYS_nanosleep, &ts, 0);
  want("nanosleep", "ii", r, 1000L);
  r = CALL(SYS_nanosleep, &bad, 0);
  want("nanosleep", "ii", r, 5000000000L - 1);
  r = CALL(SYS_futex, &word, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 3, 0);
  want("futex", "iiii", r, (long)&word, 129L, 3L);
  r = CALL(SYS_futex, &word, FUTEX_WAIT, 6, 0);
  want("futex", "iiii", r, (long)&word, 0L, 6L);
  r = CALL(SYS_futex, &word, FUTEX_CMP_REQUEUE_PI | FUTEX_CLOCK_REALTIME, 6, 0);
  want("futex", "iiii", r, (long)&word, 12L | 256, 6L);
}
