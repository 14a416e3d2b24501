import type { FdEntry } from "./fd.js";

const MAX_FDS = 4096;

/**
 * Remembered fds of a process. Bounded: the oldest goes when it is full. A fork shares its parent's table until one
 * of the two changes it; threads and CLONE_FILES children share it for good.
 */
export class FdTable {
  private map: Map<number, FdEntry>;
  private shared: { owners: number };

  constructor(map = new Map<number, FdEntry>(), shared = { owners: 1 }) {
    this.map = map;
    this.shared = shared;
  }

  get size(): number {
    return this.map.size;
  }

  get(fd: number): FdEntry | undefined {
    return this.map.get(fd);
  }

  entries(): IterableIterator<[number, FdEntry]> {
    return this.map.entries();
  }

  /** A table for a forked child. */
  fork(): FdTable {
    this.shared.owners++;
    return new FdTable(this.map, this.shared);
  }

  /** Begin as the copy of another, shared until one of the two changes. */
  takeOver(from: FdTable): void {
    this.shared.owners--;
    this.map = from.map;
    this.shared = from.shared;
    this.shared.owners++;
  }

  /** This owner is gone. */
  release(): void {
    this.shared.owners--;
  }

  set(fd: number, entry: FdEntry): void {
    this.own();
    this.map.delete(fd);
    if (this.map.size >= MAX_FDS) {
      const oldest = this.map.keys().next().value;
      if (oldest !== undefined) this.map.delete(oldest);
    }
    this.map.set(fd, entry);
  }

  /** Replace an entry in place, keeping its age. */
  update(fd: number, entry: FdEntry): void {
    this.own();
    this.map.set(fd, entry);
  }

  delete(fd: number): void {
    if (!this.map.has(fd)) return;
    this.own();
    this.map.delete(fd);
  }

  /** Close what exec closes. */
  closeOnExec(): void {
    for (const [fd, e] of this.map) if (e.cloexec) this.delete(fd);
  }

  /** Close a range of numbers, both ends included. */
  closeRange(first: number, last: number): void {
    for (const fd of [...this.map.keys()]) if (fd >= first && fd <= last) this.delete(fd);
  }

  private own(): void {
    if (this.shared.owners === 1) return;
    this.shared.owners--;
    this.shared = { owners: 1 };
    this.map = new Map(this.map);
  }
}
