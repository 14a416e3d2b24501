import type { Config } from "../config/config.js";

type Options = Config["syscall_event_drops"];

const SECOND = 1_000_000_000n;

/** What the monitor can do when events were lost. */
export interface DropActions {
  /** In the log; `grave` when the program is about to end for it. */
  readonly log: (message: string, grave: boolean) => void;
  /** As an alert of rule {@link DROP_RULE}. */
  readonly alert: (message: string, ts: bigint, fields: Readonly<Record<string, string>>) => void;
}

export const DROP_RULE = "Falco internal: syscall event drop";

/** Events counted and lost so far. */
export interface DropCounts {
  readonly events: number;
  readonly drops: number;
}

/** Counters of Falco's that an alert about drops lists, and that are all zero where nothing tells them apart. */
const ZERO_FIELDS = [
  "n_drops_buffer_clone_fork_exit",
  "n_drops_buffer_close_exit",
  "n_drops_buffer_connect_exit",
  "n_drops_buffer_dir_file_exit",
  "n_drops_buffer_execve_exit",
  "n_drops_buffer_open_exit",
  "n_drops_buffer_other_interest_exit",
  "n_drops_buffer_proc_exit",
  "n_drops_bug",
  "n_drops_page_faults",
  "n_drops_scratch_map",
];

/**
 * Looks once a second of event time for lost events, and does what `syscall_event_drops` says, not more often than its
 * rate allows.
 */
export class DropMonitor {
  /** Times that drops were seen. */
  detected = 0;
  /** Times that something was done about it. */
  actions = 0;
  private next = 0n;
  private last: DropCounts = { events: 0, drops: 0 };
  private tokens: number;
  private refilled = 0n;

  constructor(
    private readonly o: Options,
    private readonly act: DropActions,
    private readonly counts: () => DropCounts = () => ({ events: 0, drops: 0 }),
  ) {
    this.tokens = o.max_burst;
  }

  /** Events before this time need not be told. */
  get due(): bigint {
    return this.next;
  }

  /**
   * An event has come.
   * @returns false: the configuration wants the program to end
   */
  event(ts: bigint): boolean {
    if (this.next === 0n) {
      this.next = ts + SECOND;
      this.refilled = ts;
    }
    if (this.next >= ts) return true;
    this.next = ts + SECOND;
    const now = this.counts();
    const events = now.events - this.last.events;
    const drops = now.drops - this.last.drops + (this.o.simulate_drops ? 1 : 0);
    this.last = now;
    const threshold = this.o.simulate_drops ? 0 : this.o.threshold;
    if (drops === 0 || drops / events <= threshold) return true;
    this.detected++;
    if (!this.claim(ts)) return true;
    this.actions++;
    return this.perform(ts, events, drops);
  }

  /** Lines for standard error at the end. */
  lines(): string[] {
    return [
      "Syscall event drop monitoring:",
      `   - event drop detected: ${this.detected} occurrences`,
      `   - num times actions taken: ${this.actions}`,
    ];
  }

  /** A bucket of tokens, full at first. */
  private claim(ts: bigint): boolean {
    const seconds = Number(ts - this.refilled) / 1e9;
    this.refilled = ts;
    this.tokens = Math.min(this.o.max_burst, this.tokens + seconds * this.o.rate);
    if (this.tokens < 1) return false;
    this.tokens--;
    return true;
  }

  private perform(ts: bigint, events: number, drops: number): boolean {
    const message = `${DROP_RULE}. ${drops} system calls dropped in last second.`;
    const { actions } = this.o;
    if (actions.includes("log")) this.act.log(message, false);
    if (actions.includes("alert")) {
      const fields = Object.fromEntries(ZERO_FIELDS.map((f) => [f, "0"]));
      this.act.alert(message, ts, {
        ...fields,
        ebpf_enabled: "0",
        n_drops: String(drops),
        n_drops_buffer_total: "0",
        n_evts: String(events),
      });
    }
    if (!actions.includes("exit")) return true;
    this.act.log(message, true);
    this.act.log("Exiting.", true);
    return false;
  }
}
