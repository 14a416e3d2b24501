import { readFileSync } from "node:fs";

const TICKS = 100;

/** CPU seconds. */
export interface Cpu {
  readonly user: number;
  readonly system: number;
}

/** What a process, all threads and past ones together, has used so far. */
export function cpuOf(pid: number): Cpu {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  const f = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { user: Number(f[11]) / TICKS, system: Number(f[12]) / TICKS };
}

/** `a - b`. */
export function since(a: Cpu, b: Cpu): Cpu {
  return { user: a.user - b.user, system: a.system - b.system };
}

/** Peak resident memory, MB. */
export function peakRss(pid: number): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1]) / 1024;
}
