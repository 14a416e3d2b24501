#include "net.h"

#define BAD 999L

static char big[300], in[300];

/* two UDP sockets on the loopback, not connected */
static int udp(struct sockaddr_in *name) {
  struct sockaddr_in a = local4(0);
  int fd = socket(AF_INET, SOCK_DGRAM, 0);

  if (bind(fd, (struct sockaddr *)&a, sizeof(a))) exit(1);
  *name = name4(fd);
  return fd;
}

static void single(int a, int b, struct sockaddr_in *na, struct sockaddr_in *nb) {
  struct bytes t = tuple4(na, nb);
  struct sockaddr_in from;
  socklen_t len = sizeof(from);
  long r;

  r = CALL(SYS_sendto, a, big, 200, 0, nb, sizeof(*nb));
  want("sendto", "ibiib", r, big, 80, (long)a, 200L, t.b, t.n);
  r = CALL(SYS_sendto, BAD, big, 9, 0, 0, 0);
  want("sendto", "ibiie", r, big, 9, BAD, 9L);
  r = CALL(SYS_recvfrom, b, in, 300, 0, &from, &len);
  want("recvfrom", "ibbii", r, in, 80, t.b, t.n, (long)b, 300L);
  r = CALL(SYS_recvfrom, BAD, in, 300, 0, 0, 0);
  want("recvfrom", "ieeii", r, BAD, 300L);
}

static void headers(int a, int b, struct sockaddr_in *na, struct sockaddr_in *nb) {
  struct bytes t = tuple4(na, nb);
  struct sockaddr_in from;
  struct iovec out[2] = {{big, 10}, {big + 10, 20}}, room = {in, 300};
  char control[64];
  struct msghdr m = {.msg_name = nb, .msg_namelen = sizeof(*nb), .msg_iov = out, .msg_iovlen = 2};
  struct msghdr got = {.msg_name = &from,
                       .msg_namelen = sizeof(from),
                       .msg_iov = &room,
                       .msg_iovlen = 1,
                       .msg_control = control,
                       .msg_controllen = sizeof(control)};
  int on = 1;
  long r;

  setsockopt(b, SOL_SOCKET, SO_TIMESTAMP, &on, sizeof(on));
  r = CALL(SYS_sendmsg, a, &m, 0);
  want("sendmsg", "ibiib", r, big, 30, (long)a, 30L, t.b, t.n);
  r = CALL(SYS_sendmsg, BAD, &m, 0);
  want("sendmsg", "ibiie", r, big, 30, BAD, 30L);
  r = CALL(SYS_sendmsg, a, 1, 0);
  want("sendmsg", "ieiee", r, (long)a);
  r = CALL(SYS_recvmsg, b, &got, 0);
  want("recvmsg", "iibbbi", r, r, in, 30, t.b, t.n, control, (int)got.msg_controllen, (long)b);
  r = CALL(SYS_recvmsg, BAD, &got, 0);
  want("recvmsg", "iieeei", r, 0L, BAD);

  struct mmsghdr ms[2] = {{.msg_hdr = m}, {.msg_hdr = m}};
  ms[1].msg_hdr.msg_iovlen = 1;
  r = CALL(SYS_sendmmsg, a, ms, 2, 0);
  want("sendmmsg", "iiibb", 30L, (long)a, 30L, big, 30, t.b, t.n);
  want("sendmmsg", "iiibb", 10L, (long)a, 10L, big, 10, t.b, t.n);
  r = CALL(SYS_sendmmsg, BAD, ms, 2, 0);
  want("sendmmsg", "iiiee", r, BAD, 0L);
  struct mmsghdr gots[1] = {{.msg_hdr = got}};
  gots[0].msg_hdr.msg_controllen = sizeof(control);
  gots[0].msg_hdr.msg_namelen = sizeof(from);
  r = CALL(SYS_recvmmsg, b, gots, 1, 0, 0);
  want("recvmmsg", "iiibbb", 30L, (long)b, 30L, in, 30, t.b, t.n, control, (int)gots[0].msg_hdr.msg_controllen);
  r = CALL(SYS_recvmmsg, BAD, gots, 1, 0, 0);
  want("recvmmsg", "iiieee", r, BAD, 0L);
}

void run_messages(int argc, char **argv) {
  struct sockaddr_in na, nb;
  int a = udp(&na), b = udp(&nb);

  for (int i = 0; i < (int)sizeof(big); i++) big[i] = 'a' + i % 26;
  single(a, b, &na, &nb);
  headers(a, b, &na, &nb);
  close(a);
  close(b);
}
