import { EVENTS } from "../event/table.js";
import type { Judge } from "../filter/build.js";
import { type CompiledRules, readsPath } from "../filter/compile.js";
import { GENERIC_EVENT } from "../filter/eventnames.js";
import { EventSet } from "../filter/eventtypes.js";
import { genericCallsOf } from "../filter/generic.js";
import { KEYED_EVENTS } from "../filter/interest.js";
import type { EventContext } from "../state/context.js";
import { compileBySource, compileKeyed, judgedOn, NO_RULES, SYSCALL } from "./judges.js";
import type { EngineRule } from "./rule.js";
import { type RuleSelector, selects } from "./select.js";
import type { RuleStore } from "./store.js";

/** A choice of an engine's rules and their compiled form. */
export class Ruleset {
  /** Indices of the enabled rules in order of evaluation. */
  private order: number[] = [];
  private stale = true;
  private bySource = new Map<string, CompiledRules>();
  private judges: readonly (Judge | undefined)[] = [];
  private pathJudges: readonly (Judge | undefined)[] = [];
  private keyed: CompiledRules | undefined;
  private fresh = new Int32Array(0);
  /** Number of hits of the event at hand. */
  private count = 0;

  /** Indices of the rules that matched the last event. */
  hits = new Int32Array(0);
  /** For each hit: 1 if the rule matched only with resolved paths. */
  viaResolved = new Uint8Array(0);

  /** The tally's count of events by type, at hand. */
  private readonly events: Float64Array;

  constructor(
    readonly name: string,
    private readonly host: RuleStore,
  ) {
    this.events = host.tally.events;
  }

  /** Number of enabled rules. */
  get size(): number {
    return this.order.length;
  }

  /** Enabled rules in order of evaluation. */
  enabled(): EngineRule[] {
    return this.order.map((i) => this.host.rules[i] as EngineRule);
  }

  /** Begin anew with these rules enabled. */
  reset(order: number[]): void {
    this.order = order;
    this.stale = true;
  }

  /** Enable or disable rules; returns how many changed. Those newly enabled are judged after all others. */
  select(selector: RuleSelector, on: boolean): number {
    const before = new Set(this.order);
    const chosen = new Set(this.host.rules.filter((r) => before.has(r.index) !== on && selects(selector, r)));
    if (chosen.size === 0) return 0;
    if (on) for (const r of chosen) this.order.push(r.index);
    else this.order = this.order.filter((i) => !chosen.has(this.host.rules[i] as EngineRule));
    this.stale = true;
    return chosen.size;
  }

  /** Compile the enabled rules; otherwise the first event does it. */
  compile(): void {
    const { rules, table, settings, tally } = this.host;
    const judged = tally.costs.judged;
    this.bySource = table === undefined ? new Map() : compileBySource(this.enabled(), { ...settings, table, judged });
    const own = this.bySource.get(SYSCALL) ?? NO_RULES;
    this.judges = own.judges;
    this.pathJudges = own.pathJudges;
    this.keyed = undefined;
    this.hits = new Int32Array(rules.length + 1);
    this.fresh = new Int32Array(rules.length + 1);
    this.viaResolved = new Uint8Array(rules.length + 1);
    this.stale = false;
  }

  /** Compile what {@link keyMayMatch} needs; otherwise its first call does it. */
  compileKeys(): void {
    const { table, settings } = this.host;
    this.keyed = table === undefined ? NO_RULES : compileKeyed(this.enabled(), { ...settings, table });
  }

  /** Event codes on which at least one enabled rule of a source is judged. */
  eventTypes(source: string): Set<number> {
    let s = EventSet.none();
    for (const r of this.enabled()) if (r.source === source) s = s.or(judgedOn(r));
    return new Set(s.codes());
  }

  /** See `Engine.genericCalls`. */
  genericCalls(): Set<number> | undefined {
    const all = new Set<number>();
    for (const r of this.enabled()) {
      if (r.source !== SYSCALL || !r.rule.events.has(GENERIC_EVENT)) continue;
      const calls = genericCallsOf(r.rule.root);
      if (calls === undefined) return undefined;
      for (const c of calls) all.add(c);
    }
    return all;
  }

  /** See `Engine.process`. */
  process(x: EventContext): number {
    if (this.stale) this.compile();
    const type = x.ev.type;
    const { events } = this;
    events[type] = (events[type] as number) + 1;
    const judge = x.source === SYSCALL ? this.judges[type] : this.judgeOf(x.source, type);
    x.resolved = false;
    const n = judge === undefined ? 0 : judge(x, this.hits, 0);
    if (n > 0) this.record(n, x);
    this.count = n;
    return n;
  }

  /** See `Engine.unjudged`. */
  unjudged(): Uint8Array {
    if (this.stale) this.compile();
    return Uint8Array.from(EVENTS, (_, code) =>
      this.judges[code] === undefined && this.pathJudges[code] === undefined ? 1 : 0,
    );
  }

  /** As {@link process}, and charge the time that it takes to the rules whose conditions it comes to. */
  processTimed(x: EventContext): number {
    if (this.stale) this.compile();
    const { costs } = this.host.tally;
    costs.begin();
    const n = this.process(x);
    costs.end();
    return n;
  }

  private judgeOf(source: string, type: number): Judge | undefined {
    return this.bySource.get(source)?.judges[type];
  }

  private record(n: number, x: EventContext): void {
    for (let i = 0; i < n; i++) {
      this.viaResolved[i] = 0;
      this.host.tally.hit(this.hits[i] as number, x.ev.type, x.ev.ts);
    }
  }

  /** See `Engine.keyMayMatch`. */
  keyMayMatch(x: EventContext): boolean {
    const type = x.ev.type;
    if (!KEYED_EVENTS.has(type)) return true;
    if (this.keyed === undefined || this.stale) {
      if (this.stale) this.compile();
      this.compileKeys();
    }
    const { judges, pathJudges } = this.keyed as CompiledRules;
    x.resolved = false;
    const lexical = judges[type];
    let n = lexical === undefined ? 0 : lexical(x, this.fresh, 0);
    const real = pathJudges[type];
    if (n === 0 && real !== undefined) {
      x.resolved = true;
      n = real(x, this.fresh, 0);
      if (n === 0) {
        x.canonical = true;
        n = real(x, this.fresh, 0);
        x.canonical = false;
      }
      x.resolved = false;
    }
    return n > 0;
  }

  /** See `Engine.wantsResolved`. */
  wantsResolved(x: EventContext): boolean {
    return this.pathJudges[x.ev.type] !== undefined;
  }

  /** See `Engine.processResolved`. */
  processResolved(x: EventContext): number {
    const judge = this.pathJudges[x.ev.type];
    x.resolved = true;
    if (judge === undefined) return this.count;
    return this.merge(judge(x, this.fresh, 0), x);
  }

  /** Put `n` new hits among the old, in order of evaluation. */
  private merge(n: number, x: EventContext): number {
    const { hits, fresh, order, viaResolved } = this;
    const { tally, settings } = this.host;
    if (settings.matching === "first") {
      const rule = fresh[0] as number;
      const old = hits[0] as number;
      if (n > 0 && (this.count === 0 || order.indexOf(rule) < order.indexOf(old))) {
        if (this.count > 0) tally.unhit(old, x.ev.type);
        tally.hit(rule, x.ev.type, x.ev.ts);
        hits[0] = rule;
        viaResolved[0] = 1;
        this.count = 1;
      }
      return this.count;
    }
    let count = this.count;
    for (let i = 0; i < n; i++) {
      const rule = fresh[i] as number;
      let p = 0;
      while (p < count && hits[p] !== rule) p++;
      if (p < count) continue;
      tally.hit(rule, x.ev.type, x.ev.ts);
      const rank = order.indexOf(rule);
      p = count++;
      for (; p > 0 && order.indexOf(hits[p - 1] as number) > rank; p--) {
        hits[p] = hits[p - 1] as number;
        viaResolved[p] = viaResolved[p - 1] as number;
      }
      hits[p] = rule;
      viaResolved[p] = 1;
    }
    this.count = count;
    return count;
  }

  /** See `Engine.processInterpreted`. */
  processInterpreted(x: EventContext): number {
    if (this.stale) this.compile();
    x.resolved = false;
    let n = 0;
    for (const i of this.order) {
      if (!this.judgeOne(i, x)) continue;
      this.hits[n++] = i;
      if (this.host.settings.matching === "first") break;
    }
    this.record(n, x);
    this.count = n;
    return n;
  }

  /** See `Engine.processResolvedInterpreted`. */
  processResolvedInterpreted(x: EventContext): number {
    x.resolved = true;
    let n = 0;
    for (const i of this.order) {
      if (!readsPath((this.host.rules[i] as EngineRule).rule.root) || !this.judgeOne(i, x)) continue;
      this.fresh[n++] = i;
      if (this.host.settings.matching === "first") break;
    }
    return this.merge(n, x);
  }

  private judgeOne(index: number, x: EventContext): boolean {
    const r = this.host.rules[index] as EngineRule;
    return r.source === x.source && judgedOn(r).has(x.ev.type) && this.host.interpreter.judge(r.rule.root, x);
  }
}
