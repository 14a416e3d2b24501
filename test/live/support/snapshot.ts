import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What the event generator must leave as it was, a line a thing. */
export function snapshot(): readonly string[] {
  return [
    ...["/etc", "/usr/local", "/home"].flatMap((dir) => tree(dir, 4)),
    // not its caches: whoever runs npm writes logs there
    ...tree("/root", 0),
    ...tree("/root/.ssh", 1),
    ...["/usr/bin", "/usr/sbin", "/usr/lib", "/var/lib", "/var/log", "/mnt", "/boot", "/"].flatMap(names),
    ...names("/dev").filter((n) => !n.startsWith("/dev/pts")),
    ...tree("/var/lib/dpkg", 1),
    ...names("/tmp").filter((n) => n.startsWith("/tmp/saker-simulate-")),
    ...controlGroups("/sys/fs/cgroup", 2),
    ...lines("/proc/self/mountinfo"),
    ...lines("/proc/modules").map((l) => `module ${l.split(" ")[0]}`),
    ...["core_pattern", "modprobe", "randomize_va_space"].flatMap((f) => lines(`/proc/sys/kernel/${f}`)),
    ...processes(),
  ].sort();
}

/** What has gone, and what is new. */
export function differences(before: readonly string[], after: readonly string[]): readonly string[] {
  const was = new Set(before);
  const is = new Set(after);
  return [
    ...before.filter((l) => !is.has(l)).map((l) => `- ${l}`),
    ...after.filter((l) => !was.has(l)).map((l) => `+ ${l}`),
  ];
}

function lines(file: string): string[] {
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
}

function names(dir: string): string[] {
  return existsSync(dir) ? readdirSync(dir).map((n) => join(dir, n)) : [];
}

/** Files with what would change if they were touched. */
function tree(dir: string, depth: number): string[] {
  return names(dir).flatMap((path) => {
    const s = lstatSync(path, { throwIfNoEntry: false });
    if (s === undefined) return [];
    if (s.isDirectory()) return depth > 0 ? [path, ...tree(path, depth - 1)] : [path];
    return [`${path} ${s.ino} ${s.mode} ${s.uid} ${s.size} ${s.mtimeMs} ${s.nlink}`];
  });
}

/** Groups that look like containers. */
function controlGroups(dir: string, depth: number): string[] {
  return names(dir).flatMap((path) => {
    if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
    if (/\/docker-[0-9a-f]+\.scope$/.test(path)) return [path];
    return depth > 1 ? controlGroups(path, depth - 1) : [];
  });
}

/** Processes that a deed left behind. */
function processes(): string[] {
  return readdirSync("/proc").flatMap((pid) => {
    try {
      const text = /^\d+$/.test(pid) ? readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ") : "";
      return /saker-simulate-|saker-actor/.test(text) ? [`process ${text}`] : [];
    } catch {
      return [];
    }
  });
}
