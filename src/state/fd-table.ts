import type { FdEntry } from "./fd.js";

const MAX_FDS = 4096;
/** Numbers below this stand in pages: nearly all fds do, and a map that is filled and emptied is costly. */
const LOW = 1024;
/** Fds of a page; 32 pages, so that a number of 32 bits has a bit for each. */
const PAGE_BITS = 5;
const PAGE = 1 << PAGE_BITS;

type Page = (FdEntry | undefined)[];

/** What a table holds; shared after a fork until one side changes it, and then only copied where it is changed. */
class Store {
  owners = 1;
  size = 0;
  /** Never without a place: an empty array would be of another kind to the optimiser. */
  pages: (Page | undefined)[] = [undefined];
  /** By page, a bit: no other store has it too. */
  mine = 0;
  high: Map<number, FdEntry> | null = null;

  copy(): Store {
    const s = new Store();
    s.size = this.size;
    s.pages = this.pages.slice();
    s.high = this.high === null ? null : new Map(this.high);
    this.mine = 0;
    return s;
  }

  low(fd: number): FdEntry | undefined {
    return this.pages[fd >> PAGE_BITS]?.[fd & (PAGE - 1)];
  }

  /** The page of a low number, to be changed. */
  page(fd: number): Page {
    const { pages } = this;
    const p = fd >> PAGE_BITS;
    while (pages.length <= p) pages.push(undefined);
    let page = pages[p];
    if (page !== undefined && (this.mine & (1 << p)) !== 0) return page;
    page = page === undefined ? new Array<FdEntry | undefined>(PAGE).fill(undefined) : page.slice();
    pages[p] = page;
    this.mine |= 1 << p;
    return page;
  }
}

/** That of all new tables: whoever changes his gets one of his own. */
const NOTHING = new Store();

/**
 * Remembered fds of a process. Bounded: of many high numbers the oldest goes. A fork shares its parent's table until one
 * of the two changes it; threads and CLONE_FILES children share it for good.
 */
export class FdTable {
  private store = NOTHING;

  constructor() {
    NOTHING.owners++;
  }

  get size(): number {
    return this.store.size;
  }

  get(fd: number): FdEntry | undefined {
    const { store } = this;
    return fd >= 0 && fd < LOW ? store.low(fd) : store.high?.get(fd);
  }

  /** All fds with their numbers; low ones first. Do not change the table meanwhile. */
  *entries(): IterableIterator<[number, FdEntry]> {
    const { pages, high } = this.store;
    for (let fd = 0; fd < pages.length * PAGE; fd++) {
      const e = this.store.low(fd);
      if (e !== undefined) yield [fd, e];
    }
    if (high !== null) yield* high.entries();
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
      const page = store.page(fd);
      const slot = fd & (PAGE - 1);
      if (page[slot] === undefined) store.size++;
      page[slot] = entry;
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
    if (fd >= 0 && fd < LOW) store.page(fd)[fd & (PAGE - 1)] = undefined;
    else store.high?.delete(fd);
  }

  /** Close what exec closes. */
  closeOnExec(): void {
    const { high } = this.store;
    for (let fd = 0; fd < this.lowEnd; fd++) if (this.store.low(fd)?.cloexec === true) this.delete(fd);
    if (high !== null) for (const [fd, e] of [...high]) if (e.cloexec) this.delete(fd);
  }

  /** Close a range of numbers, both ends included. */
  closeRange(first: number, last: number): void {
    const { high } = this.store;
    for (let fd = Math.max(0, first); fd <= last && fd < this.lowEnd; fd++) this.delete(fd);
    if (high !== null) for (const fd of [...high.keys()]) if (fd >= first && fd <= last) this.delete(fd);
  }

  /** Behind the last low number that may be there. */
  private get lowEnd(): number {
    return this.store.pages.length * PAGE;
  }

  private own(): void {
    const { store } = this;
    if (store.owners === 1) return;
    store.owners--;
    this.store = store.copy();
  }
}
