// Names and presets of the configuration, and the numbers that they stand for.
import { cpus } from "node:os";
import type { Config } from "./settings.js";

/** Priorities, most severe first; the index is the number. */
export const PRIORITIES = [
  "emergency",
  "alert",
  "critical",
  "error",
  "warning",
  "notice",
  "informational",
  "debug",
] as const;

/** Ring sizes of `buf_size_preset` 1 to 10, in MiB (Falco's table). */
export const BUFFER_MIB: readonly number[] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

/** Number of a priority's name (also `info`), -1 if there is none. */
export function priorityNumber(name: string): number {
  const n = name.toLowerCase();
  return (PRIORITIES as readonly string[]).indexOf(n === "info" ? "informational" : n);
}

/** Worker threads to start. */
export function workerCount(c: Config): number {
  return c.saker.workers > 0 ? c.saker.workers : Math.min(4, Math.max(1, cpus().length));
}

/** Bytes of one ring. */
export function ringBytes(c: Config): number {
  return (BUFFER_MIB[c.engine.modern_ebpf.buf_size_preset - 1] as number) * 1024 * 1024;
}
