#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>

#include "calls.h"

static void programs(void) {
  char *argv[] = {"first", "second", "third", NULL}, *envp[] = {"A=1", "B=2", NULL};
  const char *none = scratch("none");
  struct rlimit l;
  long r, pid = getpid(), ppid = getppid(), pgid = getpgid(0);

  getrlimit(RLIMIT_NOFILE, &l);
/* numbers of faults and sizes, groups, terminal, login, flags, capabilities, and the program are not of interest */
#define FAILED_EXEC "isbiiisixxxxxsxbxixxxxxxxxixii"
  r = CALL(SYS_execve, none, argv, envp);
  want("execve", FAILED_EXEC "s", r, "first", "second\0third", 13, pid, pid, ppid, "", (long)l.rlim_cur, "calls",
       "A=1\0B=2", 8, pgid, 0L, pgid, 0L, none);
  r = CALL(SYS_execveat, -1, "none", argv, envp, 0);
  want("execveat", FAILED_EXEC, r, "first", "second\0third", 13, pid, pid, ppid, "", (long)l.rlim_cur, "calls",
       "A=1\0B=2", 8, pgid, 0L, pgid, 0L);
}

struct clone3_args {
  uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls, set_tid, set_tid_size, cgroup;
};

/* what the parent is told */
static void forked(const char *call, long child, long flags) {
  struct rlimit l;
  long pid = getpid();

  getrlimit(RLIMIT_NOFILE, &l);
  want(call, "ixxiiisixxnnxsxiiiiii", child, pid, pid, (long)getppid(), "", (long)l.rlim_cur, "calls", flags, 0L, 0L,
       pid, pid, 0L);
}

static void children(void) {
  struct clone3_args a = {.exit_signal = SIGCHLD, .flags = CLONE_FS};
  long r;

  r = CALL(SYS_fork);
  if (r == 0) CALL(SYS_exit_group, 0);
  forked("fork", r, 0);
  r = syscall(SYS_clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0);
  if (r == 0) CALL(SYS_exit_group, 0);
  forked("clone", r, 1);
  r = CALL(SYS_clone, CLONE_THREAD, 0, 0, 0, 0);
  forked("clone", r, 8192);
  r = CALL(SYS_clone3, &a, 64);
  if (r == 0) CALL(SYS_exit_group, 0);
  forked("clone3", r, 2);
  r = CALL(SYS_clone3, &a, 1);
  forked("clone3", r, 2);
  r = vfork();
  if (r == 0) _exit(0);
  forked("vfork", r, 0);
  while (wait(NULL) > 0)
    ;
}

static void places(void) {
  const char *none = scratch("none"), *here = scratch(".");
  int dir = open(here, O_RDONLY | O_DIRECTORY);
  long r;

  r = CALL(SYS_chdir, here);
  want("chdir", "is", r, here);
  r = CALL(SYS_chdir, none);
  want("chdir", "is", r, none);
  r = CALL(SYS_fchdir, dir);
  want("fchdir", "ii", r, (long)dir);
  r = CALL(SYS_fchdir, -1);
  want("fchdir", "ii", r, -1L);
  r = CALL(SYS_chroot, none);
  want("chroot", "is", r, none);
  close(dir);
  lines_done();
  if (fork() == 0) {
    int ns = open("/proc/self/ns/uts", O_RDONLY);
    r = CALL(SYS_setsid);
    want("setsid", "i", r);
    r = CALL(SYS_setsid);
    want("setsid", "i", r);
    r = CALL(SYS_setpgid, 0, 0);
    want("setpgid", "iii", r, 0L, 0L);
    r = CALL(SYS_unshare, CLONE_NEWUTS);
    want("unshare", "ii", r, 128L);
    r = CALL(SYS_setns, ns, CLONE_NEWUTS);
    want("setns", "iii", r, (long)ns, 128L);
    r = CALL(SYS_chroot, "/tmp");
    want("chroot", "is", r, "/tmp");
    lines_done();
    _exit(0);
  }
  wait(NULL);
  r = CALL(SYS_setpgid, -5, 0);
  want("setpgid", "iii", r, -5L, 0L);
  lines_done();
  if (fork() == 0) {
    r = CALL(SYS_setpgid, 0, 0);
    want("setpgid", "iii", r, 0L, 0L);
    lines_done();
    _exit(0);
  }
  wait(NULL);
  r = CALL(SYS_unshare, 1);
  want("unshare", "ii", r, 0L);
  r = CALL(SYS_setns, -1, CLONE_NEWNET);
  want("setns", "iii", r, -1L, 16L);
}

static void control(void) {
  char name[16];
  int reaper;
  long r;

  r = CALL(SYS_kill, getpid(), 0);
  want("kill", "iii", r, (long)getpid(), 0L);
  r = CALL(SYS_kill, 0x7ffffff0, SIGTERM);
  want("kill", "iii", r, 0x7ffffff0L, (long)SIGTERM);
  r = CALL(SYS_tkill, gettid(), 0);
  want("tkill", "iii", r, (long)gettid(), 0L);
  r = CALL(SYS_tkill, -1, SIGKILL);
  want("tkill", "iii", r, -1L, (long)SIGKILL);
  r = CALL(SYS_tgkill, getpid(), gettid(), 0);
  want("tgkill", "iiii", r, (long)getpid(), (long)gettid(), 0L);
  r = CALL(SYS_tgkill, -1, 7, SIGUSR1);
  want("tgkill", "iiii", r, -1L, 7L, (long)SIGUSR1);
  r = CALL(SYS_prctl, PR_GET_NAME, name);
  want("prctl", "iisi", r, (long)PR_GET_NAME, name, 0L);
  r = CALL(SYS_prctl, PR_SET_NAME, "calls");
  want("prctl", "iisi", r, (long)PR_SET_NAME, "calls", 0L);
  r = CALL(SYS_prctl, PR_SET_CHILD_SUBREAPER, 1);
  want("prctl", "iiei", r, (long)PR_SET_CHILD_SUBREAPER, 1L);
  r = CALL(SYS_prctl, PR_GET_CHILD_SUBREAPER, &reaper);
  want("prctl", "iiei", r, (long)PR_GET_CHILD_SUBREAPER, 1L);
  CALL(SYS_prctl, PR_SET_CHILD_SUBREAPER, 0);
  r = CALL(SYS_prctl, 9999, 5);
  want("prctl", "iiei", r, 9999L, 5L);
  r = CALL(SYS_ptrace, PTRACE_ATTACH, -1, 3, 4);
  want("ptrace", "ieeii", r, 11L, -1L);
  r = CALL(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 1, 0);
  want("seccomp", "iii", r, 1L, 1L);
  uint32_t action = SECCOMP_RET_ALLOW;
  r = CALL(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action);
  want("seccomp", "iii", r, (long)SECCOMP_GET_ACTION_AVAIL, 0L);
  lines_done();
  if (fork() == 0) {
    r = CALL(SYS_ptrace, PTRACE_TRACEME, 0, 0x11, 0x22);
    want("ptrace", "ibbii", r, "\0\x11\0\0\0\0\0\0", 9, "\0\x22\0\0\0\0\0\0", 9, 1L, 0L);
    lines_done();
    _exit(0);
  }
  wait(NULL);
}

void run_processes(int argc, char **argv) {
  programs();
  children();
  places();
  control();
}
