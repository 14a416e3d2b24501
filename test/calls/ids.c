#include <linux/capability.h>
#include <sys/resource.h>

#include "calls.h"

static void getters(void) {
  uid_t a, b, c;
  long r;

  r = CALL(SYS_getuid);
  want("getuid", "i", r);
  r = CALL(SYS_getgid);
  want("getgid", "i", r);
  r = CALL(SYS_geteuid);
  want("geteuid", "i", r);
  r = CALL(SYS_getegid);
  want("getegid", "i", r);
  r = CALL(SYS_getresuid, &a, &b, &c);
  want("getresuid", "iiii", r, (long)a, (long)b, (long)c);
  r = CALL(SYS_getresuid, 0, &b, &c);
  want("getresuid", "iiii", r, 0L, (long)b, (long)c);
  r = CALL(SYS_getresgid, &a, &b, &c);
  want("getresgid", "iiii", r, (long)a, (long)b, (long)c);
  r = CALL(SYS_getresgid, &a, &b, 0);
  want("getresgid", "iiii", r, (long)a, (long)b, 0L);
}

/* in a child, which then is somebody else */
static void setters(void) {
  long r, no = 0xffffffffL;

  r = CALL(SYS_setregid, -1, 1001);
  want("setregid", "iii", r, no, 1001L);
  r = CALL(SYS_setgid, 1001);
  want("setgid", "ii", r, 1001L);
  r = CALL(SYS_setresgid, 1001, 1002, -1);
  want("setresgid", "iiii", r, 1001L, 1002L, no);
  r = CALL(SYS_setreuid, -1, -1);
  want("setreuid", "iii", r, no, no);
  r = CALL(SYS_setuid, 1000);
  want("setuid", "ii", r, 1000L);
  r = CALL(SYS_setresuid, 1000, 1000, 1000);
  want("setresuid", "iiii", r, 1000L, 1000L, 1000L);
  /* and now all of them fail */
  r = CALL(SYS_setregid, 7, 8);
  want("setregid", "iii", r, 7L, 8L);
  r = CALL(SYS_setgid, 9);
  want("setgid", "ii", r, 9L);
  r = CALL(SYS_setresgid, 1, 2, 3);
  want("setresgid", "iiii", r, 1L, 2L, 3L);
  r = CALL(SYS_setreuid, 4, 5);
  want("setreuid", "iii", r, 4L, 5L);
  r = CALL(SYS_setuid, 6);
  want("setuid", "ii", r, 6L);
  r = CALL(SYS_setresuid, 1, 2, 3);
  want("setresuid", "iiii", r, 1L, 2L, 3L);
}

static void limits(void) {
  struct rlimit l = {100, 200}, old, now;
  long r;

  r = CALL(SYS_getrlimit, RLIMIT_CORE, &old);
  want("getrlimit", "iiii", r, (long)old.rlim_cur, (long)old.rlim_max, 4L);
  r = CALL(SYS_getrlimit, 77, &old);
  want("getrlimit", "iiii", r, -1L, -1L, 255L);
  getrlimit(RLIMIT_NOFILE, &now);
  now.rlim_cur--;
  r = CALL(SYS_setrlimit, RLIMIT_NOFILE, &now);
  want("setrlimit", "iiii", r, (long)now.rlim_cur, (long)now.rlim_max, 7L);
  r = CALL(SYS_setrlimit, 77, &l);
  want("setrlimit", "iiii", r, 100L, 200L, 255L);
  r = CALL(SYS_prlimit64, 0, RLIMIT_NOFILE, 0, &old);
  want("prlimit64", "iiiiiii", r, 0L, 0L, (long)old.rlim_cur, (long)old.rlim_max, 0L, 7L);
  r = CALL(SYS_prlimit64, -1, RLIMIT_STACK, &l, &old);
  want("prlimit64", "iiiiiii", r, 100L, 200L, -1L, -1L, -1L, 3L);
}

static void caps(void) {
  struct __user_cap_header_struct h = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct d[2];
  long r, inh, per, eff;

  if (CALL(SYS_capget, &h, d)) return;
  /* give up one that this test needs nowhere */
  d[0].effective &= ~(1u << CAP_SYS_PACCT);
  inh = (long)d[1].inheritable << 32 | d[0].inheritable;
  per = (long)d[1].permitted << 32 | d[0].permitted;
  eff = (long)d[1].effective << 32 | d[0].effective;
  r = CALL(SYS_capset, &h, d);
  want("capset", "iiii", r, inh, per, eff);
  h.version = 1;
  r = CALL(SYS_capset, &h, d);
  want("capset", "iiii", r, inh, per, eff);
}

void run_ids(int argc, char **argv) {
  getters();
  limits();
  lines_done();
  if (fork() == 0) {
    setters();
    lines_done();
    _exit(0);
  }
  wait(NULL);
  caps();
}
