/* Operations through io_uring: each must make the event of the call that it stands for. */
#include <linux/io_uring.h>
#include <sys/mman.h>

#include "net.h"

#define URING 32
/* newer than the headers */
#define IORING_OP_BIND 56
#define IORING_OP_LISTEN 57
#define ENTRIES 8
#define CREATED 16384L

static int ring;
static unsigned *sq_tail, *sq_mask, *sq_array, *sq_flags, *cq_head, *cq_tail, *cq_mask;
static struct io_uring_sqe *sqes;
static struct io_uring_cqe *cqes;
static unsigned setup_flags;

static int open_ring(unsigned flags) {
  struct io_uring_params p = {.flags = flags, .sq_thread_idle = 100};
  char *sq, *cq;

  ring = syscall(SYS_io_uring_setup, ENTRIES, &p);
  if (ring < 0) return 0;
  setup_flags = flags;
  sq = mmap(NULL, p.sq_off.array + p.sq_entries * 4, PROT_READ | PROT_WRITE, MAP_SHARED, ring, IORING_OFF_SQ_RING);
  cq = mmap(NULL, p.cq_off.cqes + p.cq_entries * sizeof(*cqes), PROT_READ | PROT_WRITE, MAP_SHARED, ring,
            IORING_OFF_CQ_RING);
  sqes = mmap(NULL, p.sq_entries * sizeof(*sqes), PROT_READ | PROT_WRITE, MAP_SHARED, ring, IORING_OFF_SQES);
  sq_tail = (unsigned *)(sq + p.sq_off.tail);
  sq_mask = (unsigned *)(sq + p.sq_off.ring_mask);
  sq_array = (unsigned *)(sq + p.sq_off.array);
  sq_flags = (unsigned *)(sq + p.sq_off.flags);
  cq_head = (unsigned *)(cq + p.cq_off.head);
  cq_tail = (unsigned *)(cq + p.cq_off.tail);
  cq_mask = (unsigned *)(cq + p.cq_off.ring_mask);
  cqes = (struct io_uring_cqe *)(cq + p.cq_off.cqes);
  return 1;
}

static void submit(struct io_uring_sqe sqe, int wait) {
  unsigned tail = *sq_tail, i = tail & *sq_mask, flags = wait ? IORING_ENTER_GETEVENTS : 0;

  sqes[i] = sqe;
  sq_array[i] = i;
  __atomic_store_n(sq_tail, tail + 1, __ATOMIC_RELEASE);
  if ((setup_flags & IORING_SETUP_SQPOLL) && (__atomic_load_n(sq_flags, __ATOMIC_ACQUIRE) & IORING_SQ_NEED_WAKEUP))
    flags |= IORING_ENTER_SQ_WAKEUP;
  syscall(SYS_io_uring_enter, ring, 1, wait, flags, NULL, 0);
}

/* the result of one operation; what it was given is scribbled over in between, where `scribble` says so */
static long reap(void) {
  while (__atomic_load_n(cq_tail, __ATOMIC_ACQUIRE) == *cq_head)
    syscall(SYS_io_uring_enter, ring, 0, 1, IORING_ENTER_GETEVENTS, NULL, 0);
  long res = cqes[*cq_head & *cq_mask].res;
  __atomic_store_n(cq_head, *cq_head + 1, __ATOMIC_RELEASE);
  return res;
}

static long op(struct io_uring_sqe sqe) {
  submit(sqe, 1);
  return reap();
}

#define OP(code, ...) op((struct io_uring_sqe){.opcode = IORING_OP_##code, __VA_ARGS__})
#define PTR(p) (unsigned long)(p)

static struct stat stat_of(int fd) {
  struct stat st = {0};
  fstat(fd, &st);
  return st;
}

static void files(void) {
  const char *p = scratch("ringfile"), *q = scratch("renamed"), *d = scratch("ringdir"), *none = scratch("none");
  struct open_how {
    uint64_t flags, mode, resolve;
  } how = {O_RDWR, 0, 2};
  struct stat st;
  long r;

  r = OP(OPENAT, .fd = AT_FDCWD, .addr = PTR(p), .open_flags = O_WRONLY | O_CREAT, .len = 0640);
  st = stat_of(r);
  want("openat", "iisiiii", r, -100L, p, 2L | 4 | CREATED, 0640L, (long)st.st_dev, (long)st.st_ino);
  want_file(p);
  want_flags(URING);
  close(r);
  r = OP(OPENAT, .fd = AT_FDCWD, .addr = PTR(none), .open_flags = O_RDONLY);
  want("openat", "iisiiii", r, -100L, none, 1L, 0L, 0L, 0L);
  want_flags(URING);
  r = OP(OPENAT2, .fd = AT_FDCWD, .addr = PTR(p), .addr2 = PTR(&how), .len = sizeof(how));
  want("openat2", "iisiiiii", r, -100L, p, 3L, 0L, 2L, (long)st.st_dev, (long)st.st_ino);
  want_file(p);
  want_flags(URING);
  long fd = r;
  r = OP(WRITE, .fd = fd, .addr = PTR("hello"), .len = 5, .off = -1);
  want("write", "ibii", r, "hello", 5, fd, 5L);
  want_file(p);
  want_flags(URING);
  char in[16];
  r = OP(READ, .fd = fd, .addr = PTR(in), .len = 16, .off = 1);
  want("pread64", "ibiii", r, "ello", 4, fd, 16L, 1L);
  want_flags(URING);
  struct iovec v = {in, 3};
  r = OP(READV, .fd = fd, .addr = PTR(&v), .len = 1, .off = 0);
  want("preadv", "iibii", r, 3L, "hel", 3, fd, 0L);
  want_flags(URING);
  r = OP(WRITEV, .fd = fd, .addr = PTR(&v), .len = 1, .off = -1);
  want("writev", "ibii", r, "hel", 3, fd, 3L);
  want_flags(URING);
  r = OP(FSYNC, .fd = fd);
  want("#74", "xi", 74L);
  want_flags(URING);
  r = OP(CLOSE, .fd = fd);
  want("close", "ii", r, fd);
  want_flags(URING);
  r = OP(RENAMEAT, .fd = AT_FDCWD, .addr = PTR(p), .len = AT_FDCWD, .addr2 = PTR(q));
  want("renameat2", "iisisi", r, -100L, p, -100L, q, 0L);
  want_flags(URING);
  r = OP(LINKAT, .fd = AT_FDCWD, .addr = PTR(q), .len = AT_FDCWD, .addr2 = PTR(p));
  want("linkat", "iisisi", r, -100L, q, -100L, p, 0L);
  want_flags(URING);
  r = OP(SYMLINKAT, .fd = AT_FDCWD, .addr = PTR("to"), .addr2 = PTR(none));
  want("symlinkat", "isis", r, "to", -100L, none);
  want_flags(URING);
  r = OP(MKDIRAT, .fd = AT_FDCWD, .addr = PTR(d), .len = 0750);
  want("mkdirat", "iisi", r, -100L, d, 0750L);
  want_flags(URING);
  r = OP(UNLINKAT, .fd = AT_FDCWD, .addr = PTR(d), .unlink_flags = AT_REMOVEDIR);
  want("unlinkat", "iisi", r, -100L, d, 512L);
  want_flags(URING);
  r = OP(UNLINKAT, .fd = AT_FDCWD, .addr = PTR(d));
  want("unlinkat", "iisi", r, -100L, d, 0L);
  want_flags(URING);
}

/* ways to keep an operation from sight */
static void evasions(void) {
  const char *p = scratch("hidden");
  char changing[128], longer[3000];
  long r;

  /* no completion of success */
  close(scratch_file("hidden", "x"));
  submit(
      (struct io_uring_sqe){
          .opcode = IORING_OP_UNLINKAT, .fd = AT_FDCWD, .addr = PTR(p), .flags = IOSQE_CQE_SKIP_SUCCESS},
      0);
  while (access(p, F_OK) == 0) usleep(1000);
  want("unlinkat", "iisi", 0L, -100L, p, 0L);
  want_flags(URING);
  /* the path is another one as soon as it is submitted: by a worker thread, after the caller has gone on */
  close(scratch_file("hidden", "x"));
  strcpy(changing, p);
  submit(
      (struct io_uring_sqe){.opcode = IORING_OP_UNLINKAT, .fd = AT_FDCWD, .addr = PTR(changing), .flags = IOSQE_ASYNC},
      0);
  memset(changing, 'z', 40);
  r = reap();
  want("unlinkat", "iisi", r, -100L, p, 0L);
  want_flags(URING);
  /* a path longer than what is kept */
  close(scratch_file("hidden", "x"));
  memset(longer, 0, sizeof(longer));
  for (int i = 0; i < 700; i++) strcat(longer, "/.");
  strcat(longer, p);
  r = OP(UNLINKAT, .fd = AT_FDCWD, .addr = PTR(longer));
  want("unlinkat", "iisi", r, -100L, longer, 0L);
  want_flags(URING);
}

static void sockets(void) {
  struct sockaddr_in a = local4(0), to, from;
  struct bytes b, t;
  char in[16];
  long r, l, c, s;

  l = OP(SOCKET, .fd = AF_INET, .off = SOCK_STREAM, .len = 0);
  if (l < 0) return;
  want("socket", "iiiii", l, 2L, 1L, 0L, 0L);
  want_flags(URING);
  b = address4(&a);
  r = OP(BIND, .fd = l, .addr = PTR(&a), .addr2 = sizeof(a));
  if (r == 0) {
    want("bind", "ibi", r, b.b, b.n, l);
    want_flags(URING);
    r = OP(LISTEN, .fd = l, .len = 4);
    want("listen", "iii", r, l, 4L);
    want_flags(URING);
  } else {
    bind(l, (struct sockaddr *)&a, sizeof(a));
    listen(l, 4);
  }
  to = name4(l);
  c = socket(AF_INET, SOCK_STREAM, 0);
  r = OP(CONNECT, .fd = c, .addr = PTR(&to), .off = sizeof(to));
  from = name4(c);
  b = address4(&to);
  t = tuple4(&from, &to);
  want("connect", "ibib", r, t.b, t.n, c, b.b, b.n);
  want_flags(URING);
  s = OP(ACCEPT, .fd = l);
  want("accept4", "ibiiii", s, t.b, t.n, 0L, 0L, 0L, 0L);
  want_flags(URING);
  r = OP(SEND, .fd = c, .addr = PTR("ring data"), .len = 9);
  want("sendto", "ibiib", r, "ring data", 9, c, 9L, t.b, t.n);
  want_flags(URING);
  r = OP(RECV, .fd = s, .addr = PTR(in), .len = 4);
  want("recvfrom", "ibbii", r, "ring", 4, t.b, t.n, s, 4L);
  want_flags(URING);
  struct iovec v = {"vector", 6};
  struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1};
  r = OP(SENDMSG, .fd = c, .addr = PTR(&m), .len = 1);
  want("sendmsg", "ibiib", r, "vector", 6, c, 6L, t.b, t.n);
  want_flags(URING);
  v = (struct iovec){in, 5};
  r = OP(RECVMSG, .fd = s, .addr = PTR(&m), .len = 1);
  want("recvmsg", "iibbei", r, 5L, " data", 5, t.b, t.n, s);
  want_flags(URING);
  r = OP(SHUTDOWN, .fd = c, .len = SHUT_RDWR);
  want("shutdown", "iii", r, c, 2L);
  want_flags(URING);
  close(c);
  c = socket(AF_INET, SOCK_STREAM, 0);
  to = local4(1);
  b = address4(&to);
  r = OP(CONNECT, .fd = c, .addr = PTR(&to), .off = sizeof(to));
  want("connect", "ieib", r, c, b.b, b.n);
  want_flags(URING);
  close(s);
  close(c);
  close(l);
}

/* a thread of the kernel submits, and does the work */
static void polled(void) {
  const char *p = scratch("polled");
  long r;

  if (!open_ring(IORING_SETUP_SQPOLL)) return;
  r = OP(MKDIRAT, .fd = AT_FDCWD, .addr = PTR(p), .len = 0700);
  want("mkdirat", "iisi", r, -100L, p, 0700L);
  want_flags(URING);
  close(ring);
}

void run_uring(int argc, char **argv) {
  if (!open_ring(0)) {
    cannot("io_uring", "this kernel has it not, or does not allow it");
    return;
  }
  files();
  evasions();
  sockets();
  close(ring);
  lines_done();
  polled();
}
