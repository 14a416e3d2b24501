/* Calls whose event tells no more than which call it was: made with arguments that do nothing. */
#include "calls.h"

static void woken(int sig) {}

static int is(long nr, const long *list) {
  for (; *list >= 0; list++)
    if (*list == nr) return 1;
  return 0;
}

void run_generic(int argc, char **argv) {
  /* zeros, where -1 would do or block something */
  static const long zeros[] = {SYS_alarm, SYS_umask, SYS_msgget, SYS_pause, SYS_sync, SYS_sched_yield, -1};
  /* in a child, which they change or end */
  static const long alone[] = {SYS_pause, SYS_vhangup, SYS_umask, SYS_alarm, SYS_setfsuid, SYS_setfsgid, -1};
  char name[32];

  for (int i = 0; i < argc; i++) {
    long nr = atol(argv[i]), v = is(nr, zeros) ? 0 : -1;
    pid_t child;
    int status = 0;

    lines_done();
    if (!is(nr, alone)) {
      raw(nr, v, v, v, v, v, v);
      snprintf(name, sizeof(name), "#%ld", nr);
      want(name, "xi", nr);
      continue;
    }
    child = fork();
    if (child == 0) {
      if (nr == SYS_pause) {
        /* a signal ends it; again and again, for the first may come before it has begun */
        signal(SIGALRM, woken);
        ualarm(2000, 2000);
      }
      if (nr == SYS_vhangup) setsid();
      raw(nr, v, v, v, v, v, v);
      ualarm(0, 0);
      snprintf(name, sizeof(name), "#%ld", nr);
      want(name, "xi", nr);
      lines_done();
      _exit(0);
    }
    waitpid(child, &status, 0);
  }
}
