#include <linux/bpf.h>
#include <linux/io_uring.h>
#include <linux/mount.h>
#include <sys/quota.h>

#include "calls.h"

#define BAD 999L

static void modules(void) {
  char image[100] = "not an ELF image";
  int fd = scratch_file("module", "x");
  long r;

  r = CALL(SYS_init_module, image, sizeof(image), "arg=1");
  want("init_module", "ibis", r, image, 80, 100L, "arg=1");
  r = CALL(SYS_finit_module, fd, "arg=2", 1 | 4);
  want("finit_module", "iisi", r, (long)fd, "arg=2", 5L);
  want_file(scratch("module"));
  r = CALL(SYS_delete_module, "saker_no_such", O_NONBLOCK | O_TRUNC);
  want("delete_module", "isi", r, "saker_no_such", 3L);
  union bpf_attr attr = {.map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 4, .max_entries = 1};
  r = CALL(SYS_bpf, BPF_MAP_CREATE, &attr, sizeof(attr));
  want("bpf", "ii", r, (long)BPF_MAP_CREATE);
  if (r >= 0) CALL(SYS_close, r);
  r = CALL(SYS_bpf, 9999, &attr, sizeof(attr));
  want("bpf", "ii", r, 9999L);
  close(fd);
}

static void quotas(void) {
  struct dqblk q = {.dqb_bhardlimit = 11,
                    .dqb_bsoftlimit = 12,
                    .dqb_curspace = 13,
                    .dqb_ihardlimit = 14,
                    .dqb_isoftlimit = 15,
                    .dqb_btime = 16,
                    .dqb_itime = 17,
                    .dqb_valid = QIF_ALL};
  struct dqinfo i = {.dqi_bgrace = 21, .dqi_igrace = 22, .dqi_flags = 1, .dqi_valid = IIF_ALL};
  const char *none = "/dev/none";
  long r;

  r = CALL(SYS_quotactl, QCMD(Q_QUOTAON, USRQUOTA), none, QFMT_VFS_V0, "/quota");
  want("quotactl", "issiiiiiiiiiiiiiii", r, none, "/quota", 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L, 1L, 1L, 0L, 4L);
  r = CALL(SYS_quotactl, QCMD(Q_SETQUOTA, GRPQUOTA), none, 7, &q);
  want("quotactl", "iseiiiiiiiiiiiiiii", r, none, 11L, 12L, 13L, 14L, 15L, 16L, 17L, 0L, 0L, 0L, 1L, 64L, 2L, 7L, 1L);
  r = CALL(SYS_quotactl, QCMD(Q_SETINFO, USRQUOTA), none, 7, &i);
  want("quotactl", "iseiiiiiiiiiiiiiii", r, none, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 21L, 22L, 1L, 1L, 16L, 1L, 0L, 1L);
}

static void mounts(void) {
  long fs = CALL(SYS_fsopen, "tmpfs", 0), r;

  if (fs >= 0) {
    r = CALL(SYS_fsconfig, fs, FSCONFIG_SET_STRING, "size", "1m", 0);
    want("fsconfig", "iiisesi", r, fs, (long)FSCONFIG_SET_STRING, "size", "1m", 0L);
    CALL(SYS_close, fs);
  }
  r = CALL(SYS_fsconfig, BAD, FSCONFIG_SET_BINARY, "key", "data", 4);
  want("fsconfig", "iiiseei", r, BAD, (long)FSCONFIG_SET_BINARY, "key", 4L);
}

static void rings(void) {
  struct io_uring_params p = {.flags = IORING_SETUP_CLAMP | IORING_SETUP_CQSIZE, .cq_entries = 16};
  unsigned char probe[16 + 8 * 8] = {0};
  long r, ring;

  ring = CALL(SYS_io_uring_setup, 4, &p);
  /* the first kernel bit is two of the schema's, and those above the eleventh have none */
  want("io_uring_setup", "iiiiiiii", ring, 4L, (long)p.sq_entries, (long)p.cq_entries, 16L | 32, 0L, 0L,
       (long)(p.features & 0x7ff));
  r = CALL(SYS_io_uring_setup, 0, &p);
  want("io_uring_setup", "iiiiiiii", r, 0L, (long)p.sq_entries, (long)p.cq_entries, 16L | 32, 0L, 0L,
       (long)(p.features & 0x7ff));
  r = CALL(SYS_io_uring_enter, ring, 0, 0, IORING_ENTER_GETEVENTS, 0, 0);
  want("io_uring_enter", "iiiiii", r, ring, 0L, 0L, 1L, 0L);
  r = CALL(SYS_io_uring_enter, BAD, 3, 2, IORING_ENTER_SQ_WAKEUP | IORING_ENTER_EXT_ARG, 5, 0);
  want("io_uring_enter", "iiiiii", r, BAD, 3L, 2L, 2L | 8, 5L);
  r = CALL(SYS_io_uring_register, ring, IORING_REGISTER_PROBE, probe, 8);
  want("io_uring_register", "iiiii", r, ring, (long)IORING_REGISTER_PROBE, (long)probe, 8L);
  r = CALL(SYS_io_uring_register, BAD, 77, 0, 1);
  want("io_uring_register", "iiiii", r, BAD, 77L, 0L, 1L);
  CALL(SYS_close, ring);
}

void run_kernel(int argc, char **argv) {
  modules();
  quotas();
  mounts();
  rings();
}
