#include "net.h"

#define BAD 999L

static void tcp(void) {
  struct sockaddr_in any = local4(0), to, from, closed = local4(1);
  socklen_t len;
  struct bytes b;
  long r, l, c, s;

  l = CALL(SYS_socket, AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  want("socket", "iiiii", l, (long)AF_INET, (long)(SOCK_STREAM | SOCK_CLOEXEC), 0L, 4096L);
  r = CALL(SYS_socket, 77, 1, 2);
  want("socket", "iiiii", r, 77L, 1L, 2L, 0L);
  b = address4(&any);
  r = CALL(SYS_bind, l, &any, sizeof(any));
  want("bind", "ibi", r, b.b, b.n, l);
  r = CALL(SYS_bind, BAD, &any, sizeof(any));
  want("bind", "ibi", r, b.b, b.n, BAD);
  r = CALL(SYS_listen, l, 5);
  want("listen", "iii", r, l, 5L);
  r = CALL(SYS_listen, BAD, -3);
  want("listen", "iii", r, BAD, -3L);
  to = name4(l);
  for (int four = 0; four < 2; four++) {
    struct bytes t, a = address4(&to);
    c = socket(AF_INET, SOCK_STREAM, 0);
    r = CALL(SYS_connect, c, &to, sizeof(to));
    from = name4(c);
    t = tuple4(&from, &to);
    want("connect", "ibib", r, t.b, t.n, c, a.b, a.n);
    len = sizeof(from);
    if (four) {
      s = CALL(SYS_accept4, l, 0, 0, SOCK_NONBLOCK);
      want("accept4", "ibiiii", s, t.b, t.n, 0L, 0L, 5L, 64L);
    } else {
      s = CALL(SYS_accept, l, &from, &len);
      want("accept", "ibiii", s, t.b, t.n, 0L, 0L, 5L);
    }
    r = CALL(SYS_shutdown, c, SHUT_WR);
    want("shutdown", "iii", r, c, 1L);
    close(s);
    close(c);
  }
  r = CALL(SYS_accept, BAD, 0, 0);
  want("accept", "ieiii", r, 0L, 0L, 0L);
  r = CALL(SYS_accept4, BAD, 0, 0, SOCK_CLOEXEC);
  want("accept4", "ieiiii", r, 0L, 0L, 0L, 4096L);
  r = CALL(SYS_shutdown, BAD, 9);
  want("shutdown", "iii", r, BAD, 255L);
  c = socket(AF_INET, SOCK_STREAM, 0);
  b = address4(&closed);
  r = CALL(SYS_connect, c, &closed, sizeof(closed));
  want("connect", "ieib", r, c, b.b, b.n);
  close(c);
  close(l);
}

static void others(void) {
  int fds[2], on = 1, got = 0;
  struct timeval tv = {3, 250};
  struct sockaddr_in a;
  socklen_t len = sizeof(a);
  unsigned char dyn[64] = {2, 1, 0, 0, 0};
  long r;

  r = CALL(SYS_socketpair, AF_UNIX, SOCK_DGRAM, 0, fds);
  want("socketpair", "iiinniii", r, (long)fds[0], (long)fds[1], 1L, (long)SOCK_DGRAM, 0L);
  close(fds[0]);
  close(fds[1]);
  r = CALL(SYS_socketpair, AF_INET, SOCK_STREAM, 6, fds);
  want("socketpair", "iiiiiiii", r, -1L, -1L, 0L, 0L, 2L, 1L, 6L);
  int s = socket(AF_INET, SOCK_STREAM, 0);
  r = CALL(SYS_setsockopt, s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  want("setsockopt", "iiiibi", r, (long)s, 1L, 2L, dyn, 5, 4L);
  dyn[0] = 4;
  *(int64_t *)(dyn + 1) = 3000250000L;
  r = CALL(SYS_setsockopt, s, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof(tv));
  want("setsockopt", "iiiibi", r, (long)s, 1L, 20L, dyn, 9, 16L);
  r = CALL(SYS_setsockopt, s, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  want("setsockopt", "iiiibi", r, (long)s, 2L, 0L, "\0\1\0\0\0", 5, 4L);
  r = CALL(SYS_setsockopt, BAD, 77, 5, &on, 4);
  want("setsockopt", "iiiibi", r, BAD, 0L, 0L, "\0\1\0\0\0", 5, 4L);
  len = sizeof(got);
  r = CALL(SYS_getsockopt, s, SOL_SOCKET, SO_TYPE, &got, &len);
  want("getsockopt", "iiiibi", r, (long)s, 1L, 3L, "\2\1\0\0\0", 5, 4L);
  got = 0;
  r = CALL(SYS_getsockopt, s, SOL_SOCKET, SO_ERROR, &got, &len);
  want("getsockopt", "iiiibi", r, (long)s, 1L, 4L, "\1\0\0\0\0\0\0\0\0", 9, 4L);
  r = CALL(SYS_getsockopt, BAD, SOL_SOCKET, SO_LINGER, &got, &len);
  want("getsockopt", "iiiibi", r, BAD, 1L, 13L, "\0\0\0\0\0", 5, 4L);
  len = sizeof(a);
  r = CALL(SYS_getsockname, s, &a, &len);
  want("getsockname", "");
  r = CALL(SYS_getpeername, s, &a, &len);
  want("getpeername", "");
  close(s);
}

void run_sockets(int argc, char **argv) {
  tcp();
  others();
}
