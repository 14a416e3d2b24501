/** Flags of a thread, portable (PPM_CL_*) bits: those of clone, and what was made of the thread since. */
export const ThreadFlag = {
  FILES: 1,
  NEWPID: 64,
  PARENT: 256,
  THREAD: 8192,
  /** The child's own clone event came before the parent's. */
  INVERTED: 1 << 16,
  NAME_CHANGED: 1 << 17,
  CLOSED: 1 << 18,
  ACTIVE: 1 << 19,
  NEWUSER: 1 << 20,
  PIPE_SRC: 1 << 21,
  PIPE_DST: 1 << 22,
  VFORK: 1 << 27,
  CHILD_IN_PIDNS: 1 << 29,
  IS_MAIN_THREAD: 1 << 30,
} as const;
