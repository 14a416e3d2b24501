import type { Config } from "../../config/config.js";

/** Keys that are only read at the start: rings, threads and programs are made once. */
const AT_START: readonly (readonly string[])[] = [
  ["engine", "kind"],
  ["engine", "modern_ebpf", "buf_size_preset"],
  ["engine", "modern_ebpf", "disable_iterators"],
  ["falco_libs", "snaplen"],
  ["falco_libs", "thread_table_size"],
  ["capture", "enabled"],
  ["saker", "capture", "window_mb"],
  ["saker", "workers"],
  ["saker", "kernel_filter"],
  ["saker", "kernel_paths"],
  ["saker", "dynamic_snaplen", "enabled"],
  ["saker", "dynamic_snaplen", "first_port"],
  ["saker", "dynamic_snaplen", "last_port"],
  ["saker", "nice"],
];

/** Keys whose change asks for a restart. */
export function needRestart(before: Config, after: Config): string[] {
  return AT_START.filter((path) => at(before, path) !== at(after, path)).map((path) => path.join("."));
}

function at(config: Config, path: readonly string[]): unknown {
  return path.reduce<unknown>((v, key) => (v as Record<string, unknown>)[key], config);
}

/** Are two values the same, as they would be written? */
export function alike(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
