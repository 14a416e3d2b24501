import { readFileSync } from "node:fs";

/** CPU time of a thread of this process, in seconds. */
export interface ThreadCpu {
  readonly threadId: number;
  readonly user: number;
  readonly system: number;
}

/** Linux counts in hundredths of a second for user space, whatever the kernel's own tick is (USER_HZ). */
const TICKS = 100;

/** Read the CPU times of threads of this process; proc_pid_stat(5), fields 14 and 15. */
export function threadCpu(threadIds: readonly number[]): ThreadCpu[] {
  return threadIds.map((threadId) => {
    const stat = readFileSync(`/proc/self/task/${threadId}/stat`, "latin1");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { threadId, user: Number(fields[11]) / TICKS, system: Number(fields[12]) / TICKS };
  });
}
