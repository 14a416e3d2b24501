import type { Expr } from "../filter/ast.js";
import { parseCondition, RULE_DEPTH } from "../filter/parser.js";
import { printCondition } from "../filter/print.js";
import type { ExceptionItem } from "../rules/items.js";
import type { PluginRequirement } from "../rules/plugins.js";
import { PRIORITIES } from "../rules/priority.js";
import type { CheckedList, ReadyMacro, Rule, RuleSet } from "../rules/ruleset.js";
import { formatVersion, type Version } from "../rules/versions.js";
import type { ListDescription, MacroDescription, RuleDescription, RulesDescription } from "./description.js";
import { type ConditionDetails, conditionDetails, type KnownNames } from "./details.js";
import { eventNamesOf } from "./event-names.js";

/** What a description needs to know of a plugin in order to tell which rules use it. */
export interface PluginFacts {
  readonly name: string;
  /** Event source that it provides. */
  readonly source?: string;
  /** Names of the fields that it provides, without arguments. */
  readonly fields?: readonly string[];
  /** Sources whose events it reads fields from; none or an empty list: all. */
  readonly extractSources?: readonly string[];
  readonly asyncEvents?: readonly string[];
  /** Sources into which it sends its asynchronous events; none or an empty list: all. */
  readonly asyncSources?: readonly string[];
}

/** All that a description is made from. */
export interface DescribeInput {
  readonly set: RuleSet;
  readonly engineVersion: Version | undefined;
  readonly pluginRequirements: readonly PluginRequirement[];
  readonly plugins: readonly PluginFacts[];
}

/** Everything that is loaded, in order of definition. */
export function describeAll(d: DescribeInput): RulesDescription {
  const known = knownNames(d.set);
  return {
    lists: d.set.lists.map(describeList),
    macros: d.set.macros.map((m) => describeMacro(m, known)),
    required_engine_version: formatVersion(d.engineVersion ?? [0, 0, 0]),
    required_plugin_versions: d.pluginRequirements.map((need) => {
      const [first, ...others] = need.map((n) => ({ name: n.name, version: n.text }));
      return { alternatives: others, name: first?.name ?? "", version: first?.version ?? "" };
    }),
    rules: d.set.rules.map((r) => describeRule(r, known, d.plugins)),
  };
}

/** One rule. */
export function describeOne(rule: Rule, d: DescribeInput): Pick<RulesDescription, "rules"> {
  return { rules: [describeRule(rule, knownNames(d.set), d.plugins)] };
}

function knownNames(set: RuleSet): KnownNames {
  return {
    macros: new Set(set.macros.map((m) => m.name)),
    lists: new Set(set.lists.map((l) => l.name)),
  };
}

function describeRule(r: Rule, known: KnownNames, plugins: readonly PluginFacts[]): RuleDescription {
  const written = writtenDetails(r.condition, known);
  const compiled = conditionDetails(r.tree, known);
  const outputFields = [...new Set([...r.extraFields.map((f) => f.format), ...r.template.fields.map((f) => f.text)])];
  const formatted = r.extraFields.filter((f) => !f.raw);
  const used = usedPlugins(r.source, new Set([...compiled.fields, ...outputFields]), compiled.eventNames, plugins);
  return {
    details: {
      condition_compiled: printCondition(r.tree, { plainArgs: true }),
      condition_fields: compiled.fields,
      condition_operators: compiled.operators,
      events: eventNamesOf(r.tree, r.source),
      exception_fields: exceptionFields(r.exceptions),
      exception_names: [...new Set(r.exceptions.map((e) => e.name))].sort(),
      exception_operators: [...new Set(r.exceptions.flatMap((e) => flat(e.comps)))].sort(),
      ...(formatted.length > 0 && {
        extra_output_formatted_fields: Object.fromEntries(formatted.map((f) => [f.key, f.format])),
      }),
      lists: written.lists,
      macros: written.macros,
      output_compiled: r.output,
      output_fields: outputFields.sort(),
      plugins: used,
    },
    info: {
      capture: r.capture,
      capture_duration: r.captureDuration,
      condition: r.condition,
      description: r.desc,
      enabled: r.enabled,
      name: r.name,
      output: r.outputWritten,
      priority: PRIORITIES[r.priority] as string,
      source: r.source,
      tags: r.tags,
    },
  };
}

function describeMacro(m: ReadyMacro, known: KnownNames): MacroDescription {
  const written = writtenDetails(m.condition, known);
  const compiled = conditionDetails(m.tree, known);
  return {
    details: {
      condition_compiled: printCondition(m.tree, { plainArgs: true }),
      condition_fields: compiled.fields,
      condition_operators: compiled.operators,
      events: eventNamesOf(m.tree, ""),
      lists: written.lists,
      macros: written.macros,
      // which plugin a field comes from is only known once a rule names a source
      plugins: [],
      used: m.used,
    },
    info: { condition: m.condition, name: m.name },
  };
}

function describeList(l: CheckedList): ListDescription {
  const items = new Set(l.items);
  const refs = new Set(l.written.filter((i) => !items.has(i)));
  return {
    details: { items_compiled: l.items, lists: [...refs].sort(), plugins: [], used: l.used },
    info: { items: l.written.filter((i) => !refs.has(i)), name: l.name },
  };
}

const NOTHING: ConditionDetails = {
  fields: [],
  operators: [],
  transformers: [],
  macros: [],
  lists: [],
  eventNames: [],
};

/** Of a condition as written. Text that parses only once its lists are filled in has no details. */
function writtenDetails(condition: string, known: KnownNames): ConditionDetails {
  let tree: Expr;
  try {
    tree = parseCondition(condition, RULE_DEPTH);
  } catch {
    return NOTHING;
  }
  return conditionDetails(tree, known);
}

/** Only exceptions with values become part of the condition. */
function exceptionFields(exceptions: readonly ExceptionItem[]): string[] {
  return [...new Set(exceptions.filter((e) => e.values.length > 0).flatMap((e) => flat(e.fields)))].sort();
}

function flat(entry: ExceptionItem["fields"]): string[] {
  if (entry === undefined) return [];
  return typeof entry === "string" ? [entry] : entry.flatMap((e) => flat(e));
}

/** A plugin is used for the source, a field or an asynchronous event of a rule. */
function usedPlugins(
  source: string,
  fields: ReadonlySet<string>,
  eventNames: readonly string[],
  plugins: readonly PluginFacts[],
): string[] {
  const names = new Set([...fields].map((f) => f.replace(/\[.*$/s, "")));
  const serves = (sources: readonly string[] | undefined) =>
    sources === undefined || sources.length === 0 || sources.includes(source);
  const used = plugins.filter(
    (p) =>
      p.source === source ||
      (serves(p.extractSources) && p.fields?.some((f) => names.has(f))) ||
      (serves(p.asyncSources) && p.asyncEvents?.some((n) => eventNames.includes(n))),
  );
  return [...new Set(used.map((p) => p.name))].sort();
}
