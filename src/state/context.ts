import type { Slice } from "../event/bytes.js";
import type { ByteWriter } from "../event/text/writer.js";
import type { EventView } from "../event/view.js";
import type { FdEntry, FdInfo } from "./fd.js";
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
  /** With `resolved`: path fields give the host's own name for what lies below a bind mount. */
  canonical: boolean;
  /** The fd that the event is about, worked out once per event on demand; null if none. */
  fd(): FdInfo | null;

  /** Number of the fd that the event is about, known or not; NaN if it is about none. */
  fdNumber(): number;

  /** CPU that the event was made on; -1 = unknown. */
  cpu: number;
  /** Scratch bytes of this event: text made by readers lives here until the next event. */
  readonly scratch: ByteWriter;
  /** Room for paths; apart from `scratch`, whose user may ask for a path in the middle of a text. */
  readonly work: ByteWriter;
  /** Captures: what is known of the fd that the event is about; null if nothing. */
  readonly entry: FdEntry | null;
  /**
   * Point `out` at the absolute, normalised path of a path parameter: lexical, or the kernel's when `resolved` is
   * set. False if the event has no such parameter.
   */
  path(param: number, out: Slice): boolean;
  /**
   * Live records: point `out` at the path that an open was given, if it is absolute and normal and led to a file or
   * nowhere. False if it takes more to tell what `fd.nameraw` is.
   */
  plainRaw(out: Slice): boolean;
  /** Point `out` at the kernel-resolved path of a parameter; false if the kernel gave none. */
  kernelPath(param: number, out: Slice): boolean;
  /** Point `out` at the name of the fd (path, or text of the tuple); false if there is none. */
  fdName(out: Slice): boolean;
  /** A remembered or current fd by its number; the object is reused by the next call. */
  fdByNumber(num: number): FdInfo | null;
  /** All fds of the process, as far as they are known; live, as they are now. */
  allFds(): Iterable<[fd: number, entry: FdEntry]>;
}
