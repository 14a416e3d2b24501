/* The 32-bit entry of a 64-bit kernel, which a program of 64 bits may use as well. Of test/calls, too. */
#pragma once

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#define ENTRY32_OFF "IA-32 emulation is off"
#define ENTRY32_getpid 20

/** The call itself: gives the kernel's result, -errno on failure. Pointers must lie below 4 GiB. */
static inline long entry32_call(long nr, long a, long b, long c, long d, long e)
{
#ifdef __x86_64__
	int ret;
	__asm__ volatile("int $0x80"
			 : "=a"(ret)
			 : "a"(nr), "b"(a), "c"(b), "d"(c), "S"(d), "D"(e)
			 : "memory", "r8", "r9", "r10", "r11");
	return ret;
#else
	return -ENOSYS;
#endif
}

static sigjmp_buf entry32_back;

static inline void entry32_refused(int sig)
{
	siglongjmp(entry32_back, sig);
}

/** Does this kernel take calls there? Where it does not, the instruction ends with a signal. */
static inline int entry32_works(void)
{
	struct sigaction by = {.sa_handler = entry32_refused}, before;
	volatile int works = 0;

	sigaction(SIGSEGV, &by, &before);
	if (!sigsetjmp(entry32_back, 1))
		works = entry32_call(ENTRY32_getpid, 0, 0, 0, 0, 0) == getpid();
	sigaction(SIGSEGV, &before, NULL);
	return works;
}

/** Memory that 32 bits can name; MAP_FAILED without. */
static inline void *entry32_memory(size_t n)
{
	return mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
}
