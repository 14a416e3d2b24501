import { lookProcesses, type OpenLook } from "../state/look.js";
import { procRows, uptimeNs } from "../state/procfs.js";
import { Repair } from "../state/repair.js";
import type { SystemState } from "../state/system.js";

/** Rows that are taken between two looks at the ring: an iterator gives one in some microseconds, /proc in half a millisecond. */
const LOOK_STEP = 64;
const PROC_STEP = 4;
/** A ring with more than this has the first claim… */
const BUSY_BYTES = 64 << 10;
/** …but not for longer than this, in ms. */
const MAX_WAIT_MS = 50;
/** Time between two repairs, in ms. */
const PAUSE_MS = 1000;

/** Watches over a worker's process table: when events about processes were lost, it is read anew beside other work. */
export class TableKeeper {
  private lost = 0;
  private repair: Repair | undefined;
  private stepRows = PROC_STEP;
  /** Asked the main thread for leave. */
  private asked = false;
  private wanted = false;
  /** All rows were read: sweep after the next look at the ring. */
  private swept = false;
  private notBefore = 0;
  private lastStep = 0;

  /**
   * @param ask is called when there is something to repair; answered by {@link begin}
   */
  constructor(
    private readonly state: SystemState,
    private readonly openLook: OpenLook,
    private readonly ask: () => void,
  ) {}

  /** Is there something to do while the ring is empty? */
  get busy(): boolean {
    return this.repair !== undefined || (this.wanted && !this.asked);
  }

  /** Start reading: by the kernel's iterators, or by /proc. */
  begin(look: boolean): void {
    this.asked = false;
    this.stepRows = look ? LOOK_STEP : PROC_STEP;
    const rows = look ? lookProcesses(this.openLook) : procRows();
    this.repair = new Repair(this.state, rows, uptimeNs());
  }

  /**
   * To be called after each look at the ring, which gave `bytes`.
   * @param lost events about processes that the ring has lost so far
   * @returns true when a repair has just been completed
   */
  mind(lost: number, bytes: number): boolean {
    if (lost !== this.lost) {
      this.lost = lost;
      this.wanted = true;
    }
    if (this.repair !== undefined) return this.go(this.repair, bytes);
    if (this.wanted && !this.asked && performance.now() >= this.notBefore) {
      this.wanted = false;
      this.asked = true;
      this.ask();
    }
    return false;
  }

  private go(repair: Repair, bytes: number): boolean {
    const now = performance.now();
    if (this.swept) {
      repair.sweep();
      this.repair = undefined;
      this.swept = false;
      this.notBefore = now + PAUSE_MS;
      return true;
    }
    if (bytes > BUSY_BYTES && now - this.lastStep < MAX_WAIT_MS) return false;
    this.lastStep = now;
    try {
      this.swept = repair.step(this.stepRows);
    } catch {
      // the iterator has failed in the middle: once more, by /proc
      repair.abandon();
      this.begin(false);
    }
    return false;
  }
}
