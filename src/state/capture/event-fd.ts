import type { FdEntry } from "../fd.js";
import type { LiveContext } from "../live.js";
import type { Thread } from "./thread.js";

/** Give a thread an fd: from now on the event is about it. */
export function addFd(x: LiveContext, t: Thread, num: number, entry: FdEntry): void {
  t.fds?.set(num, entry);
  t.lastFd = num;
  x.entry = t.fds === null ? null : entry;
}

/** Change what is known of the fd that the event is about. */
export function updateFd(x: LiveContext, t: Thread, entry: FdEntry): void {
  x.entry = entry;
  if (t.lastFd >= 0) t.fds?.update(t.lastFd, entry);
}
