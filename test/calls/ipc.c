#include <sys/ipc.h>
#include <sys/sem.h>

#include "calls.h"

void run_ipc(int argc, char **argv) {
  struct sembuf ops[2] = {{0, 1, IPC_NOWAIT}, {1, 2, SEM_UNDO}};
  long r, id;

  r = CALL(SYS_semget, IPC_PRIVATE, 2, IPC_CREAT | 0600);
  want("semget", "iiii", r, 0L, 2L, 8192L);
  id = r;
  r = CALL(SYS_semget, 0x7ffffff1, 0, IPC_EXCL);
  want("semget", "iiii", r, 0x7ffffff1L, 0L, 16384L);
  r = CALL(SYS_semctl, id, 1, SETVAL, 7);
  want("semctl", "iiiii", r, id, 1L, 4096L, 7L);
  r = CALL(SYS_semctl, id, 1, GETVAL, 9);
  want("semctl", "iiiii", r, id, 1L, 512L, 0L);
  r = CALL(SYS_semop, id, ops, 2);
  want("semop", "iiiiiiiii", r, 2L, 0L, 1L, 1L, 1L, 2L, 2L, id);
  r = CALL(SYS_semop, id, ops, 1);
  want("semop", "iiiiiiiii", r, 1L, 0L, 1L, 1L, 0L, 0L, 0L, id);
  r = CALL(SYS_semop, -1, ops, 2);
  want("semop", "iiiiiiiii", r, 2L, 0L, 0L, 0L, 0L, 0L, 0L, -1L);
  r = CALL(SYS_semctl, id, 0, IPC_RMID, 0);
  want("semctl", "iiiii", r, id, 0L, 4L, 0L);
  r = CALL(SYS_semctl, -1, -2, SETALL, 0);
  want("semctl", "iiiii", r, -1L, -2L, 2048L, 0L);
}
