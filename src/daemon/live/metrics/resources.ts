import { readFileSync } from "node:fs";
import { cpus } from "node:os";

const KB = 1024;

/** What the process and the host use. */
export interface Resources {
  /** CPU time of the process, as a share of one CPU since its start, percent. */
  readonly cpuPercent: number;
  readonly rssKb: number;
  readonly vszKb: number;
  readonly pssKb: number;
  readonly containerBytes: number;
  /** Of all CPUs since the boot, percent. */
  readonly hostCpuPercent: number;
  readonly hostMemoryKb: number;
  readonly hostRunning: number;
  readonly hostOpenFds: number;
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // not there on this machine, or not for us
    return "";
  }
}

function numberAfter(text: string, key: string): number {
  return Number(new RegExp(`^${key}:?\\s+(\\d+)`, "m").exec(text)?.[1] ?? 0);
}

function cgroupMemory(root: string): number {
  const path = process.env.FALCO_CGROUP_MEM_PATH ?? "/sys/fs/cgroup/memory/memory.usage_in_bytes";
  const text = read(`${root}${path}`) || read(`${root}/sys/fs/cgroup/memory.current`);
  return Number(text.trim() || 0);
}

/** Read what is used now. Numbers that the machine does not tell are 0. */
export function readResources(): Resources {
  const root = process.env.HOST_ROOT ?? "";
  const { user, system } = process.cpuUsage();
  const status = read("/proc/self/status");
  const stat = read(`${root}/proc/stat`);
  const memory = read(`${root}/proc/meminfo`);
  const [busy, all] = hostCpu(stat);
  const used =
    numberAfter(memory, "MemTotal") -
    numberAfter(memory, "MemFree") -
    numberAfter(memory, "Buffers") -
    numberAfter(memory, "Cached") -
    numberAfter(memory, "SReclaimable") +
    numberAfter(memory, "Shmem");
  return {
    cpuPercent: round((user + system) / (process.uptime() * 1e4)),
    rssKb: numberAfter(status, "VmRSS"),
    vszKb: numberAfter(status, "VmSize"),
    pssKb: numberAfter(read("/proc/self/smaps_rollup"), "Pss"),
    containerBytes: cgroupMemory(root),
    hostCpuPercent: all === 0 ? 0 : round((100 * busy) / all),
    hostMemoryKb: Math.max(0, used),
    hostRunning: numberAfter(stat, "procs_running"),
    hostOpenFds: Number(read(`${root}/proc/sys/fs/file-nr`).split(/\s+/)[0] || 0),
  };
}

/** Busy ticks and all ticks since the boot. */
function hostCpu(stat: string): [busy: number, all: number] {
  const ticks = (/^cpu\s+(.*)$/m.exec(stat)?.[1] ?? "").split(/\s+/).map(Number);
  const all = ticks.slice(0, 8).reduce((a, b) => a + b, 0);
  const idle = (ticks[3] ?? 0) + (ticks[4] ?? 0);
  return [all - idle, all];
}

/** One digit after the point. */
export function round(n: number): number {
  return Math.round(n * 10) / 10;
}

/** Memory in MiB, one digit after the point. */
export function toMb(bytes: number): number {
  return round(bytes / KB / KB);
}

/** CPUs that are online. */
export function cpuCount(): number {
  return cpus().length;
}
