import type { FdEntry } from "./fd.js";

const MAX_FDS = 4096;
/** Numbers below this stand in an array: nearly all fds do, and a map that is filled and emptied is costly. */
const LOW = 1024;

/** What a table holds; shared after a fork until one side changes it. */
class Store {
  owners = 1;
  size = 0;
  low: (FdEntry | undefined)[] = [];
  high: Map<number, FdEntry> | null = null;

  copy(): Store {
    const s = new Store();
    s.size = this.size;
    s.low = this.low.slice();
    s.high = this.high === null ? null : new Map(this.high);
    return s;
  }
}

/**
 * Remembered fds of a process. Bounded: of many high numbers the oldest goes. A fork shares its parent's table until one
 * of the two changes it; threads and CLONE_FILES children share it for good.
 */
export class FdTable {
  constructor(private store = new Store()) {}

  get size(): number {
    return this.store.size;
  }

  get(fd: number): FdEntry | undefined {
    const { low, high } = this.store;
    return fd >= 0 && fd < LOW ? low[fd] : high?.get(fd);
  }

  /** All fds with their numbers; low ones first. Do not change the table meanwhile. */
  *entries(): IterableIterator<[number, FdEntry]> {
    const { low, high } = this.store;
    for (let fd = 0; fd < low.length; fd++) {
      const e = low[fd];
      if (e !== undefined) yield [fd, e];
    }
    if (high !== null) yield* high.entries();
  }

  /** A table for a forked child. */
  fork(): FdTable {
    this.store.owners++;
    return new FdTable(this.store);
  }

  /** Begin as the copy of another, shared until one of the two changes. */
  takeOver(from: FdTable): void {
    this.store.owners--;
    this.store = from.store;
    this.store.owners++;
  }

  /** This owner is gone. */
  release(): void {
    this.store.owners--;
  }

  set(fd: number, entry: FdEntry): void {
    this.own();
    this.put(fd, entry, true);
  }

  /** Replace an entry in place, keeping its age. */
  update(fd: number, entry: FdEntry): void {
    this.own();
    this.put(fd, entry, false);
  }

  private put(fd: number, entry: FdEntry, renew: boolean): void {
    const { store } = this;
    if (fd >= 0 && fd < LOW) {
      const { low } = store;
      while (low.length <= fd) low.push(undefined);
      if (low[fd] === undefined) store.size++;
      low[fd] = entry;
      return;
    }
    store.high ??= new Map();
    const { high } = store;
    if (!high.has(fd)) store.size++;
    else if (renew) high.delete(fd);
    high.set(fd, entry);
    if (high.size <= MAX_FDS - LOW) return;
    const oldest = high.keys().next().value;
    if (oldest !== undefined && high.delete(oldest)) store.size--;
  }

  delete(fd: number): void {
    if (this.get(fd) === undefined) return;
    this.own();
    const { store } = this;
    store.size--;
    if (fd >= 0 && fd < LOW) store.low[fd] = undefined;
    else store.high?.delete(fd);
  }

  /** Close what exec closes. */
  closeOnExec(): void {
    const { low, high } = this.store;
    for (let fd = 0; fd < low.length; fd++) if (low[fd]?.cloexec === true) this.delete(fd);
    if (high !== null) for (const [fd, e] of [...high]) if (e.cloexec) this.delete(fd);
  }

  /** Close a range of numbers, both ends included. */
  closeRange(first: number, last: number): void {
    const { low, high } = this.store;
    for (let fd = Math.max(0, first); fd <= last && fd < low.length; fd++) this.delete(fd);
    if (high !== null) for (const fd of [...high.keys()]) if (fd >= first && fd <= last) this.delete(fd);
  }

  private own(): void {
    const { store } = this;
    if (store.owners === 1) return;
    store.owners--;
    this.store = store.copy();
  }
}
