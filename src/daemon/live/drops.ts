import type { Config } from "../../config/config.js";
import type { KernelStats } from "../../sensor/drops.js";
import { type DropActions, type DropCounts, DropMonitor } from "../drops.js";

/** Kinds of events under which losses are told, by event name; others are `other_interest`. */
const KINDS: readonly (readonly [kind: string, names: readonly string[]])[] = [
  ["clone_fork_exit", ["clone", "clone3", "fork", "vfork"]],
  ["execve_exit", ["execve", "execveat"]],
  ["connect_exit", ["connect"]],
  ["open_exit", ["open", "openat", "openat2", "creat", "open_by_handle_at"]],
  [
    "dir_file_exit",
    [
      "mkdir",
      "mkdirat",
      "rmdir",
      "unlink",
      "unlinkat",
      "rename",
      "renameat",
      "renameat2",
      "link",
      "linkat",
      "symlink",
      "symlinkat",
      "chmod",
      "fchmod",
      "fchmodat",
      "chown",
      "fchown",
      "fchownat",
      "lchown",
      "mount",
      "umount",
      "umount2",
    ],
  ],
  ["close_exit", ["close"]],
  ["proc_exit", ["procexit"]],
];

const KIND_OF = new Map(KINDS.flatMap(([kind, names]) => names.map((n) => [n, kind] as const)));

/** Losses so far by kind, under the names that alerts and metrics have for them. */
export function dropsByKind(stats: KernelStats): Map<string, number> {
  const out = new Map<string, number>(KINDS.map(([kind]) => [kind, 0]));
  out.set("other_interest_exit", 0);
  for (const [name, { dropped }] of stats.byEvent) {
    const kind = KIND_OF.get(name) ?? "other_interest_exit";
    out.set(kind, (out.get(kind) ?? 0) + dropped);
  }
  return out;
}

/** Events that the kernel side has seen, and those of them that it lost. */
export function totals(stats: KernelStats): DropCounts {
  const drops = stats.droppedFull + stats.droppedReserved + stats.droppedShed;
  return { events: stats.shipped + stats.filtered + drops, drops };
}

/** `syscall_event_drops` for a live sensor, fed from the kernel side's counters. */
export class LiveDrops {
  private monitor: DropMonitor;
  private before = new Map<string, number>();
  private latest = new Map<string, number>();

  constructor(
    options: Config["syscall_event_drops"],
    private readonly act: DropActions,
    private readonly stats: () => KernelStats,
  ) {
    this.monitor = this.make(options);
    this.before = this.latest = dropsByKind(stats());
  }

  private make(options: Config["syscall_event_drops"]): DropMonitor {
    const alert: DropActions["alert"] = (message, ts, fields) => {
      const delta = [...this.latest].map(([kind, n]) => [`n_drops_buffer_${kind}`, n - (this.before.get(kind) ?? 0)]);
      const own = Object.fromEntries(delta.map(([key, n]) => [key, String(n)]));
      const total = delta.reduce((sum, [, n]) => sum + Number(n), 0);
      this.act.alert(message, ts, { ...fields, ...own, ebpf_enabled: "1", n_drops_buffer_total: String(total) });
    };
    const base = totals(this.stats());
    const counts = (): DropCounts => {
      const stats = this.stats();
      this.before = this.latest;
      this.latest = dropsByKind(stats);
      const { events, drops } = totals(stats);
      return { events: events - base.events, drops: drops - base.drops };
    };
    return new DropMonitor(options, { log: this.act.log, alert }, counts);
  }

  /** Use other settings from now on; what was counted stays. */
  change(options: Config["syscall_event_drops"]): void {
    const { detected, actions } = this.monitor;
    this.monitor = this.make(options);
    this.monitor.detected = detected;
    this.monitor.actions = actions;
  }

  /**
   * Look, if it is time to; call it several times a second.
   * @returns false: the configuration wants the program to end
   */
  tick(ts: bigint): boolean {
    return this.monitor.event(ts);
  }

  /** Lines for standard error at the end. */
  lines(): string[] {
    return this.monitor.lines();
  }
}
