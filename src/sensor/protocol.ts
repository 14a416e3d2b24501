import type { Bundle } from "../boot/bundle.js";
import type { RuleChoice } from "../engine/selections.js";
import type { JsonValue } from "../fields/json.js";
import type { ExtraOutput } from "../rules/extra.js";
import type { ProcSnapshot } from "../state/procfs.js";

/** A rules file as read once by the main thread, so that all workers judge by the same text. */
export interface RulesText {
  readonly name: string;
  readonly text: string;
}

/** What events are judged by, and how alerts print: all that can be changed while the sensor runs. */
export interface Judgement {
  readonly rules: readonly RulesText[];
  readonly ruleMatching: "first" | "all";
  /** Least severe priority that is loaded, 0 (emergency) to 7 (debug). */
  readonly minPriority: number;
  /** Additions to the output of rules. */
  readonly extraOutput: readonly ExtraOutput[];
  /** What to enable and disable after loading, in order. */
  readonly selections: readonly RuleChoice[];
  /** Values of fields `static.NAME`. */
  readonly staticFields: Readonly<Record<string, string>>;
  readonly format: FormatOptions;
}

/** What a worker is started with. */
export interface WorkerSetup extends Judgement {
  /** The program that it runs; gone when that runs. */
  readonly bundle?: Bundle;
  readonly index: number;
  /** {@link Counter} cells of this worker. */
  readonly counters: SharedArrayBuffer;
  /** Alerts that wait in the main thread, one cell for all workers. */
  readonly backlog: SharedArrayBuffer;
  /** Processes that make most events, see Talkers. */
  readonly talkers: SharedArrayBuffer;
  readonly maxProcesses: number;
  /** The kernel's iterators may be asked. */
  readonly iterators: boolean;
  /** Where its records are copied to for another thread (see Tap). */
  readonly tap?: SharedArrayBuffer | undefined;
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
  /** Send the alerts' fields along with the lines, for outputs that do not print lines. */
  readonly details?: boolean;
  /** Print data buffers in base64. */
  readonly base64?: boolean;
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
  /** Returns from the ring's poll: a worker that lives counts on. */
  POLLS: 7,
  /** Times that the process table was read anew, because events about processes were lost. */
  REPAIRS: 8,
  SIZE: 9,
} as const;

/** Alerts that may wait in the main thread before further ones are dropped and counted. */
export const MAX_BACKLOG = 20_000;

export interface RuleSummary {
  readonly name: string;
  readonly priority: string;
  readonly tags: readonly string[];
  readonly source: string;
  /** Does it ask for a capture of its alerts? */
  readonly capture: boolean;
  /** How long that goes on after an alert; 0 = as configured. */
  readonly captureMs: number;
}

export type ToWorker =
  /** Without a snapshot, ask the kernel's iterators. */
  | { readonly type: "start"; readonly snapshot: ProcSnapshot | undefined; readonly bootNs: bigint }
  /** Set the process table right, by the kernel's iterators or by /proc. */
  | { readonly type: "repair"; readonly look: boolean }
  | { readonly type: "processes" }
  /** Make another judgement ready beside the one in use. */
  | { readonly type: "prepare"; readonly judgement: Judgement }
  /** Judge by what was made ready, from the next event on. */
  | { readonly type: "switch" }
  /** Forget what was made ready. */
  | { readonly type: "discard" }
  | { readonly type: "stop" };

/** One of so many judged events is looked at more closely. Not even: events that alternate would be met on one side only. */
export const SAMPLE_EVERY = 251;

/** What rules came to. */
export interface LoadedRules {
  readonly rules: readonly RuleSummary[];
  /** What judging by them costs, see RuleCosts. */
  readonly costs: SharedArrayBuffer;
  /** Event codes on which an enabled rule is judged. */
  readonly eventTypes: readonly number[];
  /** Calls of the generic event that an enabled rule can match, by portable code; undefined = all. */
  readonly genericCalls: readonly number[] | undefined;
  readonly warnings: readonly string[];
}

/** What an alert says besides its line. */
export interface AlertDetail {
  readonly ts: bigint;
  /** Number of the event, among those of its worker. */
  readonly num: number;
  /** Empty unless {@link FormatOptions.details} is set. */
  readonly message: string;
  readonly fields: Readonly<Record<string, JsonValue>>;
}

export type FromWorker =
  | (LoadedRules & { readonly type: "loaded"; readonly threadId: number })
  | { readonly type: "ready" }
  /** Events about processes were lost. */
  | { readonly type: "gap" }
  | ({ readonly type: "alerts" } & FiredAlerts)
  | { readonly type: "prepared"; readonly loaded: LoadedRules | undefined; readonly refused: string }
  | { readonly type: "switched" }
  | { readonly type: "processes"; readonly rows: readonly ProcessRow[] }
  | { readonly type: "stopped" }
  | { readonly type: "error"; readonly message: string; readonly fatal: "rules" | "run" };

/** Alerts on their way to the main thread; lists of the same length. */
export interface FiredAlerts {
  /** Index into the rules that the worker judged by. */
  readonly rules: readonly number[];
  readonly lines: readonly string[];
  readonly details: readonly AlertDetail[];
}

/** A process as a worker knows it, for comparison with /proc. */
export interface ProcessRow {
  readonly pid: number;
  readonly ppid: number;
  readonly startNs: number;
  readonly comm: string;
  readonly exepath: string;
  readonly cwd: string;
  readonly uid: number;
}
