import type { EventView } from "../event/view.js";
import type { FdInfo } from "./fd.js";
import type { Process } from "./process.js";
import type { SystemState } from "./system.js";

/**
 * All that a field reader may look at for one event. One object per worker, reused for every event.
 */
export interface EventContext {
  readonly ev: EventView;
  readonly state: SystemState;
  /** The process that made the event; null if nothing is known of it. */
  proc: Process | null;
  /** Sequence number of the event within its source. */
  num: number;
  /** Event source name, e.g. `syscall`. */
  source: string;
  /**
   * When true, path fields give the kernel-resolved path instead of the lexical one: rules are judged a second
   * time this way if the two differ.
   */
  resolved: boolean;
  /** The fd that the event is about, worked out once per event on demand; null if none. */
  fd(): FdInfo | null;
}
