/** What health is judged by. */
export interface Vitals {
  /** Turns that each worker has made so far; at least five a second. */
  readonly turns: readonly number[];
  /** Events that the kernel has put into the rings so far, and that workers have taken out. */
  readonly shipped: number;
  readonly taken: number;
}

/** A worker that makes no turn for so long stands still. */
const STALL_MS = 10_000;

/** Notices workers that stand still and rings that do not move. */
export class Health {
  private turns: { count: number; since: number }[] = [];
  private last: { shipped: number; taken: number; since: number } | undefined;
  /** What is wrong; empty if nothing is. */
  trouble = "";

  /** Look at the vitals, every second or so; gives {@link trouble}. */
  look(v: Vitals, now: number = performance.now()): string {
    const stalled: number[] = [];
    for (const [i, count] of v.turns.entries()) {
      const known = this.turns[i];
      if (known === undefined || known.count !== count) this.turns[i] = { count, since: now };
      else if (now - known.since >= STALL_MS) stalled.push(i);
    }
    if (this.last === undefined || this.last.taken !== v.taken || this.last.shipped === v.shipped) {
      this.last = { shipped: v.shipped, taken: v.taken, since: now };
    }
    if (stalled.length > 0) this.trouble = `worker ${stalled.join(", ")} has made no turn for ${STALL_MS / 1000} s`;
    else if (now - this.last.since >= STALL_MS)
      this.trouble = `the rings fill and nobody has emptied them for ${STALL_MS / 1000} s`;
    else this.trouble = "";
    return this.trouble;
  }
}
