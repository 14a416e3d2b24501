import type { Thread } from "./thread.js";

/** Dead threads beyond which a group drops those that are gone. */
const MAX_DEAD = 11;

/** The threads of one process. */
export class ThreadGroup {
  /** Threads that live, as far as is known. */
  alive = 1;
  /** The main thread first, if it is known; may hold some that are gone. */
  threads: Thread[];

  constructor(
    readonly pid: number,
    /** Takes the orphans of its descendants. */
    public reaper: boolean,
    first: Thread,
  ) {
    this.threads = [first];
  }

  /** The first thread, unless it is gone. */
  get first(): Thread | null {
    const t = this.threads[0];
    return t === undefined || t.expired ? null : t;
  }

  add(t: Thread, main: boolean): void {
    if (main) this.threads.unshift(t);
    else this.threads.push(t);
    this.alive++;
  }

  /** One thread less lives. */
  died(): void {
    this.alive--;
    if (this.threads.length - this.alive >= MAX_DEAD) this.clean();
  }

  clean(): void {
    this.threads = this.threads.filter((t) => !t.expired);
  }
}
