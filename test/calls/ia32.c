/*
 * Calls through the 32-bit entry, which a program of 64 bits may use as well: numbers of its own, structures half as
 * wide, and multiplexers.
 */
#include <poll.h>
#include <sys/ipc.h>
#include <sys/sem.h>

#include "../../src/simulate/native/entry32.h"
#include "net.h"

#define IA32 16
#define NR_write 4
#define NR_open 5
#define NR_unlink 10
#define NR_execve 11
#define NR_umount 22
#define NR_mmap 90
#define NR_socketcall 102
#define NR_ipc 117
#define NR__llseek 140
#define NR_writev 146
#define NR_nanosleep 162
#define NR_pread64 180
#define NR_getrlimit 191
#define NR_mmap2 192
#define NR_stat64 195
#define NR_getuid32 199
#define NR_fcntl64 221
#define NR_openat 295
#define NR_sendmsg 370
#define NR_getpid ENTRY32_getpid

#define CALL32(...) CALL32_(__VA_ARGS__, 0, 0, 0, 0, 0)
#define CALL32_(nr, a, b, c, d, e, ...) entry32_call(nr, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e))

/* memory that 32 bits can name */
static char *low, *next;

static void *place(const void *what, int n) {
  void *p = next;

  memcpy(p, what, n);
  next += (n + 15) & ~15;
  return p;
}

static char *text(const char *s) { return place(s, strlen(s) + 1); }

static uint32_t *words(int n, ...) {
  uint32_t w[8];
  __builtin_va_list ap;

  __builtin_va_start(ap, n);
  for (int i = 0; i < n; i++) w[i] = (uint32_t) __builtin_va_arg(ap, long);
  __builtin_va_end(ap);
  return place(w, 4 * n);
}

static void files(void) {
  char *p = text(scratch("narrow")), *none = text(scratch("none"));
  int fd = scratch_file("narrow", "0123456789");
  uint32_t *iov = words(4, (long)low, 3L, (long)low + 3, 2L);
  char *in = text("..........");
  struct stat st;
  long r;

  fstat(fd, &st);
  r = CALL32(NR_open, p, O_RDWR, 0);
  want("open", "isiiii", r, p, 3L, 0L, (long)st.st_dev, (long)st.st_ino);
  want_file(p);
  want_flags(IA32);
  close(r);
  r = CALL32(NR_openat, AT_FDCWD, none, O_RDONLY, 0);
  want("openat", "iisiiii", r, -100L, none, 1L, 0L, 0L, 0L);
  want_flags(IA32);
  r = CALL32(NR_umount, none);
  want("umount", "is", r, none);
  want_flags(IA32);
  r = CALL32(NR__llseek, fd, 0, 4, text("offset.."), SEEK_SET);
  want("_llseek", "iiii", r, (long)fd, 4L, 0L);
  want_file(p);
  want_flags(IA32);
  r = CALL32(NR__llseek, 999, 1, 4, 0, SEEK_END);
  want("_llseek", "iiii", r, 999L, (1L << 32) + 4, 2L);
  r = CALL32(NR_pread64, fd, in, 4, 2, 0);
  want("pread64", "ibiii", r, in, 4, (long)fd, 4L, 2L);
  want_flags(IA32);
  r = CALL32(NR_pread64, fd, in, 4, 2, 1);
  want("pread64", "ieiii", r, (long)fd, 4L, (1L << 32) + 2);
  r = CALL32(NR_writev, fd, iov, 2);
  want("writev", "ibii", r, low, 5, (long)fd, 5L);
  want_flags(IA32);
  r = CALL32(NR_stat64, none, low);
  want("stat", "is", r, none);
  want_flags(IA32);
  r = CALL32(NR_fcntl64, fd, F_GETFD, 0);
  want("fcntl", "iiii", r, (long)fd, 2L, 0L);
  want_flags(IA32);
  r = CALL32(NR_unlink, p);
  want("unlink", "is", r, p);
  want_flags(IA32);
  close(fd);
}

static void others(void) {
  char *none = text(scratch("none"));
  uint32_t *argv = words(3, (long)text("narrow"), (long)text("arg"), 0L);
  uint32_t *ts = words(2, 0L, 5000L), *map = words(6, 0L, 4096L, 1L, 0x22L, -1L, 0L), *lim = words(2, 0L, 0L);
  long r;

  r = CALL32(NR_execve, none, argv, argv + 2);
  want("execve", "isbxxxxxxxxxxxxexxxxxxxxxxxxxxs", r, "narrow", "arg", 4, none);
  want_flags(IA32);
  r = CALL32(NR_nanosleep, ts, 0);
  want("nanosleep", "ii", r, 5000L);
  want_flags(IA32);
  r = CALL32(NR_getrlimit, 7, lim);
  want("getrlimit", "iiii", r, (long)lim[0], (long)lim[1], 7L);
  want_flags(IA32);
  r = CALL32(NR_mmap, map);
  want("mmap", "xnnxiiiiii", 0L, 4096L, 1L, 2L | 8, -1L, 0L);
  want_flags(IA32);
  r = entry32_call(NR_mmap2, 0, 4096, 1, 0x22, -1);
  want("mmap", "xnnxiiiiix", 0L, 4096L, 1L, 2L | 8, -1L);
  want_flags(IA32);
  r = CALL32(NR_getuid32);
  want("getuid", "i", r);
  want_flags(IA32);
  CALL32(NR_getpid);
  want("#39", "xi", 39L);
  want_flags(IA32);
}

static long sock(int call, uint32_t *args) { return CALL32(NR_socketcall, call, args); }

static void sockets(void) {
  char *data = text("narrow data"), *in = text("...........");
  uint32_t *pair = words(2, 0L, 0L);
  struct sockaddr_in a = local4(0), to, *any = place(&a, sizeof(a)), *dest;
  struct bytes b = address4(&a), t;
  long r, s, l;

  s = sock(1, words(3, (long)AF_INET, (long)SOCK_DGRAM, 0L));
  want("socket", "iiiii", s, 2L, 2L, 0L, 0L);
  want_flags(IA32);
  r = sock(2, words(3, s, (long)any, (long)sizeof(a)));
  want("bind", "ibi", r, b.b, b.n, s);
  want_flags(IA32);
  to = name4(s);
  dest = place(&to, sizeof(to));
  b = address4(&to);
  t = tuple4(&to, &to);
  r = sock(3, words(3, s, (long)dest, (long)sizeof(a)));
  want("connect", "ibib", r, t.b, t.n, s, b.b, b.n);
  want_flags(IA32);
  r = sock(9, words(4, s, (long)data, 11L, 0L));
  want("send", "ibiib", r, data, 11, s, 11L, t.b, t.n);
  want_flags(IA32);
  r = sock(10, words(4, s, (long)in, 5L, 0L));
  want("recv", "ibiib", r, in, 5, s, 5L, t.b, t.n);
  want_flags(IA32);
  r = sock(9, words(4, -1L, (long)data, 11L, 0L));
  want("send", "ibiie", r, data, 11, -1L, 11L);
  r = sock(10, words(4, -1L, (long)in, 5L, 0L));
  want("recv", "ieiie", r, -1L, 5L);
  uint32_t *iov = words(2, (long)data, 6L);
  uint32_t *msg = words(7, 0L, 0L, (long)iov, 1L, 0L, 0L, 0L);
  r = sock(16, words(3, s, (long)msg, 0L));
  want("sendmsg", "ibiib", r, data, 6, s, 6L, t.b, t.n);
  want_flags(IA32);
  r = CALL32(NR_sendmsg, -1, msg, 0);
  want("sendmsg", "ibiie", r, data, 6, -1L, 6L);
  r = sock(13, words(2, s, 2L));
  want("shutdown", "iii", r, s, 2L);
  want_flags(IA32);
  r = sock(8, words(4, (long)AF_UNIX, (long)SOCK_STREAM, 0L, (long)pair));
  want("socketpair", "iiinniii", r, (long)pair[0], (long)pair[1], 1L, 1L, 0L);
  want_flags(IA32);
  close(pair[0]);
  close(pair[1]);
  l = socket(AF_INET, SOCK_STREAM, 0);
  r = sock(4, words(2, l, 3L));
  want("listen", "iii", r, l, 3L);
  want_flags(IA32);
  r = sock(18, words(4, -1L, 0L, 0L, (long)SOCK_NONBLOCK));
  want("accept4", "ieiiii", r, 0L, 0L, 0L, 64L);
  want_flags(IA32);
  close(l);
  close(s);
}

static void semaphores(void) {
  struct sembuf op = {0, 2, IPC_NOWAIT}, *ops = place(&op, sizeof(op));
  long r, id;

  id = CALL32(NR_ipc, 2, IPC_PRIVATE, 1, IPC_CREAT | 0600);
  want("semget", "iiii", id, 0L, 1L, 8192L);
  want_flags(IA32);
  r = CALL32(NR_ipc, 1, id, 1, 0, ops);
  want("semop", "iiiiiiiii", r, 1L, 0L, 2L, 1L, 0L, 0L, 0L, id);
  want_flags(IA32);
  r = CALL32(NR_ipc, 3, id, 0, 16 | 0x100, words(1, 9L));
  want("semctl", "iiiii", r, id, 0L, 4096L, 9L);
  want_flags(IA32);
  r = CALL32(NR_ipc, 3, id, 0, IPC_RMID, words(1, 0L));
  want("semctl", "iiiii", r, id, 0L, 4L, 0L);
  want_flags(IA32);
  r = CALL32(NR_ipc, 24, -1, 0, 0);
  want("#31", "xi", 31L);
  want_flags(IA32);
}

void run_ia32(int argc, char **argv) {
  if (!entry32_works()) {
    for (const char *const *c = (const char *const[]){"umount", "_llseek", "send", "recv", NULL}; *c; c++)
      cannot(*c, ENTRY32_OFF);
    return;
  }
  low = next = entry32_memory(1 << 16);
  if (low == MAP_FAILED) exit(1);
  place("abcdefgh", 9);
  files();
  others();
  sockets();
  semaphores();
}
