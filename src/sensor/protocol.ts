import type { ExtraOutput } from "../rules/extra.js";
import type { ProcSnapshot } from "../state/procfs.js";

/** A rules file as read once by the main thread, so that all workers judge by the same text. */
export interface RulesText {
  readonly name: string;
  readonly text: string;
}

/** Rules to enable or disable: those whose name matches a pattern (`*` stands for any text), then those with a tag. */
export interface Selection {
  readonly enable: boolean;
  /** Empty: none by name. */
  readonly rule: string;
  /** Empty: none by tag. */
  readonly tag: string;
}

/** What a worker is started with. */
export interface WorkerSetup {
  readonly index: number;
  readonly rules: readonly RulesText[];
  readonly ruleMatching: "first" | "all";
  /** Least severe priority that is loaded, 0 (emergency) to 7 (debug). */
  readonly minPriority: number;
  /** Additions to the output of rules. */
  readonly extraOutput: readonly ExtraOutput[];
  /** What to enable and disable after loading, in order. */
  readonly selections: readonly Selection[];
  readonly format: FormatOptions;
  /** {@link Counter} cells of this worker. */
  readonly counters: SharedArrayBuffer;
  /** Alerts that wait in the main thread, one cell for all workers. */
  readonly backlog: SharedArrayBuffer;
  readonly maxProcesses: number;
}

/** How alerts print; the keys of falco.yaml. */
export interface FormatOptions {
  readonly json: boolean;
  readonly timeIso8601: boolean;
  readonly includeOutput: boolean;
  readonly includeMessage: boolean;
  readonly includeOutputFields: boolean;
  readonly includeTags: boolean;
  readonly hostname: string;
}

/** Cells of a worker's counters (Float64Array over shared memory; one writer, so no atomics). */
export const Counter = {
  EVENTS: 0,
  JUDGED: 1,
  ALERTS: 2,
  GAPS: 3,
  LOST_ALERTS: 4,
  PROCESSES: 5,
  BUSY: 6,
  SIZE: 8,
} as const;

/** Alerts that may wait in the main thread before further ones are dropped and counted. */
export const MAX_BACKLOG = 20_000;

export interface RuleSummary {
  readonly name: string;
  readonly priority: string;
  readonly tags: readonly string[];
  readonly source: string;
}

export type ToWorker =
  | { readonly type: "start"; readonly snapshot: ProcSnapshot }
  | { readonly type: "processes" }
  | { readonly type: "stop" };

export type FromWorker =
  | {
      readonly type: "loaded";
      readonly rules: readonly RuleSummary[];
      /** Event codes that an enabled rule can match. */
      readonly eventTypes: readonly number[];
      /** Calls of the generic event that an enabled rule can match, by portable code; undefined = all. */
      readonly genericCalls: readonly number[] | undefined;
      readonly warnings: readonly string[];
      readonly threadId: number;
    }
  | { readonly type: "ready" }
  | { readonly type: "alerts"; readonly rules: readonly number[]; readonly lines: readonly string[] }
  | { readonly type: "processes"; readonly rows: readonly ProcessRow[] }
  | { readonly type: "stopped" }
  | { readonly type: "error"; readonly message: string; readonly fatal: "rules" | "run" };

/** A process as a worker knows it, for comparison with /proc. */
export interface ProcessRow {
  readonly pid: number;
  readonly ppid: number;
  readonly startNs: number;
  readonly comm: string;
}
