import type { LiveSensor } from "../sensor/live.js";
import { Counter as Cell, type Counter } from "../sensor/protocol.js";

/** Alerts counted by rule and priority. */
export class AlertCounts {
  private readonly byRule = new Map<string, number>();
  private readonly byPriority = new Map<string, number>();
  total = 0;

  add(rule: string, priority: string): void {
    this.total++;
    this.byRule.set(rule, (this.byRule.get(rule) ?? 0) + 1);
    this.byPriority.set(priority, (this.byPriority.get(priority) ?? 0) + 1);
  }

  /** Alerts of each rule. */
  get rules(): ReadonlyMap<string, number> {
    return this.byRule;
  }

  /** Falco's closing statistics, for standard output. */
  lines(): string[] {
    const name = (p: string): string => (p === "Informational" ? "INFO" : p.toUpperCase());
    return [
      `Events detected: ${this.total}`,
      "Rule counts by severity:",
      ...[...this.byPriority].map(([p, n]) => `   ${name(p)}: ${n}`),
      "Triggered rules by rule name:",
      ...[...this.byRule].map(([r, n]) => `   ${r}: ${n}`),
    ];
  }
}

/** What went through, and what was lost and why, for standard error. */
export function flowLines(sensor: LiveSensor): string[] {
  const k = sensor.kernelStats();
  const count = (cell: (typeof Counter)[keyof typeof Counter]): number => sensor.counter(cell);
  return [
    `Events: ${k.filtered} ended in the kernel (no rule can match them), ${k.shipped} shipped, ${count(Cell.JUDGED)} judged`,
    "Syscall event drop monitoring:",
    `   - ring full: ${k.droppedFull}`,
    `   - one of many alike, while a ring filled up: ${k.droppedShed}`,
    `   - room kept for lifecycle events: ${k.droppedReserved}`,
    `   - alerts not printed (output too slow): ${count(Cell.LOST_ALERTS)}`,
    `   - events with an unreadable parameter: ${k.faults}, with a cut one: ${k.truncated}`,
  ];
}
