import { Attr } from "../attr.js";
import { HOST } from "../cgroup.js";
import type { Process } from "../process.js";
import { NO_ID } from "../process.js";
import { adoptChild, orphan } from "../table.js";
import { ThreadFlag } from "./flags.js";
import { ThreadGroup } from "./group.js";
import { Thread } from "./thread.js";

const NA = Attr.of("<NA>");
const HOST_ID = Attr.of(HOST.id);
const HOST_TYPE = Attr.of(HOST.type);
/** Dead children beyond which a parent drops those that are gone. */
const MAX_EXPIRED_CHILDREN = 10;
/** How long an exited thread is remembered, lest its parent's late clone event bring it back. */
const REMEMBER_NS = 2_000_000_000;
const REMEMBERED = 8192;
/** A power of two. */
const RECENT = 512;

/** Ids are below this, says the kernel. */
const PID_LIMIT = 1 << 22;

/** One number for two ids. Those that no kernel gives may share one, which makes nothing but a wrong capture worse. */
function pairOf(ptid: number, tid: number): number {
  return ptid * PID_LIMIT + tid;
}

/** All threads of a capture, with their groups and their tree. */
export class ThreadTable {
  readonly groups = new Map<number, ThreadGroup>();
  private readonly map = new Map<number, Thread>();
  /** Threads whose parent is not in the table, by its id. */
  private readonly waiting = new Map<number, Set<Thread>>();
  /** Threads looked up of late, by the low bits of their ids. */
  private readonly recent = new Array<Thread | null>(RECENT).fill(null);
  private readonly exitedTs = new Map<number, number>();

  /** Told of each thread that leaves the table. */
  onForget: (t: Thread) => void = () => {};

  constructor(private readonly max = 262_144) {}

  get size(): number {
    return this.map.size;
  }

  values(): IterableIterator<Thread> {
    return this.map.values();
  }

  get(tid: number): Thread | null {
    const slot = tid & (RECENT - 1);
    const last = this.recent[slot] as Thread | null;
    if (last !== null && last.tid === tid) return last;
    const t = this.map.get(tid) ?? null;
    if (t !== null) this.recent[slot] = t;
    return t;
  }

  /** The thread with this id; one of which nothing is known is made if there is none, unless the table is full. */
  fetch(tid: number): Thread | null {
    const known = this.get(tid);
    if (known !== null || this.map.size >= this.max) return known;
    const t = new Thread(tid);
    t.comm = NA;
    t.exe = NA;
    t.containerId = HOST_ID;
    t.containerType = HOST_TYPE;
    t.uid = NO_ID;
    t.gid = NO_ID;
    t.adopted = true;
    t.stub = true;
    this.add(t, true);
    return t;
  }

  /** Add a thread, in place of any other with its id; false if the table is full. */
  add(t: Thread, dependencies: boolean): boolean {
    if (this.map.size >= this.max && !this.map.has(t.tid)) return false;
    if (dependencies) this.depend(t);
    const old = this.map.get(t.tid);
    if (old !== undefined && old !== t) this.forget(old);
    this.map.set(t.tid, t);
    this.recent[t.tid & (RECENT - 1)] = t;
    this.link(t);
    const children = this.waiting.get(t.tid);
    if (children !== undefined) {
      this.waiting.delete(t.tid);
      for (const c of children) if (!c.expired && c.ppid === t.tid) adoptChild(t, c);
    }
    t.refreshFds();
    return true;
  }

  /** Change a thread's parent. */
  reparent(t: Thread, ppid: number): void {
    t.ppid = ppid;
    if (this.map.get(t.tid) === t) this.link(t);
  }

  private link(t: Thread): void {
    orphan(t);
    if (t.ppid <= 0 || t.ppid === t.tid) return;
    const parent = this.map.get(t.ppid);
    if (parent !== undefined) {
      adoptChild(parent, t);
      return;
    }
    let set = this.waiting.get(t.ppid);
    if (set === undefined) {
      set = new Set();
      this.waiting.set(t.ppid, set);
    }
    set.add(t);
  }

  /** Take a thread out of the table. */
  private forget(t: Thread): void {
    this.map.delete(t.tid);
    this.recent[t.tid & (RECENT - 1)] = null;
    t.expired = true;
    this.onForget(t);
    if (t.parent === null) this.waiting.get(t.ppid)?.delete(t);
    orphan(t);
    for (let c: Process | null = t.firstChild; c !== null; c = t.firstChild) {
      orphan(c);
      this.link(c as Thread);
    }
  }

  /** Put a thread in its group and under its parent, the first time that enough is known of it. */
  depend(t: Thread): void {
    if (t.invalid || t.group !== null) {
      t.refreshFds();
      return;
    }
    let group = this.groups.get(t.pid);
    if (group === undefined) {
      group = new ThreadGroup(t.pid, t.pid === 1 || t.vpid === 1, t);
      this.groups.set(t.pid, group);
    } else group.add(t, t.isMain);
    t.group = group;
    for (const member of group.threads) if (!member.expired) member.refreshFds();
    if (t.pid === 1) return;
    const parent = this.get(t.ppid);
    if (parent === null || parent.invalid) {
      this.reparent(t, 0);
      return;
    }
    parent.addChild(t);
    this.reparent(t, parent.tid);
  }

  /** After the lists of a capture were read in any order. */
  dependAll(): void {
    for (const t of this.map.values()) this.depend(t);
  }

  /** A thread is gone: its children find a new parent; the main thread stays as long as others live. */
  remove(tid: number): void {
    const t = this.map.get(tid);
    if (t === undefined) return;
    if (t.invalid || t.group === null) {
      this.childGone(t.ppid);
      this.forget(t);
      return;
    }
    if (!t.dead) {
      t.group.died();
      t.flags |= ThreadFlag.CLOSED;
    }
    if (t.children.length > 0) this.giveAway(t);
    if (t.group.alive <= 0) {
      this.childGone(t.ppid);
      this.groups.delete(t.pid);
      const main = this.map.get(t.pid);
      if (main !== undefined) this.forget(main);
    }
    if (!t.isMain) {
      this.childGone(t.ppid);
      if (this.map.get(tid) === t) this.forget(t);
    }
  }

  private childGone(ptid: number): void {
    const parent = this.get(ptid);
    if (parent === null) return;
    parent.notExpired--;
    if (parent.children.length - parent.notExpired >= MAX_EXPIRED_CHILDREN) parent.cleanChildren();
  }

  private giveAway(t: Thread): void {
    let reaper = t.reaperTid > 0 ? this.fetch(t.reaperTid) : null;
    if (reaper === null || reaper.invalid) reaper = this.findReaper(t);
    if (reaper !== null) {
      t.reaperTid = reaper.tid;
      if (reaper.pid !== t.pid && reaper.group !== null) reaper.group.reaper = true;
    }
    const children = t.children;
    t.children = [];
    t.notExpired = 0;
    for (let i = children.length - 1; i >= 0; i--) {
      const c = children[i] as Thread;
      if (c.expired) continue;
      if (reaper === null || reaper === t) this.reparent(c, 0);
      else {
        reaper.addChild(c);
        this.reparent(c, reaper.tid);
      }
    }
  }

  /** As the kernel does: another thread of the group, the next ancestor that is a reaper, or nobody. */
  private findReaper(t: Thread): Thread | null {
    const living = (group: ThreadGroup | null): Thread | null =>
      group === null || group.alive <= 0 ? null : (group.threads.find((m) => !m.expired && !m.dead && m !== t) ?? null);
    const sibling = living(t.group);
    if (sibling !== null) return sibling;
    const seen = new Set<number>([t.tid]);
    for (let p = this.get(t.ppid); p !== null && !seen.has(p.tid); p = this.get(p.ppid)) {
      seen.add(p.tid);
      if (p.inPidNamespace !== t.inPidNamespace) break;
      const member = p.group?.reaper ? living(p.group) : null;
      if (member !== null) return member;
    }
    return null;
  }

  /** Remember that a thread has ended. */
  recordExit(tid: number, ptid: number, ts: number): void {
    const key = pairOf(ptid, tid);
    this.exitedTs.delete(key);
    this.exitedTs.set(key, ts);
    if (this.exitedTs.size <= REMEMBERED) return;
    const oldest = this.exitedTs.keys().next().value;
    if (oldest !== undefined) this.exitedTs.delete(oldest);
  }

  recentlyExited(tid: number, ptid: number, ts: number): boolean {
    const at = this.exitedTs.get(pairOf(ptid, tid));
    return at !== undefined && ts >= at && ts - at < REMEMBER_NS;
  }

  clear(): void {
    this.map.clear();
    this.groups.clear();
    this.waiting.clear();
    this.exitedTs.clear();
    this.recent.fill(null);
  }
}
