import { type Blob, EMPTY_BLOB, RecentBlobs } from "./blob.js";
import type { Process } from "./process.js";

/** What the table has done, for metrics. */
export interface TableStats {
  added: number;
  removed: number;
  /** A pid was met again with another start time. */
  reused: number;
  /** New processes not kept because the table was full. */
  refused: number;
  lookups: number;
  misses: number;
  /** Environments and argument vectors not kept for lack of room. */
  envDropped: number;
  argvDropped: number;
}

export interface TableLimits {
  /** Most processes kept. */
  readonly processes?: number;
  /** Most bytes of argument vectors and environments kept. */
  readonly bytes?: number;
}

const INIT = 1;
/** Environments stop being kept at this share of the byte budget, so that arguments still find room. */
const ENV_SHARE = 0.8;

/** All live processes, by pid, with the tree of parents and children. */
export class ProcessTable {
  readonly stats: TableStats = {
    added: 0,
    removed: 0,
    reused: 0,
    refused: 0,
    lookups: 0,
    misses: 0,
    envDropped: 0,
    argvDropped: 0,
  };
  private readonly map = new Map<number, Process>();
  private readonly maxProcesses: number;
  private readonly maxBytes: number;
  private bytesHeld = 0;
  private last: Process | null = null;
  private readonly argvs = new RecentBlobs();
  private readonly envs = new RecentBlobs();

  constructor(limits: TableLimits = {}) {
    this.maxProcesses = limits.processes ?? 262_144;
    this.maxBytes = limits.bytes ?? 48 * 1024 * 1024;
  }

  get size(): number {
    return this.map.size;
  }

  /** Bytes of argument vectors and environments held. */
  get bytes(): number {
    return this.bytesHeld;
  }

  /** No room for another process. */
  get full(): boolean {
    return this.map.size >= this.maxProcesses;
  }

  values(): IterableIterator<Process> {
    return this.map.values();
  }

  /** The process with this pid, whenever it started. */
  get(pid: number): Process | null {
    const last = this.last;
    if (last !== null && last.pid === pid) return last;
    return this.map.get(pid) ?? null;
  }

  /** The process with this pid that started at `startNs` (ns since boot, 0 = any). */
  find(pid: number, startNs: number): Process | null {
    this.stats.lookups++;
    let p = this.last;
    if (p === null || p.pid !== pid) {
      p = this.map.get(pid) ?? null;
      if (p === null) {
        this.stats.misses++;
        return null;
      }
      this.last = p;
    }
    if (p.startedAt(startNs)) return p;
    this.stats.misses++;
    return null;
  }

  /** Add a process, in place of any other with its pid; false if the table is full. */
  add(p: Process): boolean {
    const old = this.map.get(p.pid);
    if (old !== undefined) {
      if (old === p) return true;
      this.stats.reused++;
      this.remove(old, INIT);
    } else if (this.map.size >= this.maxProcesses) {
      this.stats.refused++;
      // nobody will remove it, so it must not hold anything
      this.setArgv(p, EMPTY_BLOB);
      this.setEnv(p, EMPTY_BLOB);
      p.kept = false;
      return false;
    }
    this.map.set(p.pid, p);
    this.stats.added++;
    this.link(p);
    return true;
  }

  /** Forget a process; its children go to `reaper`, or to pid 1. */
  remove(p: Process, reaper: number): void {
    if (this.map.get(p.pid) !== p) return;
    this.map.delete(p.pid);
    if (this.last === p) this.last = null;
    this.stats.removed++;
    let heir = reaper > 0 ? (this.map.get(reaper) ?? null) : null;
    if (heir === null || heir === p) heir = this.map.get(INIT) ?? null;
    for (let c = p.firstChild; c !== null; ) {
      const next = c.nextSibling;
      c.prevSibling = null;
      c.nextSibling = null;
      c.parent = null;
      if (heir !== null) {
        c.ppid = heir.pid;
        adoptChild(heir, c);
      }
      c = next;
    }
    p.firstChild = null;
    orphan(p);
    this.setArgv(p, EMPTY_BLOB);
    this.setEnv(p, EMPTY_BLOB);
    p.fds?.release();
    p.fds = null;
  }

  /** Hang a process under its parent (by ppid), if that is known. */
  link(p: Process): void {
    orphan(p);
    if (p.ppid === 0 || p.ppid === p.pid) return;
    const parent = this.map.get(p.ppid);
    if (parent !== undefined) adoptChild(parent, p);
  }

  /** Link every process to its parent: after many were added in any order. */
  linkAll(): void {
    for (const p of this.map.values()) if (p.parent === null) this.link(p);
  }

  /** Copy bytes as an argument vector, within the budget. */
  argvBlob(buf: Uint8Array, off: number, len: number): Blob {
    if (len === 0) return EMPTY_BLOB;
    if (this.bytesHeld + len > this.maxBytes) {
      this.stats.argvDropped++;
      return EMPTY_BLOB;
    }
    return this.argvs.blob(buf, off, len);
  }

  /** Copy bytes as an environment, within the budget. */
  envBlob(buf: Uint8Array, off: number, len: number): Blob {
    if (len === 0) return EMPTY_BLOB;
    if (this.bytesHeld + len > this.maxBytes * ENV_SHARE) {
      this.stats.envDropped++;
      return EMPTY_BLOB;
    }
    return this.envs.blob(buf, off, len);
  }

  setArgv(p: Process, blob: Blob): void {
    if (p.argv === blob || (!p.kept && blob !== EMPTY_BLOB)) return;
    this.hold(blob);
    this.drop(p.argv);
    p.argv = blob;
    p.touch();
  }

  setEnv(p: Process, blob: Blob): void {
    if (p.env === blob || (!p.kept && blob !== EMPTY_BLOB)) return;
    this.hold(blob);
    this.drop(p.env);
    p.env = blob;
  }

  private hold(b: Blob): void {
    if (b !== EMPTY_BLOB && b.refs++ === 0) this.bytesHeld += b.bytes.length;
  }

  private drop(b: Blob): void {
    if (b !== EMPTY_BLOB && --b.refs === 0) this.bytesHeld -= b.bytes.length;
  }
}

/** Hang a process under another. */
export function adoptChild(parent: Process, child: Process): void {
  // A pid that was used again could make a loop; walking up must always end.
  for (let a: Process | null = parent; a !== null; a = a.parent) if (a === child) return;
  child.parent = parent;
  child.prevSibling = null;
  child.nextSibling = parent.firstChild;
  if (parent.firstChild !== null) parent.firstChild.prevSibling = child;
  parent.firstChild = child;
}

/** Take a process from under its parent. */
export function orphan(p: Process): void {
  const { parent, prevSibling: prev, nextSibling: next } = p;
  if (parent !== null && parent.firstChild === p) parent.firstChild = next;
  if (prev !== null) prev.nextSibling = next;
  if (next !== null) next.prevSibling = prev;
  p.parent = null;
  p.prevSibling = null;
  p.nextSibling = null;
}
