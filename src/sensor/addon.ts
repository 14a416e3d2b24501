import { nativeAddon } from "../boot/native.js";
import type { Rows } from "../state/look.js";

/** What the native addon exports; see addon/module.cc. */
export interface Addon {
  load(options: LoadOptions): void;
  attach(): void;
  /** One byte a system call, by slot; see wantedSyscalls(). */
  setWanted(wanted: Uint8Array): void;
  setLifecycle(on: boolean): void;
  /** No rule can match events with this filter key (its two halves): the kernel stops shipping them. */
  markBoring(low: number, high: number): void;
  /** Forget all keys: the rules have changed. */
  clearBoring(): void;
  /** Counters, {@link STAT_FIELDS} an event code. */
  stats(): Float64Array;
  /** Make the consumer of a ring return from its poll. */
  wake(ring: number): void;
  close(): void;
  /** `kernelPaths`: the kernel's copies of path arguments can be had, and are. */
  features(): { readonly casts: boolean; readonly kernelPaths: boolean };
  /**
   * Resolve an absolute path as process `pid` sees it; its length in `out`, or minus errno (ESRCH: no such process).
   * @param follow follow a link at the end too; otherwise the last component is kept as it is
   * @param mount set to the number of the path's mount, a number of it that is never used again (0 = unknown), and 1 if
   * it is the mount of the process' root
   */
  resolvePath(pid: number, path: Uint8Array, follow: boolean, out: Uint8Array, mount: Float64Array): number;
  /** Give memory that was freed back to the system. */
  trim(): void;
  /** ns between the epoch and boot, to about 100 ns. */
  bootEpochNs(): bigint;
  /** 64 bits that nobody can guess. */
  randomSeed(): bigint;
  /** Kernel id of the calling thread. */
  threadId(): number;
  /**
   * Load the iterators over processes and files, if they are not.
   * @throws where the kernel has none
   */
  loadLook(): void;
  /** Rows of the iterators (see src/state/look.ts); loads them if they are not. */
  readonly Look: new (
    what: number,
    pid: number,
  ) => Rows;
  /** The side of a connection that a socket is on (see Role), by the halves of its inode number, if it is unknown. */
  setRole(low: number, high: number, role: number): void;
  readonly Ring: new (index: number) => Ring;
  readonly Regex: new (pattern: string) => Regex;
}

export interface LoadOptions {
  /** Ring buffers, one a worker; 1 to 16. */
  readonly rings: number;
  /** Bytes of each; a power of two, at least a page. */
  readonly ringBytes: number;
  /** Bytes of a data buffer that are shipped. */
  readonly snaplen: number;
  /** As for setWanted(): calls that are likely to be wanted. */
  readonly likely?: Uint8Array;
  /** 1 = more of transfers on ports of interest (DNS, databases, HTTP). */
  readonly dynamicSnaplen?: number;
  /** With it, ports whose transfers are shipped as far as fits; 0 = none. */
  readonly fullcaptureFirst?: number;
  readonly fullcaptureLast?: number;
  readonly statsdPort?: number;
  /** Process whose ordinary events are not shipped: the sensor's own. */
  readonly ownTgid: number;
  /** ns between the epoch and boot. */
  readonly bootEpochNs: bigint;
  /** 1 = path arguments may be the kernel's copies. */
  readonly kernelPaths?: number;
  /** Seed of the kernel filter's keys; 0n = no filter. */
  readonly filterSeed: bigint;
}

/** A worker's end of one ring. */
export interface Ring {
  /** The ring's data pages, mapped twice in a row, so that no record is split. Read only: a write kills the process. */
  readonly buffer: ArrayBuffer;
  /** Where the run that `poll` found begins. */
  readonly start: number;
  /** Wait up to `timeoutMs` for records; gives the bytes of the run, 0 on timeout or wake. */
  poll(timeoutMs: number): number;
  /** Give the run back to the kernel. */
  commit(): void;
  /** Bytes in it that were not given back yet, those among them that are still being written. */
  readonly behind: number;
  /** How many events that change processes did not find room in it. */
  readonly lost: number;
  close(): void;
}

/** A compiled regular expression: RE2, POSIX syntax, matched against the whole value. */
export interface Regex {
  test(bytes: Uint8Array, off: number, len: number): boolean;
}

/** The native addon, loaded once per thread. */
export function addon(): Addon {
  return nativeAddon() as Addon;
}

/** Counters of an event code, in the order of `struct event_stats` (bpf/abi.h). */
export const STAT_FIELDS = [
  "shipped",
  "droppedFull",
  "droppedReserved",
  "faults",
  "truncated",
  "filtered",
  "droppedShed",
] as const;
