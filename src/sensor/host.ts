import { accessSync, constants, readdirSync } from "node:fs";
import { setPriority } from "node:os";
import { type Addon, addon } from "./addon.js";
import { noAddon, noBtf, notRoot } from "./errors.js";

/**
 * On a busy machine the sensor must not be the one that waits. Linux keeps the priority by thread: those to come inherit
 * it, those that exist (V8's compiler, without which the hot path stays slow) are told one by one.
 */
export function setNice(nice: number): void {
  for (const thread of readdirSync("/proc/self/task")) {
    try {
      setPriority(Number(thread), nice);
    } catch {
      // the thread has ended, or the limit on priorities forbids it: run as we are
    }
  }
}

/** Check what the machine must allow, in the order in which a person would want to hear of it. */
export function preflight(): Addon {
  if (process.geteuid?.() !== 0) throw notRoot();
  try {
    accessSync("/sys/kernel/btf/vmlinux", constants.R_OK);
  } catch {
    throw noBtf();
  }
  try {
    return addon();
  } catch (e) {
    throw noAddon((e as Error).message.split("\n")[0] ?? "");
  }
}
