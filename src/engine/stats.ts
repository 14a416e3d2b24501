import { EVENT_CODES, EVENTS } from "../event/table.js";
import { RuleCosts } from "./costs.js";
import type { EngineRule } from "./rule.js";

/** How a rule has fared. */
export interface RuleStats {
  readonly name: string;
  readonly priority: string;
  readonly source: string;
  readonly enabled: boolean;
  readonly matches: number;
  /** Time of the last event that it matched, in ns since the epoch; undefined if there is none. */
  readonly lastMatch: bigint | undefined;
  /** Events on which its condition was evaluated: the others were turned away before. */
  readonly judged: number;
}

/** Events of one name. */
export interface EventTypeStats {
  readonly name: string;
  readonly events: number;
  /** Matches of rules on them. */
  readonly matches: number;
}

/** What an engine has done since its rules were last loaded. */
export interface EngineStats {
  readonly events: number;
  readonly matches: number;
  /** In order of definition. */
  readonly rules: readonly RuleStats[];
  /** Of those names that were seen, most frequent first. */
  readonly eventTypes: readonly EventTypeStats[];
}

/** Counters that an engine's rulesets share. An event costs one increment; only matches cost more. */
export class Tally {
  readonly events = new Float64Array(EVENT_CODES);
  private readonly matchesByCode = new Float64Array(EVENT_CODES);
  private matches = new Float64Array(0);
  private last: (bigint | undefined)[] = [];
  /** What judging costs, by rule. */
  costs = new RuleCosts(0);

  /** Forget everything; from now on there are `n` rules. */
  reset(n: number): void {
    this.events.fill(0);
    this.matchesByCode.fill(0);
    this.matches = new Float64Array(n);
    this.last = new Array<bigint | undefined>(n).fill(undefined);
    this.costs = new RuleCosts(n);
  }

  /** As if no event had been judged; the rules stay. */
  clear(): void {
    this.events.fill(0);
    this.matchesByCode.fill(0);
    this.matches.fill(0);
    this.last.fill(undefined);
    this.costs.clear();
  }

  /** Rule `index` matched an event of type `code`. */
  hit(index: number, code: number, ts: bigint): void {
    this.matches[index] = (this.matches[index] as number) + 1;
    this.matchesByCode[code] = (this.matchesByCode[code] as number) + 1;
    this.last[index] = ts;
  }

  /** Another rule has taken the place of this one. */
  unhit(index: number, code: number): void {
    this.matches[index] = (this.matches[index] as number) - 1;
    this.matchesByCode[code] = (this.matchesByCode[code] as number) - 1;
  }

  report(rules: readonly EngineRule[]): EngineStats {
    const types = new Map<string, { name: string; events: number; matches: number }>();
    for (const { code, name } of EVENTS) {
      const events = this.events[code] as number;
      if (events === 0) continue;
      const t = types.get(name) ?? { name, events: 0, matches: 0 };
      types.set(name, t);
      t.events += events;
      t.matches += this.matchesByCode[code] as number;
    }
    return {
      events: this.events.reduce((a, b) => a + b, 0),
      matches: this.matches.reduce((a, b) => a + b, 0),
      rules: rules.map((r, i) => ({
        name: r.name,
        priority: r.priorityName,
        source: r.source,
        enabled: r.enabled,
        matches: this.matches[i] as number,
        lastMatch: this.last[i],
        judged: this.costs.judged[i] as number,
      })),
      eventTypes: [...types.values()].sort((a, b) => b.events - a.events || (a.name < b.name ? -1 : 1)),
    };
  }
}
