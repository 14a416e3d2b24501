/* Addresses and tuples as events have them. */
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

#include "calls.h"

struct bytes {
  unsigned char b[160];
  int n;
};

static inline void add(struct bytes *x, const void *p, int n) {
  memcpy(x->b + x->n, p, n);
  x->n += n;
}

static inline void add4(struct bytes *x, const struct sockaddr_in *a) {
  uint16_t port = ntohs(a->sin_port);
  add(x, &a->sin_addr, 4);
  add(x, &port, 2);
}

static inline struct bytes tuple4(const struct sockaddr_in *from, const struct sockaddr_in *to) {
  struct bytes x = {{AF_INET}, 1};
  add4(&x, from);
  add4(&x, to);
  return x;
}

static inline struct bytes address4(const struct sockaddr_in *a) {
  struct bytes x = {{AF_INET}, 1};
  add4(&x, a);
  return x;
}

static inline struct sockaddr_in local4(int port) {
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  return a;
}

static inline struct sockaddr_in name4(int fd) {
  struct sockaddr_in a = {0};
  socklen_t n = sizeof(a);
  getsockname(fd, (struct sockaddr *)&a, &n);
  return a;
}
