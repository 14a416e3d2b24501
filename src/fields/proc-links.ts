import type { Process } from "../state/process.js";
import type { ProcessTable } from "../state/table.js";

/** The ancestor `n` levels up; 0 is the process itself. */
export function ancestor(p: Process | null, n: number): Process | null {
  let a = p;
  for (let i = 0; i < n && a !== null; i++) a = a.parent;
  return a;
}

/** A process's place in a session or group: the number that it and its leader share. */
export type Membership = (p: Process) => number;

/**
 * Leader of a session or process group. The number is a pid, to be looked up, if it is the host's or the process
 * lives in the initial pid namespace; else (or if that leader is gone) it is the oldest ancestor with the number.
 * @param host the number is the host's, whatever the namespace
 */
export function leader(procs: ProcessTable, p: Process, of: Membership, host: boolean): Process {
  const id = of(p);
  if (host || p.vpid === p.pid || p.vpid < 0) {
    const l = id > 0 ? procs.get(id) : null;
    if (l !== null) return l;
  }
  let oldest = p;
  for (let a = p.parent; a !== null && of(a) === id; a = a.parent) oldest = a;
  return oldest;
}

/** Oldest of the process and its ancestors whose name ends in "sh"; null if none does. */
export function loginShell(p: Process | null): Process | null {
  let found: Process | null = null;
  for (let a = p; a !== null; a = a.parent) {
    const b = a.comm.bytes;
    if (b.length >= 2 && b[b.length - 2] === 115 && b[b.length - 1] === 104) found = a;
  }
  return found;
}
