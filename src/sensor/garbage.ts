import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { addon } from "./addon.js";

const CHECK_MS = 1000;
/** Growth since the last collection that asks for the next: half of what was alive then, but at least this. */
const MIN_GROWTH = 6 << 20;

/**
 * Decides when a worker's garbage is collected. Left to itself V8 lets some 100 MB of dead processes pile up before it
 * looks at them, as it does not know that memory is to stay flat; a collection of ours takes 5 to 20 ms, which a ring
 * can wait.
 */
export class GarbageWatch {
  private gc: (() => void) | undefined;
  private alive = 0;
  // what a start leaves is collected then: events can be judged meanwhile
  private next = performance.now() + CHECK_MS;

  /** Collect now, and give what is free back to the system. */
  collect(): void {
    if (this.gc === undefined) {
      setFlagsFromString("--expose-gc");
      this.gc = runInNewContext("gc") as () => void;
    }
    this.gc();
    addon().trim();
    this.alive = getHeapStatistics().used_heap_size;
  }

  /** Collect if enough has piled up; looks at most once a second. */
  check(): void {
    const now = performance.now();
    if (now < this.next) return;
    this.next = now + CHECK_MS;
    const used = getHeapStatistics().used_heap_size;
    if (used - this.alive > Math.max(MIN_GROWTH, this.alive / 2)) this.collect();
  }
}
