import type { StatusResponse } from "../../client/index.js";

/** What happened between two looks at a sensor, a second. */
export interface Rates {
  readonly seen: number;
  readonly shipped: number;
  readonly filtered: number;
  readonly judged: number;
  readonly dropped: number;
  readonly alerts: number;
  readonly workers: readonly { readonly load: number; readonly events: number }[];
  readonly rules: readonly RuleRate[];
  readonly talkers: readonly TalkerRate[];
  readonly types: readonly { readonly name: string; readonly shipped: number; readonly dropped: number }[];
}

export interface RuleRate {
  readonly name: string;
  readonly priority: string;
  /** In all. */
  readonly matches: number;
  /** Alerts a second. */
  readonly firing: number;
  readonly judged: number;
  /** Share of one CPU. */
  readonly load: number;
}

export interface TalkerRate {
  readonly pid: number;
  readonly name: string;
  readonly events: number;
}

/** What is estimated from samples is averaged over so long. */
const SAMPLED_MS = 15_000;

/** The looks of the last seconds. */
export class Looks {
  private list: StatusResponse[] = [];

  /** Add a look, and compare it with those before; undefined if there is none, or the sensor was started anew. */
  add(now: StatusResponse): Rates | undefined {
    const before = this.list.at(-1);
    if (before !== undefined && (before.startedMs !== now.startedMs || before.pid !== now.pid)) this.list = [];
    this.list = [...this.list.filter((s) => s.timeMs >= now.timeMs - SAMPLED_MS), now];
    const [oldest] = this.list;
    const last = this.list.at(-2);
    return last && oldest && ratesOf(last, now, oldest);
  }

  get latest(): StatusResponse | undefined {
    return this.list.at(-1);
  }
}

/**
 * Compare two looks at one run of a sensor.
 * @param past with which numbers from samples are compared
 */
export function ratesOf(before: StatusResponse, now: StatusResponse, past: StatusResponse): Rates | undefined {
  const seconds = (now.timeMs - before.timeMs) / 1000;
  if (seconds <= 0) return undefined;
  const ratio = seconds / ((now.timeMs - past.timeMs) / 1000);
  const rate = (a: number, b: number): number => Math.max(0, b - a) / seconds;
  const rulesBefore = new Map(before.rules.map((r) => [r.name, r]));
  const rulesPast = new Map(past.rules.map((r) => [r.name, r.cpuSeconds]));
  const typesBefore = new Map(before.eventTypes.map((t) => [t.name, t]));
  const talkersBefore = new Map(past.talkers.map((t) => [t.pid, t.events]));
  const seen = (s: StatusResponse): number => s.shipped + s.filtered + s.dropped;
  return {
    seen: rate(seen(before), seen(now)),
    shipped: rate(before.shipped, now.shipped),
    filtered: rate(before.filtered, now.filtered),
    judged: rate(before.judged, now.judged),
    dropped: rate(before.dropped, now.dropped),
    alerts: rate(before.alerts, now.alerts),
    workers: now.workers.map((w, i) => ({
      load: rate(before.workers[i]?.cpuSeconds ?? 0, w.cpuSeconds),
      events: rate(before.workers[i]?.events ?? 0, w.events),
    })),
    rules: now.rules
      .map((r) => {
        const b = rulesBefore.get(r.name);
        return {
          name: r.name,
          priority: r.priority,
          matches: r.matches,
          firing: rate(b?.matches ?? 0, r.matches),
          judged: rate(b?.judged ?? 0, r.judged),
          load: ratio * rate(rulesPast.get(r.name) ?? 0, r.cpuSeconds),
        };
      })
      .sort(
        (a, b) => b.firing - a.firing || b.matches - a.matches || b.judged - a.judged || (a.name < b.name ? -1 : 1),
      ),
    talkers: now.talkers
      .map((t) => {
        const known = talkersBefore.get(t.pid) ?? 0;
        // one that was forgotten meanwhile begins anew
        return { pid: t.pid, name: t.name, events: ratio * rate(t.events < known ? 0 : known, t.events) };
      })
      .filter((t) => t.events > 0)
      .sort((a, b) => b.events - a.events || a.pid - b.pid),
    types: now.eventTypes
      .map((t) => ({
        name: t.name,
        shipped: rate(typesBefore.get(t.name)?.shipped ?? 0, t.shipped),
        dropped: rate(typesBefore.get(t.name)?.dropped ?? 0, t.dropped),
      }))
      .filter((t) => t.shipped + t.dropped > 0)
      .sort((a, b) => b.shipped - a.shipped || (a.name < b.name ? -1 : 1)),
  };
}
