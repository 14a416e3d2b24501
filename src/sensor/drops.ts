import { EVENTS } from "../event/table.js";
import { STAT_FIELDS } from "./addon.js";

/** What the kernel side has counted since it was loaded. `shipped + droppedFull + droppedReserved + droppedShed + filtered` = all seen. */
export interface KernelStats {
  shipped: number;
  /** No room in the ring. */
  droppedFull: number;
  /** Only the room kept for lifecycle events was left. */
  droppedReserved: number;
  /** The ring was filling up, and these were of many alike. */
  droppedShed: number;
  /** Events with a parameter that could not be read. */
  faults: number;
  /** Events with a parameter that was cut. */
  truncated: number;
  /** Ended in the kernel: no rule can match them. */
  filtered: number;
  /** The same by event name. */
  byEvent: Map<string, EventFlow>;
}

/** What became of the events of one name. */
export interface EventFlow {
  shipped: number;
  /** For whatever reason: the sum of the three below. */
  dropped: number;
  droppedFull: number;
  droppedReserved: number;
  droppedShed: number;
  filtered: number;
}

/** Nothing has been counted. */
export function noFlow(): EventFlow {
  return { shipped: 0, dropped: 0, droppedFull: 0, droppedReserved: 0, droppedShed: 0, filtered: 0 };
}

/** Counters before anything has been counted. */
export function noStats(): KernelStats {
  return {
    shipped: 0,
    droppedFull: 0,
    droppedReserved: 0,
    droppedShed: 0,
    faults: 0,
    truncated: 0,
    filtered: 0,
    byEvent: new Map(),
  };
}

/** Sum the counters of the addon. */
export function readKernelStats(counters: Float64Array): KernelStats {
  const n = STAT_FIELDS.length;
  const out = noStats();
  for (const event of EVENTS) {
    const at = event.code * n;
    const [shipped = 0, full = 0, reserved = 0, faults = 0, truncated = 0, filtered = 0, shed = 0] = counters.subarray(
      at,
      at + n,
    );
    if (shipped + full + reserved + filtered + shed === 0) continue;
    out.shipped += shipped;
    out.droppedFull += full;
    out.droppedReserved += reserved;
    out.droppedShed += shed;
    out.faults += faults;
    out.truncated += truncated;
    out.filtered += filtered;
    // several codes may share a name
    const sum = out.byEvent.get(event.name) ?? noFlow();
    sum.shipped += shipped;
    sum.dropped += full + reserved + shed;
    sum.droppedFull += full;
    sum.droppedReserved += reserved;
    sum.droppedShed += shed;
    sum.filtered += filtered;
    out.byEvent.set(event.name, sum);
  }
  return out;
}
