import { eventCodes } from "../event/table.js";
import { type CompiledRules, type CompileOptions, compileRules, type RuleCondition } from "../filter/compile.js";
import { EventSet } from "../filter/eventtypes.js";
import { KEYED_EVENTS, keyConsequence } from "../filter/interest.js";
import type { RegexEngine } from "../filter/regex.js";
import type { NodeTable } from "../filter/typed.js";
import type { EngineRule } from "./rule.js";

/** Source of the kernel's events. */
export const SYSCALL = "syscall";

const ASYNC = EventSet.of(eventCodes("asyncevent"));
const PLUGIN = EventSet.of([...eventCodes("pluginevent"), ...eventCodes("asyncevent")]);

/** No rules. */
export const NO_RULES: CompiledRules = { judges: [], pathJudges: [] };

/** Event codes on which a rule is judged. */
export function judgedOn(r: EngineRule): EventSet {
  if (r.source !== SYSCALL) return PLUGIN;
  let events = onSyscalls.get(r.rule);
  if (events === undefined) {
    events = r.rule.events.or(ASYNC);
    onSyscalls.set(r.rule, events);
  }
  return events;
}

/** Asked for each event by the interpreter. */
const onSyscalls = new WeakMap<EngineRule["rule"], EventSet>();

/** What the compiler is told besides the rules. */
export interface CompileSettings extends Pick<CompileOptions, "judged"> {
  readonly table: NodeTable;
  readonly matching: "first" | "all";
  readonly regex: RegexEngine;
}

/** Compile rules, given in order of evaluation; they only see events of their own source. */
export function compileBySource(rules: readonly EngineRule[], s: CompileSettings): Map<string, CompiledRules> {
  const bySource = new Map<string, RuleCondition[]>();
  for (const r of rules) {
    const list = bySource.get(r.source);
    const condition = { index: r.index, root: r.rule.root, events: judgedOn(r) };
    if (list === undefined) bySource.set(r.source, [condition]);
    else list.push(condition);
  }
  return new Map([...bySource].map(([source, list]) => [source, compileRules(list, s)]));
}

/** The conditions of kernel events weakened to what the kernel filter's key decides. */
export function compileKeyed(rules: readonly EngineRule[], s: CompileSettings): CompiledRules {
  const events = EventSet.of([...KEYED_EVENTS]);
  const weakened = rules
    .filter((r) => r.source === SYSCALL)
    .map((r) => ({
      index: r.index,
      root: keyConsequence(r.rule.root, s.table),
      events: judgedOn(r).and(events),
    }));
  return compileRules(weakened, { ...s, matching: "first" });
}
