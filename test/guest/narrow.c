/*
 * A whole program of 32 bits, without a library: narrow FILE opens FILE by the 32-bit entry, then by whatever the
 * kernel offers to such programs for speed (sysenter or syscall, through its vDSO). Built with -m32 -nostdlib.
 */
#define NR_exit 1
#define NR_open 5
#define NR_close 6
#define AT_SYSINFO 32

static long by_entry(long nr, long a, long b) {
  long r;

  __asm__ volatile("int $0x80" : "=a"(r) : "a"(nr), "b"(a), "c"(b), "d"(0) : "memory");
  return r;
}

static long by_vdso(unsigned long vsyscall, long nr, long a, long b) {
  long r;

  __asm__ volatile("call *%1" : "=a"(r) : "S"(vsyscall), "a"(nr), "b"(a), "c"(b), "d"(0) : "memory");
  return r;
}

/* argc, argv..., 0, environment..., 0, auxiliary vector */
__attribute__((used)) void start(unsigned long *stack) {
  unsigned long *p = stack + 1 + stack[0] + 1;
  long path = stack[2], fd;

  fd = by_entry(NR_open, path, 0);
  if (fd < 0) by_entry(NR_exit, 1, 0);
  by_entry(NR_close, fd, 0);
  while (*p) p++;
  for (p++; *p; p += 2)
    if (*p == AT_SYSINFO && by_vdso(p[1], NR_open, path, 0) < 0) by_entry(NR_exit, 2, 0);
  by_entry(NR_exit, 0, 0);
}

__asm__(".globl _start\n_start:\n\tmov %esp, %eax\n\tpush %eax\n\tcall start\n");
