/** Event sources that there are; plugins will add theirs. */
export const SOURCES: readonly string[] = ["syscall"];
