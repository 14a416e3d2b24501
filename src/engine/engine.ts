import { readFileSync } from "node:fs";
import type { Expr } from "../filter/ast.js";
import { didYouMean, RulesError, type RulesWarning } from "../rules/errors.js";
import { RulesLoader } from "../rules/loader.js";
import { nearest } from "../rules/nearest.js";
import { Context, SourceText } from "../rules/place.js";
import { checkPlugins, type PluginRequirement } from "../rules/plugins.js";
import type { LoadReport } from "../rules/result.js";
import type { CheckedList, ReadyMacro, RuleSet } from "../rules/ruleset.js";
import type { EventContext } from "../state/context.js";
import type { RuleCosts } from "./costs.js";
import { type DescribeInput, describeAll, describeOne, type PluginFacts } from "./describe.js";
import type { RulesDescription } from "./description.js";
import { EngineError } from "./errors.js";
import { SYSCALL } from "./judges.js";
import { type EngineOptions, settings } from "./options.js";
import type { EngineRule } from "./rule.js";
import { Ruleset } from "./ruleset.js";
import type { RuleSelector } from "./select.js";
import type { EngineStats } from "./stats.js";
import { RuleStore } from "./store.js";

export type { EngineOptions } from "./options.js";
export type { EngineRule } from "./rule.js";

/** Name of the ruleset that is meant where none is named. Rules are enabled in it unless their file says otherwise. */
export const DEFAULT_RULESET = "default";

/** A call of enable() or disable(), to be repeated after the next file. */
interface Selection {
  readonly ruleset: Ruleset;
  readonly selector: RuleSelector;
  readonly on: boolean;
}

/**
 * Judges events by rules. Load files, choose which rules are enabled, then hand in events:
 *
 * ```ts
 * const engine = new Engine({ ruleMatching: "all" });
 * engine.loadFile("rules.yaml");
 * const n = engine.process(x);
 * for (let i = 0; i < n; i++) alert(engine.rules[engine.hits[i]]);
 * ```
 *
 * An engine can hold several rulesets: different choices of the same rules, each enabled, compiled and judged on its
 * own. Faults are thrown, nothing is logged. Engines do not know of each other.
 */
export class Engine {
  private readonly loader: RulesLoader;
  private readonly allWarnings: RulesWarning[] = [];
  private set: RuleSet | undefined;
  private readonly store: RuleStore;
  private readonly selections: Selection[] = [];
  private readonly rulesets = new Map<string, Ruleset>();
  private readonly main: Ruleset;
  /** The ruleset that judged the event at hand. */
  private active: Ruleset;

  constructor(options: EngineOptions = {}) {
    this.store = new RuleStore(settings(options));
    this.loader = new RulesLoader(this.store.settings);
    this.main = this.ruleset(DEFAULT_RULESET);
    this.active = this.main;
  }

  private ruleset(name: string): Ruleset {
    let r = this.rulesets.get(name);
    if (r === undefined) {
      r = new Ruleset(name, this.store);
      this.rulesets.set(name, r);
    }
    return r;
  }

  // --- loading ---

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

  private rebuild(): void {
    const { store, set } = this;
    store.replace(set);
    for (const r of this.rulesets.values()) r.reset([]);
    this.main.reset(store.rules.filter((r) => r.enabled).map((r) => r.index));
    for (const s of this.selections) s.ruleset.select(s.selector, s.on);
    store.markEnabled(this.main);
  }

  /** What came of the last file, also if it could not be loaded; what `-V` prints is made from it. */
  get report(): LoadReport | undefined {
    return this.loader.report;
  }

  /** Warnings of all files. */
  get warnings(): readonly RulesWarning[] {
    return this.allWarnings;
  }

  /** Loaded rules in order of definition. */
  get rules(): readonly EngineRule[] {
    return this.store.rules;
  }

  /** Lists and macros as they are now. */
  get definitions(): { readonly lists: readonly CheckedList[]; readonly macros: readonly ReadyMacro[] } {
    return { lists: this.set?.lists ?? [], macros: this.set?.macros ?? [] };
  }

  // --- choosing rules ---

  /**
   * Enable rules; those that were not enabled are judged after all others. Holds for files loaded later, too.
   * @param ruleset comes into being, with no rule enabled, when it is first named
   * @returns how many rules changed
   */
  enable(selector: RuleSelector, ruleset: string = DEFAULT_RULESET): number {
    return this.select(selector, true, ruleset);
  }

  /** Disable rules, see {@link enable}. */
  disable(selector: RuleSelector, ruleset: string = DEFAULT_RULESET): number {
    return this.select(selector, false, ruleset);
  }

  private select(selector: RuleSelector, on: boolean, name: string): number {
    const ruleset = this.ruleset(name);
    this.selections.push({ ruleset, selector, on });
    const changed = ruleset.select(selector, on);
    if (ruleset === this.main && changed > 0) this.store.markEnabled(ruleset);
    return changed;
  }

  /** Number of rules that are enabled in a ruleset; 0 if there is no such ruleset. */
  numRules(ruleset: string = DEFAULT_RULESET): number {
    return this.rulesets.get(ruleset)?.size ?? 0;
  }

  /** Rules that are enabled in a ruleset, in order of evaluation. */
  enabledRules(ruleset: string = DEFAULT_RULESET): readonly EngineRule[] {
    return this.rulesets.get(ruleset)?.enabled() ?? [];
  }

  /** Event codes that at least one enabled rule can match. */
  eventTypes(source: string = SYSCALL, ruleset: string = DEFAULT_RULESET): Set<number> {
    return this.rulesets.get(ruleset)?.eventTypes(source) ?? new Set();
  }

  /**
   * Portable codes of the system calls without an event of their own that enabled rules can match; undefined if a rule
   * is not that particular.
   */
  genericCalls(ruleset: string = DEFAULT_RULESET): Set<number> | undefined {
    return this.rulesets.get(ruleset)?.genericCalls();
  }

  // --- judging ---

  /** Compile the enabled rules of all rulesets; otherwise the first event does it. */
  compile(): void {
    for (const r of this.rulesets.values()) r.compile();
  }

  /** Compile what {@link keyMayMatch} needs; otherwise its first call does it. */
  compileKeys(): void {
    this.main.compileKeys();
  }

  /**
   * Judge an event by the rules of its source.
   * @returns how many rules match; their indices are in {@link hits}
   */
  process(x: EventContext, ruleset?: string): number {
    if (ruleset !== undefined) this.active = this.ruleset(ruleset);
    // a write costs more than a look
    else if (this.active !== this.main) this.active = this.main;
    return this.active.process(x);
  }

  /** As {@link process}, and find out what each rule costs. Dear: for one of many events. */
  processTimed(x: EventContext): number {
    this.active = this.main;
    return this.main.processTimed(x);
  }

  /** Indices of the rules that matched the last event; how many of them count is what {@link process} returned. */
  get hits(): Int32Array {
    return this.active.hits;
  }

  /** For each hit: 1 if the rule matched only with resolved paths. */
  get viaResolved(): Uint8Array {
    return this.active.viaResolved;
  }

  /**
   * Can any enabled rule match any event with the same kernel filter key as this one? Judges lexical and resolved
   * path alike. Only for events that carry a key.
   */
  keyMayMatch(x: EventContext): boolean {
    return this.main.keyMayMatch(x);
  }

  /** By event code: 1 if no enabled rule about kernel events is judged on events of it. */
  unjudged(): Uint8Array {
    return this.main.unjudged();
  }

  /** Events of such types came, so many by event code, and were not handed in. */
  countUnjudged(counts: Float64Array): void {
    const { events } = this.store.tally;
    for (let code = 0; code < counts.length; code++) events[code] = (events[code] as number) + (counts[code] as number);
  }

  /** Is there any rule that could judge this event differently with resolved paths? */
  wantsResolved(x: EventContext): boolean {
    return this.active.wantsResolved(x);
  }

  /**
   * After {@link process}, for an event whose kernel-resolved path is not the lexical one: judge those rules again
   * that look at paths, this time at resolved ones, and add what they find. Leaves `x.resolved` true.
   * @returns how many rules match in all
   */
  processResolved(x: EventContext): number {
    return this.active.processResolved(x);
  }

  /** As {@link process}, but by walking the conditions' trees: slow, and the standard for the compiled form. */
  processInterpreted(x: EventContext): number {
    this.active = this.main;
    return this.main.processInterpreted(x);
  }

  /** As {@link processResolved}, by walking the trees. */
  processResolvedInterpreted(x: EventContext): number {
    return this.active.processResolvedInterpreted(x);
  }

  // --- questions ---

  /**
   * Describe what is loaded, in the form of Falco's `-L` and `-l`.
   * @param ruleName only this rule
   * @param plugins those that are loaded, to tell which rules use them
   * @throws {EngineError} if there is no such rule
   */
  describe(ruleName?: undefined, plugins?: readonly PluginFacts[]): RulesDescription;
  describe(ruleName: string, plugins?: readonly PluginFacts[]): Pick<RulesDescription, "rules">;
  describe(
    ruleName: string | undefined,
    plugins?: readonly PluginFacts[],
  ): RulesDescription | Pick<RulesDescription, "rules">;
  describe(
    ruleName?: string,
    plugins: readonly PluginFacts[] = [],
  ): RulesDescription | Pick<RulesDescription, "rules"> {
    const { set, loader } = this;
    if (set === undefined) throw new EngineError("rules must be loaded before describing them");
    const engineVersion = loader.requiredEngineVersion;
    const input: DescribeInput = { set, engineVersion, pluginRequirements: loader.pluginRequirements, plugins };
    if (ruleName === undefined) return describeAll(input);
    const rule = set.rules.find((r) => r.name === ruleName);
    if (rule !== undefined) return describeOne(rule, input);
    const near = nearest(
      ruleName,
      set.rules.map((r) => r.name),
    );
    throw new EngineError(`Rule "${ruleName}" is not loaded. ${didYouMean(near)}`.trim());
  }

  /** The condition of a rule, with lists, macros and exceptions in place; undefined if there is no such rule. */
  conditionOf(ruleName: string): Expr | undefined {
    return this.set?.rules.find((r) => r.name === ruleName)?.tree;
  }

  /** What has been judged and what matched since rules were last loaded, over all rulesets. */
  stats(): EngineStats {
    return this.store.tally.report(this.store.rules);
  }

  /** What judging has cost, by index of the rule; another one after the next file. */
  get costs(): RuleCosts {
    return this.store.tally.costs;
  }

  /** As if no event had been judged. */
  forgetStats(): void {
    this.store.tally.clear();
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
