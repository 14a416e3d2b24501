import { Thread } from "../state/capture/thread.js";
import type { Process } from "../state/process.js";
import type { SystemState } from "../state/system.js";

/** The ancestor `n` levels up; 0 is the process itself. */
export function ancestor(p: Process | null, n: number): Process | null {
  let a = p === null ? null : p.main();
  for (let i = 0; i < n && a !== null; i++) {
    a = a.parent;
    if (a !== null) a = a.main();
  }
  return a;
}

/** The first in the chain of parents of a process, whichever of its threads is given. */
export function parentOf(p: Process | null): Process | null {
  return p === null ? null : (p.main()?.parent ?? null);
}

/** A process's place in a session or group: the number that it and its leader share. */
export type Membership = (p: Process) => number;

/**
 * Leader of a session or process group. The number is a pid, to be looked up, if it is the host's or the process
 * lives in the initial pid namespace; else (or if that leader is gone) it is the oldest ancestor with the number.
 * @param host the number is the host's, whatever the namespace
 * @returns null if it is not known; live, at least the process itself is
 */
export function leader(state: SystemState, p: Process, of: Membership, host: boolean): Process | null {
  const id = of(p);
  const captured = p instanceof Thread;
  if (captured && id === -1) return null;
  if (host || !(captured ? p.inPidNamespace : p.vpid !== p.pid && p.vpid >= 0)) {
    const l = id > 0 ? state.processOfThread(id) : null;
    if (l !== null) return l;
  }
  let oldest: Process | null = captured ? null : p;
  for (let a = p.parent; a !== null && of(a) === id; a = a.parent) oldest = a;
  return oldest;
}

/** Oldest of the process and its ancestors whose name ends in "sh"; null if none does. */
export function loginShell(p: Process | null): Process | null {
  let found: Process | null = null;
  for (let a = p?.main() ?? null; a !== null; a = a.parent) {
    const b = a.comm.bytes;
    if (b.length >= 2 && b[b.length - 2] === 115 && b[b.length - 1] === 104) found = a;
  }
  return found;
}
