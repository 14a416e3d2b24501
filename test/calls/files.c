#include "calls.h"

#define PPM_RDONLY 1
#define PPM_WRONLY 2
#define PPM_RDWR 3
#define PPM_CREAT 4
#define PPM_TRUNC 256
#define PPM_CLOEXEC 4096
#define PPM_CREATED 16384

struct open_how_ {
  uint64_t flags, mode, resolve;
};

static long dev_of(int fd) {
  struct stat st;
  return fstat(fd, &st) ? 0 : (long)st.st_dev;
}

static long ino_of(int fd) {
  struct stat st;
  return fstat(fd, &st) ? 0 : (long)st.st_ino;
}

static void opens(void) {
  const char *p = scratch("opened"), *none = scratch("none/such");
  struct open_how_ how = {.flags = O_RDONLY | O_CLOEXEC, .resolve = 0x02};
  long fd;

  fd = CALL(SYS_creat, p, 0640);
  want("creat", "isiiii", fd, p, 0640L, dev_of(fd), ino_of(fd), 0L);
  want_file(p);
  close(fd);
  fd = CALL(SYS_creat, none, 0600);
  want("creat", "isiiii", fd, none, 0600L, 0L, 0L, 0L);
  fd = CALL(SYS_open, p, O_RDWR, 0);
  want("open", "isiiii", fd, p, (long)PPM_RDWR, 0L, dev_of(fd), ino_of(fd));
  want_file(p);
  close(fd);
  fd = CALL(SYS_open, none, O_RDONLY, 0);
  want("open", "isiiii", fd, none, (long)PPM_RDONLY, 0L, 0L, 0L);
  p = scratch("opened2");
  fd = CALL(SYS_openat, AT_FDCWD, p, O_WRONLY | O_CREAT | O_TRUNC, 0604);
  want("openat", "iisiiii", fd, (long)AT_FDCWD, p, (long)(PPM_WRONLY | PPM_CREAT | PPM_TRUNC | PPM_CREATED), 0604L,
       dev_of(fd), ino_of(fd));
  want_file(p);
  close(fd);
  fd = CALL(SYS_openat, -1, "relative", O_RDONLY, 0);
  want("openat", "iisiiii", fd, -1L, "relative", (long)PPM_RDONLY, 0L, 0L, 0L);
  fd = CALL(SYS_openat2, AT_FDCWD, p, &how, sizeof(how));
  want("openat2", "iisiiiii", fd, (long)AT_FDCWD, p, (long)(PPM_RDONLY | PPM_CLOEXEC), 0L, 2L, dev_of(fd), ino_of(fd));
  if (fd >= 0) close(fd);
  fd = CALL(SYS_openat2, AT_FDCWD, none, &how, sizeof(how));
  want("openat2", "iisiiiii", fd, (long)AT_FDCWD, none, (long)(PPM_RDONLY | PPM_CLOEXEC), 0L, 2L, 0L, 0L);
}

static void handles(void) {
  struct {
    struct file_handle h;
    unsigned char room[128];
  } h = {.h.handle_bytes = 128};
  const char *p = scratch("handled");
  int mnt = 0, root = open("/tmp", O_RDONLY | O_DIRECTORY);
  long fd;

  close(scratch_file("handled", "x"));
  if (name_to_handle_at(AT_FDCWD, p, &h.h, &mnt, 0) == 0) {
    fd = CALL(SYS_open_by_handle_at, root, &h, O_RDONLY);
    if (fd >= 0) {
      want("open_by_handle_at", "iiisii", fd, (long)root, (long)PPM_RDONLY, p, dev_of(fd), ino_of(fd));
      want_file(p);
      close(fd);
    }
  }
  fd = CALL(SYS_open_by_handle_at, -1, &h, O_RDWR);
  want("open_by_handle_at", "iiieii", fd, -1L, (long)PPM_RDWR, 0L, 0L);
  close(root);
}

static void looks(void) {
  const char *p = scratch("opened"), *none = scratch("none");
  struct stat st;
  int fd = open(p, O_RDONLY);
  char cwd[256];
  long r;

  r = CALL(SYS_stat, p, &st);
  want("stat", "is", r, p);
  r = CALL(SYS_stat, none, &st);
  want("stat", "is", r, none);
  r = CALL(SYS_lstat, p, &st);
  want("lstat", "is", r, p);
  r = CALL(SYS_lstat, 0, &st);
  want("lstat", "ie", r);
  r = CALL(SYS_fstat, fd, &st);
  want("fstat", "ii", r, (long)fd);
  want_file(p);
  r = CALL(SYS_fstat, -1, &st);
  want("fstat", "ii", r, -1L);
  r = CALL(SYS_newfstatat, AT_FDCWD, p, &st, AT_SYMLINK_NOFOLLOW);
  want("newfstatat", "iisi", r, (long)AT_FDCWD, p, 256L);
  r = CALL(SYS_newfstatat, -1, "gone", &st, AT_EMPTY_PATH | AT_NO_AUTOMOUNT);
  want("newfstatat", "iisi", r, -1L, "gone", 4096L | 2048);
  r = CALL(SYS_access, p, R_OK | W_OK);
  want("access", "isi", r, p, 6L);
  r = CALL(SYS_access, none, F_OK);
  want("access", "isi", r, none, 0L);
  r = CALL(SYS_getcwd, cwd, sizeof(cwd));
  want("getcwd", "is", r, cwd);
  r = CALL(SYS_getcwd, cwd, 1);
  want("getcwd", "ie", r);
  close(fd);
}

void run_files(int argc, char **argv) {
  opens();
  handles();
  looks();
}
