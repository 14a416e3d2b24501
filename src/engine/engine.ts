import { readFileSync } from "node:fs";
import { eventCodes } from "../event/table.js";
import type { FieldRegistry } from "../fields/field.js";
import type { Judge } from "../filter/build.js";
import { type CompiledRules, compileRules, readsPath } from "../filter/compile.js";
import { GENERIC_EVENT } from "../filter/eventnames.js";
import { EventSet } from "../filter/eventtypes.js";
import { genericCallsOf } from "../filter/generic.js";
import { KEYED_EVENTS, keyConsequence } from "../filter/interest.js";
import { Interpreter } from "../filter/interpret.js";
import type { RegexEngine } from "../filter/regex.js";
import { RulesError, type RulesWarning } from "../rules/errors.js";
import { RulesLoader } from "../rules/loader.js";
import { Context, SourceText } from "../rules/place.js";
import { checkPlugins, type PluginRequirement } from "../rules/plugins.js";
import { PRIORITIES } from "../rules/priority.js";
import type { ReadyMacro, Rule, RuleSet, RuleSetOptions } from "../rules/ruleset.js";
import type { CompileTemplate, OutputTemplate } from "../rules/template.js";
import type { EventContext } from "../state/context.js";
import { type RuleSelector, selects } from "./select.js";

export interface EngineOptions {
  readonly registry: FieldRegistry;
  readonly compileTemplate: CompileTemplate;
  /** Without it rules that use the `regex` operator fail to load. */
  readonly regex?: RegexEngine;
  /** `first` (default): the first rule that matches wins; `all`: every rule that matches. */
  readonly ruleMatching?: "first" | "all";
  /** Rules with a priority below this (a greater number) are checked but not loaded. Default 7: all. */
  readonly minPriority?: number;
  /** Event sources that rules may be for. Default: `syscall`. */
  readonly sources?: readonly string[];
  /** Names that evt.type accepts besides those of events and system calls. */
  readonly eventNames?: readonly string[];
  readonly extraOutput?: RuleSetOptions["extraOutput"];
}

/** A loaded rule as seen from outside. Its place in {@link Engine.rules} is its index in {@link Engine.hits}. */
export interface EngineRule {
  readonly index: number;
  readonly name: string;
  readonly desc: string;
  readonly condition: string;
  readonly output: string;
  readonly template: OutputTemplate;
  /** 0 (Emergency) to 7 (Debug). */
  readonly priority: number;
  readonly priorityName: string;
  /** Sorted. */
  readonly tags: readonly string[];
  readonly source: string;
  readonly enabled: boolean;
  readonly capture: boolean;
  /** In ms; 0 = as configured. */
  readonly captureDuration: number;
  readonly rule: Rule;
}

const ASYNC_CODES = eventCodes("asyncevent");

/**
 * Judges events by rules. Load files, choose which rules are enabled, then hand in events:
 *
 * ```ts
 * const n = engine.process(x);
 * for (let i = 0; i < n; i++) alert(engine.rules[engine.hits[i]]);
 * ```
 *
 * Faults are thrown, nothing is logged. Engines do not know of each other.
 */
export class Engine {
  private readonly loader: RulesLoader;
  private readonly matching: "first" | "all";
  private readonly minPriority: number;
  private readonly interpreter: Interpreter;
  private readonly allWarnings: RulesWarning[] = [];
  private set: RuleSet | undefined;
  private list: EngineRule[] = [];
  /** Indices of the enabled rules in order of evaluation. */
  private order: number[] = [];
  /** What enable() and disable() were told, to be applied again after the next file. */
  private readonly selections: { readonly selector: RuleSelector; readonly on: boolean }[] = [];
  private compiled: CompiledRules | undefined;
  private judges: readonly (Judge | undefined)[] = [];
  private pathJudges: readonly (Judge | undefined)[] = [];
  /** Conditions weakened to what the kernel filter's key decides. */
  private keyed: CompiledRules = { judges: [], pathJudges: [] };
  private fresh = new Int32Array(0);
  /** Number of hits of the event at hand. */
  private count = 0;

  /** Indices of the rules that matched the last event. */
  hits = new Int32Array(0);
  /** For each hit: 1 if the rule matched only with resolved paths. */
  viaResolved = new Uint8Array(0);

  constructor(private readonly o: EngineOptions) {
    this.matching = o.ruleMatching ?? "first";
    this.minPriority = o.minPriority ?? 7;
    this.interpreter = new Interpreter(o.regex);
    this.loader = new RulesLoader({
      registry: o.registry,
      compileTemplate: o.compileTemplate,
      regex: o.regex,
      sources: new Set(o.sources ?? ["syscall"]),
      eventNames: o.eventNames === undefined ? undefined : new Set(o.eventNames),
      extraOutput: o.extraOutput,
    });
  }

  /**
   * Add the text of a rules file.
   * @returns warnings about this file and about the rules as they are now
   * @throws {RulesError} in which case the engine is as it was before
   */
  loadText(text: string, fileName: string): readonly RulesWarning[] {
    const { ruleSet, warnings } = this.loader.load(text, fileName);
    this.allWarnings.push(...warnings);
    this.set = ruleSet;
    this.rebuild();
    return warnings;
  }

  /**
   * Add a rules file.
   * @throws {RulesError}
   */
  loadFile(path: string): readonly RulesWarning[] {
    let text: string;
    try {
      text = readFileSync(path, "utf8");
    } catch (e) {
      const why = e instanceof Error ? e.message : String(e);
      throw new RulesError("LOAD_ERR_FILE_READ", why, Context.file(new SourceText(path, "")).place());
    }
    return this.loadText(text, path);
  }

  /** Warnings of all files. */
  get warnings(): readonly RulesWarning[] {
    return this.allWarnings;
  }

  /** Loaded rules in order of definition. */
  get rules(): readonly EngineRule[] {
    return this.list;
  }

  /** Lists and macros as they are now. */
  get definitions(): { readonly lists: RuleSet["lists"]; readonly macros: readonly ReadyMacro[] } {
    return { lists: this.set?.lists ?? [], macros: this.set?.macros ?? [] };
  }

  /** Enable rules; those that were not enabled are judged after all others. */
  enable(selector: RuleSelector): number {
    return this.select(selector, true);
  }

  /** Disable rules. */
  disable(selector: RuleSelector): number {
    return this.select(selector, false);
  }

  private select(selector: RuleSelector, on: boolean): number {
    this.selections.push({ selector, on });
    return this.apply(selector, on);
  }

  private apply(selector: RuleSelector, on: boolean): number {
    let changed = 0;
    this.list.forEach((r, i) => {
      if (!selects(selector, r) || r.enabled === on) return;
      this.list[i] = { ...r, enabled: on };
      if (on) this.order.push(i);
      else this.order = this.order.filter((k) => k !== i);
      changed++;
    });
    this.compiled = undefined;
    return changed;
  }

  private rebuild(): void {
    const rules = (this.set?.rules ?? []).filter((r) => r.priority <= this.minPriority);
    this.list = rules.map((rule, index) => ({
      index,
      name: rule.name,
      desc: rule.desc,
      condition: rule.condition,
      output: rule.output,
      template: rule.template,
      priority: rule.priority,
      priorityName: PRIORITIES[rule.priority] as string,
      tags: rule.tags,
      source: rule.source,
      enabled: rule.enabled,
      capture: rule.capture,
      captureDuration: rule.captureDuration,
      rule,
    }));
    this.order = this.list.filter((r) => r.enabled).map((r) => r.index);
    for (const s of this.selections) this.apply(s.selector, s.on);
    this.compiled = undefined;
  }

  /** Compile the enabled rules; otherwise the first event does it. */
  compile(): void {
    const { set, order, list } = this;
    const conditions = order.map((index) => {
      const { root, events, source } = (list[index] as EngineRule).rule;
      return { index, root, events: source === "syscall" ? events.or(EventSet.of(ASYNC_CODES)) : events };
    });
    this.compiled =
      set === undefined
        ? { judges: [], pathJudges: [] }
        : compileRules(conditions, { table: set.table, matching: this.matching, regex: this.o.regex });
    this.judges = this.compiled.judges;
    this.pathJudges = this.compiled.pathJudges;
    if (set !== undefined) {
      const keyedEvents = EventSet.of([...KEYED_EVENTS]);
      const weakened = conditions.map((c) => ({
        index: c.index,
        root: keyConsequence(c.root, set.table),
        events: c.events.and(keyedEvents),
      }));
      this.keyed = compileRules(weakened, { table: set.table, matching: "first", regex: this.o.regex });
    }
    this.hits = new Int32Array(list.length + 1);
    this.fresh = new Int32Array(list.length + 1);
    this.viaResolved = new Uint8Array(list.length + 1);
  }

  /** Event codes that at least one enabled rule can match. */
  eventTypes(): Set<number> {
    let s = EventSet.none();
    for (const i of this.order) s = s.or((this.list[i] as EngineRule).rule.events);
    return new Set(s.codes());
  }

  /**
   * Portable codes of the system calls without an event of their own that enabled rules can match; undefined if a rule
   * is not that particular.
   */
  genericCalls(): Set<number> | undefined {
    const all = new Set<number>();
    for (const i of this.order) {
      const { rule } = this.list[i] as EngineRule;
      if (!rule.events.has(GENERIC_EVENT)) continue;
      const calls = genericCallsOf(rule.root);
      if (calls === undefined) return undefined;
      for (const c of calls) all.add(c);
    }
    return all;
  }

  /**
   * Judge an event.
   * @returns how many rules match; their indices are in {@link hits}
   */
  process(x: EventContext): number {
    if (this.compiled === undefined) this.compile();
    const judge = this.judges[x.ev.type];
    x.resolved = false;
    const n = judge === undefined ? 0 : judge(x, this.hits, 0);
    for (let i = 0; i < n; i++) this.viaResolved[i] = 0;
    this.count = n;
    return n;
  }

  /**
   * Can any enabled rule match any event with the same kernel filter key as this one? Judges lexical and resolved
   * path alike. Only for events that carry a key.
   */
  keyMayMatch(x: EventContext): boolean {
    const type = x.ev.type;
    if (!KEYED_EVENTS.has(type)) return true;
    x.resolved = false;
    const lexical = this.keyed.judges[type];
    let n = lexical === undefined ? 0 : lexical(x, this.fresh, 0);
    const real = this.keyed.pathJudges[type];
    if (n === 0 && real !== undefined) {
      x.resolved = true;
      n = real(x, this.fresh, 0);
      x.resolved = false;
    }
    return n > 0;
  }

  /** Is there any rule that could judge this event differently with resolved paths? */
  wantsResolved(x: EventContext): boolean {
    return this.pathJudges[x.ev.type] !== undefined;
  }

  /**
   * After {@link process}, for an event whose kernel-resolved path is not the lexical one: judge those rules again
   * that look at paths, this time at resolved ones, and add what they find. Leaves `x.resolved` true.
   * @returns how many rules match in all
   */
  processResolved(x: EventContext): number {
    const judge = this.pathJudges[x.ev.type];
    x.resolved = true;
    if (judge === undefined) return this.count;
    return this.merge(judge(x, this.fresh, 0));
  }

  /** Put `n` new hits among the old, in order of evaluation. */
  private merge(n: number): number {
    const { hits, fresh, order, viaResolved } = this;
    if (this.matching === "first") {
      if (n > 0 && (this.count === 0 || order.indexOf(fresh[0] as number) < order.indexOf(hits[0] as number))) {
        hits[0] = fresh[0] as number;
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

  /** As {@link process}, but by walking the conditions' trees: slow, and the standard for the compiled form. */
  processInterpreted(x: EventContext): number {
    if (this.compiled === undefined) this.compile();
    x.resolved = false;
    let n = 0;
    for (const i of this.order) {
      if (!this.judgeOne(i, x)) continue;
      this.viaResolved[n] = 0;
      this.hits[n++] = i;
      if (this.matching === "first") break;
    }
    this.count = n;
    return n;
  }

  /** As {@link processResolved}, by walking the trees. */
  processResolvedInterpreted(x: EventContext): number {
    x.resolved = true;
    let n = 0;
    for (const i of this.order) {
      if (!readsPath((this.list[i] as EngineRule).rule.root) || !this.judgeOne(i, x)) continue;
      this.fresh[n++] = i;
      if (this.matching === "first") break;
    }
    return this.merge(n);
  }

  private judgeOne(index: number, x: EventContext): boolean {
    const { events, root, source } = (this.list[index] as EngineRule).rule;
    const wanted = events.has(x.ev.type) || (source === "syscall" && ASYNC_CODES.includes(x.ev.type));
    return wanted && this.interpreter.judge(root, x);
  }

  /** Plugins that the rules ask for. */
  get pluginRequirements(): readonly PluginRequirement[] {
    return this.loader.pluginRequirements;
  }

  /** Highest engine version that a file asked for, like `0.50.0`. */
  get requiredEngineVersion(): string | undefined {
    return this.loader.requiredEngineVersion?.join(".");
  }

  /** What is wrong with the loaded plugins, as far as the rules are concerned; undefined if nothing. */
  checkPlugins(loaded: readonly { readonly name: string; readonly version: string }[]): string | undefined {
    return checkPlugins(this.loader.pluginRequirements, loaded);
  }
}
