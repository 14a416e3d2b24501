import type { Process } from "./process.js";
import { type ProcRow, readStart } from "./procfs.js";
import type { SystemState } from "./system.js";

/**
 * Sets a process table right that has missed events, from rows about the processes that there are now; a few at a time,
 * so that events go on being judged in between. What the ring still holds of the time before is applied again over it,
 * and comes to the same, as at start.
 */
export class Repair {
  private readonly seen = new Set<number>();
  /** Rows are still to come. */
  private reading = true;
  readonly stats = { added: 0, refreshed: 0, removed: 0 };

  /**
   * @param rows all processes, each at least once
   * @param beganNs now, ns since boot
   */
  constructor(
    private readonly state: SystemState,
    private readonly rows: Iterator<ProcRow>,
    private readonly beganNs: number,
  ) {}

  /** Take up to `most` rows; true when there are no more: {@link sweep} is next, once the ring was read again. */
  step(most: number): boolean {
    for (let i = 0; this.reading && i < most; i++) {
      const next = this.rows.next();
      if (next.done === true) this.reading = false;
      else this.take(next.value);
    }
    return !this.reading;
  }

  private take(row: ProcRow): void {
    const { procs } = this.state;
    this.seen.add(row.pid);
    const p = procs.find(row.pid, row.startNs);
    if (p === null) {
      if (procs.full && procs.get(row.pid) === null) return;
      procs.link(this.state.addRow(row));
      this.stats.added++;
      return;
    }
    this.stats.refreshed++;
    const { ppid, comm, stub } = p;
    const same = !stub && runsAsKnown(p, row);
    this.state.takeRow(p, row);
    // it may have given itself another name since, which counts for nothing otherwise either
    if (same) p.comm = comm;
    p.leaderGone = false;
    p.stub = false;
    if (p.ppid !== ppid || p.parent === null) procs.link(p);
  }

  /**
   * Forget processes that were there before and are not any more. To be called when the ring has been read once more:
   * the ends of those that ended meanwhile are judged with what was known of them.
   */
  sweep(): void {
    const { procs } = this.state;
    const gone: Process[] = [];
    for (const p of procs.values()) if (!this.seen.has(p.pid) && p.startNs < this.beganNs && !lives(p)) gone.push(p);
    for (const p of gone) procs.remove(p, 0);
    this.stats.removed = gone.length;
    procs.linkAll();
    this.state.addParents();
  }

  /** Give up, and what is open. */
  abandon(): void {
    this.reading = false;
    this.rows.return?.();
  }
}

/** Has it started no other program since, as far as can be seen? */
function runsAsKnown(p: Process, row: ProcRow): boolean {
  return p.exeIno === row.exeIno && equal(p.exepath.bytes, row.exepath) && equal(p.argv.bytes, row.argv);
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

function lives(p: Process): boolean {
  const start = readStart(p.pid);
  return start !== undefined && p.startedAt(start);
}
