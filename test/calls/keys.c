#include <linux/keyctl.h>

#include "calls.h"

static unsigned char room[4][80];

/* a number as the event has it */
static const unsigned char *num(int i, long v) {
  room[i][0] = 0;
  *(int64_t *)(room[i] + 1) = v;
  return room[i];
}

void run_keys(int argc, char **argv) {
  long r;

  r = CALL(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_PROCESS_KEYRING, 1, 5, 6);
  want("keyctl", "iibbbb", r, 0L, num(0, KEY_SPEC_PROCESS_KEYRING), 9, num(1, 1), 9, num(2, 0), 9, num(3, 0), 9);
  r = CALL(SYS_keyctl, KEYCTL_SEARCH, -9, "user", "saker-none", 3);
  want("keyctl", "iibbbb", r, 10L, num(0, -9), 9, "\1user", 6, "\1saker-none", 12, num(3, 3), 9);
  r = CALL(SYS_keyctl, KEYCTL_DESCRIBE, 12345, 0, 0, 9);
  want("keyctl", "iibbbb", r, 6L, num(0, 12345), 9, num(1, 0), 9, num(2, 0), 9, num(3, 0), 9);
  r = CALL(SYS_keyctl, KEYCTL_SESSION_TO_PARENT + 1000, 1, 2, 3, 4);
  want("keyctl", "iibbbb", r, 1018L, num(0, 0), 9, num(1, 0), 9, num(2, 0), 9, num(3, 0), 9);
  r = CALL(SYS_keyctl, KEYCTL_RESTRICT_KEYRING, 77, 0, "text");
  want("keyctl", "iibbbb", r, 29L, num(0, 77), 9, "\1", 1, "\1text", 6, num(3, 0), 9);
}
