/* What changes the tree of names. */
#include <sched.h>
#include <sys/mount.h>
#include <sys/sysmacros.h>

#include "calls.h"

static void links(void) {
  const char *a = scratch("a"), *b = scratch("b"), *c = scratch("c"), *none = scratch("none");
  int dir = open(scratch("."), O_RDONLY | O_DIRECTORY);
  long r;

  close(scratch_file("a", "a"));
  r = CALL(SYS_link, a, b);
  want("link", "iss", r, a, b);
  r = CALL(SYS_link, none, b);
  want("link", "iss", r, none, b);
  r = CALL(SYS_linkat, dir, "a", AT_FDCWD, c, AT_SYMLINK_FOLLOW);
  want("linkat", "iisisi", r, (long)dir, "a", (long)AT_FDCWD, c, 1024L);
  r = CALL(SYS_linkat, -1, "x", -1, "y", 0);
  want("linkat", "iisisi", r, -1L, "x", -1L, "y", 0L);
  r = CALL(SYS_rename, b, none);
  want("rename", "iss", r, b, none);
  r = CALL(SYS_rename, b, none);
  want("rename", "iss", r, b, none);
  r = CALL(SYS_renameat, dir, "none", dir, "b");
  want("renameat", "iisis", r, (long)dir, "none", (long)dir, "b");
  r = CALL(SYS_renameat, -1, "x", -1, "y");
  want("renameat", "iisis", r, -1L, "x", -1L, "y");
  r = CALL(SYS_renameat2, AT_FDCWD, b, AT_FDCWD, none, 1);
  want("renameat2", "iisisi", r, (long)AT_FDCWD, b, (long)AT_FDCWD, none, 1L);
  r = CALL(SYS_renameat2, -1, "x", -1, "y", 0);
  want("renameat2", "iisisi", r, -1L, "x", -1L, "y", 0L);
  r = CALL(SYS_unlink, none);
  want("unlink", "is", r, none);
  r = CALL(SYS_unlink, none);
  want("unlink", "is", r, none);
  r = CALL(SYS_symlink, a, none);
  want("symlink", "iss", r, a, none);
  r = CALL(SYS_symlink, a, none);
  want("symlink", "iss", r, a, none);
  r = CALL(SYS_symlinkat, "target", dir, "sym");
  want("symlinkat", "isis", r, "target", (long)dir, "sym");
  r = CALL(SYS_symlinkat, "target", -1, "sym");
  want("symlinkat", "isis", r, "target", -1L, "sym");
  r = CALL(SYS_unlinkat, dir, "sym", 0);
  want("unlinkat", "iisi", r, (long)dir, "sym", 0L);
  r = CALL(SYS_unlinkat, -1, "sym", AT_REMOVEDIR);
  want("unlinkat", "iisi", r, -1L, "sym", 512L);
  close(dir);
}

static void nodes(void) {
  const char *d = scratch("dir"), *f = scratch("fifo"), *none = scratch("none/such");
  int dir = open(scratch("."), O_RDONLY | O_DIRECTORY);
  long r;

  r = CALL(SYS_mkdir, d, 0705);
  want("mkdir", "isi", r, d, 0705L);
  r = CALL(SYS_mkdir, none, 0700);
  want("mkdir", "isi", r, none, 0700L);
  r = CALL(SYS_mkdirat, dir, "dir2", 0711);
  want("mkdirat", "iisi", r, (long)dir, "dir2", 0711L);
  r = CALL(SYS_mkdirat, -1, "dir2", 0711);
  want("mkdirat", "iisi", r, -1L, "dir2", 0711L);
  r = CALL(SYS_rmdir, d);
  want("rmdir", "is", r, d);
  r = CALL(SYS_rmdir, none);
  want("rmdir", "is", r, none);
  r = CALL(SYS_mknod, f, S_IFIFO | 0600, 0);
  want("mknod", "isii", r, f, (long)(S_IFIFO | 0600), 0L);
  r = CALL(SYS_mknod, none, 0600, 61);
  want("mknod", "isii", r, none, (long)(S_IFREG | 0600), 61L);
  r = CALL(SYS_mknodat, dir, "node", S_IFREG | 0644, 0);
  want("mknodat", "iisii", r, (long)dir, "node", (long)(S_IFREG | 0644), 0L);
  r = CALL(SYS_mknodat, -1, "node", S_IFSOCK | 01777, 17);
  want("mknodat", "iisii", r, -1L, "node", (long)(S_IFSOCK | 01777), 17L);
  close(dir);
}

static void owners(void) {
  const char *p = scratch("owned"), *none = scratch("none/such");
  int fd = scratch_file("owned", "x");
  long r, nobody = 0xffffffffL;

  r = CALL(SYS_chmod, p, 04711);
  want("chmod", "isi", r, p, 04711L);
  r = CALL(SYS_chmod, none, 0777);
  want("chmod", "isi", r, none, 0777L);
  r = CALL(SYS_fchmod, fd, 0600);
  want("fchmod", "iii", r, (long)fd, 0600L);
  want_file(p);
  r = CALL(SYS_fchmod, -1, 0600);
  want("fchmod", "iii", r, -1L, 0600L);
  r = CALL(SYS_fchmodat, AT_FDCWD, p, 0640);
  want("fchmodat", "iisi", r, (long)AT_FDCWD, p, 0640L);
  r = CALL(SYS_fchmodat, -1, "p", 0640);
  want("fchmodat", "iisi", r, -1L, "p", 0640L);
  r = CALL(SYS_chown, p, 0, -1);
  want("chown", "isii", r, p, 0L, nobody);
  r = CALL(SYS_chown, none, 1, 2);
  want("chown", "isii", r, none, 1L, 2L);
  r = CALL(SYS_lchown, p, -1, 0);
  want("lchown", "isii", r, p, nobody, 0L);
  r = CALL(SYS_lchown, none, 1, 2);
  want("lchown", "isii", r, none, 1L, 2L);
  r = CALL(SYS_fchown, fd, 0, 0);
  want("fchown", "iiii", r, (long)fd, 0L, 0L);
  want_file(p);
  r = CALL(SYS_fchown, -1, 3, 4);
  want("fchown", "iiii", r, -1L, 3L, 4L);
  r = CALL(SYS_fchownat, AT_FDCWD, p, 0, 0, AT_SYMLINK_NOFOLLOW);
  want("fchownat", "iisiii", r, (long)AT_FDCWD, p, 0L, 0L, 1024L);
  r = CALL(SYS_fchownat, -1, "p", 5, 6, AT_EMPTY_PATH);
  want("fchownat", "iisiii", r, -1L, "p", 5L, 6L, 4096L);
  close(fd);
}

static void mounts(void) {
  const char *d = scratch("mnt"), *none = scratch("none");
  long r;

  mkdir(d, 0700);
  if (fork() == 0) {
    /* in a namespace of its own, for the machine's sake; its lines are printed by the child */
    if (unshare(CLONE_NEWNS) || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL)) {
      cannot("mount", "no mount namespace");
    } else {
      r = CALL(SYS_mount, "tmpfs", d, "tmpfs", MS_NOSUID | MS_NODEV, 0);
      want("mount", "isssi", r, "tmpfs", d, "tmpfs", (long)(MS_NOSUID | MS_NODEV));
      r = CALL(SYS_umount2, d, MNT_DETACH);
      want("umount2", "isi", r, d, 2L);
    }
    want("umount2", "isi", CALL(SYS_umount2, none, UMOUNT_NOFOLLOW), none, 8L);
    lines_done();
    _exit(0);
  }
  wait(NULL);
  r = CALL(SYS_mount, 0, none, 0, MS_RDONLY | 0xC0ED0000, 0);
  want("mount", "iesei", r, none, (long)MS_RDONLY);
}

void run_tree(int argc, char **argv) {
  links();
  nodes();
  owners();
  lines_done();
  mounts();
}
