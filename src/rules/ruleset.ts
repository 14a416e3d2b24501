import { breathe } from "../event/breath.js";
import type { FieldRegistry } from "../fields/field.js";
import { fieldsOfSource } from "../fields/sources.js";
import type { Expr } from "../filter/ast.js";
import { type CheckedTrees, checkCondition } from "../filter/check.js";
import { FilterError } from "../filter/error.js";
import { type EventSet, eventTypesOf, type KnownEvents } from "../filter/eventtypes.js";
import type { RegexEngine } from "../filter/regex.js";
import { type Node, NodeTable } from "../filter/typed.js";
import type { Collector, Warnings } from "./collector.js";
import type { ConditionText } from "./condition.js";
import { exceptionFields, expandExceptions } from "./exceptions.js";
import type { ExtraField, ExtraOutput } from "./extra.js";
import type { ExceptionItem, RuleItem } from "./items.js";
import { applyLists, ListNames, prepareLists, type ReadyList } from "./lists.js";
import { buildOutput } from "./output.js";
import { conditionError, Macros, parseText } from "./resolve.js";
import type { CompileTemplate, OutputTemplate } from "./template.js";

/** A rule that is ready to be judged. */
export interface Rule {
  readonly name: string;
  readonly desc: string;
  /** The condition as written, additions included. */
  readonly condition: string;
  /** The condition with lists, macros and exceptions in place. */
  readonly tree: Expr;
  /** The same with types. */
  readonly root: Node;
  /** Event codes on which it can match. */
  readonly events: EventSet;
  /** The output with what configuration adds. */
  readonly output: string;
  /** The output as written, additions of later items included. */
  readonly outputWritten: string;
  /** Output fields that configuration adds. */
  readonly extraFields: readonly ExtraField[];
  readonly template: OutputTemplate;
  /** 0 (Emergency) to 7 (Debug). */
  readonly priority: number;
  readonly source: string;
  readonly tags: readonly string[];
  readonly enabled: boolean;
  readonly capture: boolean;
  /** In ms; 0 = as configured. */
  readonly captureDuration: number;
  readonly exceptions: readonly ExceptionItem[];
  readonly exceptionNames: readonly string[];
  readonly exceptionFields: readonly string[];
  /** Names of the fields that the condition reads. */
  readonly conditionFields: readonly string[];
}

/** Macro as it will be used. */
export interface ReadyMacro {
  readonly name: string;
  readonly condition: string;
  /** The condition with lists and macros in place. */
  readonly tree: Expr;
  /** Does a rule or another macro refer to it? */
  readonly used: boolean;
}

/** List as it will be used. */
export interface CheckedList extends ReadyList {
  /** Does anything refer to it? */
  readonly used: boolean;
}

/** Everything that the files define, checked. */
export interface RuleSet {
  readonly rules: readonly Rule[];
  readonly lists: readonly CheckedList[];
  readonly macros: readonly ReadyMacro[];
  /** Holds the nodes of all rules. */
  readonly table: NodeTable;
}

export interface RuleSetOptions {
  readonly registry: FieldRegistry;
  readonly compileTemplate: CompileTemplate;
  readonly regex?: RegexEngine | undefined;
  readonly sources: ReadonlySet<string>;
  /** Names that evt.type accepts besides those of events and system calls. */
  readonly eventNames?: ReadonlySet<string> | undefined;
  /** Additions to the output of rules. */
  readonly extraOutput?: readonly ExtraOutput[] | undefined;
}

/** Rules that can match more event codes than this are reported as costly. */
const MANY_EVENTS = 100;

/**
 * Check and resolve all that has been read.
 * @throws {RulesError}
 */
export function buildRuleSet(c: Collector, o: RuleSetOptions, warnings: Warnings): RuleSet {
  const usedLists = new Set<string>();
  const useList = (name: string) => void usedLists.add(name);
  const lists = prepareLists(c.lists, useList);
  const names = new ListNames(lists);
  const macros = new Macros(c.macros, names, useList);
  const table = new NodeTable();
  const trees: CheckedTrees = new Map();
  const knownEvents: KnownEvents = new Map();
  const rules: Rule[] = [];
  const ordered = [...c.rules.values()].sort((a, b) => a.index - b.index);
  for (const r of ordered) {
    if (!o.sources.has(r.source)) continue;
    breathe();
    const rule = buildRule(r, { ...o, names, macros, useList, table, trees, knownEvents }, warnings);
    if (rule !== undefined) rules.push(rule);
  }
  for (const m of c.macros.values()) {
    if (!macros.used.has(m.name)) {
      warnings.add("LOAD_UNUSED_MACRO", "Macro not referred to by any other rule/macro", m.context);
    }
  }
  for (const l of c.lists.values()) {
    if (!usedLists.has(l.name)) {
      warnings.add("LOAD_UNUSED_LIST", "List not referred to by any other rule/macro", l.context);
    }
  }
  const ready = [...c.macros.values()].map((m) => ({
    name: m.name,
    condition: m.condition.text,
    tree: macros.tree(m.name) as Expr,
    used: macros.used.has(m.name),
  }));
  return { rules, lists: lists.map((l) => ({ ...l, used: usedLists.has(l.name) })), macros: ready, table };
}

interface Build extends RuleSetOptions {
  readonly names: ListNames;
  readonly macros: Macros;
  readonly useList: (name: string) => void;
  readonly table: NodeTable;
  readonly trees: CheckedTrees;
  readonly knownEvents: KnownEvents;
}

function buildRule(r: RuleItem, given: Build, warnings: Warnings): Rule | undefined {
  const b = { ...given, registry: fieldsOfSource(given.registry, r.source) };
  const output = buildOutput(r, b, warnings);
  if (output === undefined) return undefined;
  let text: ConditionText = r.condition;
  if (r.exceptions.length > 0) text = text.wrap("(", `)${expandExceptions(r.exceptions)}`);
  text = applyLists(text, b.names, b.useList);
  const parsed = parseText(text);
  try {
    const tree = b.macros.expand(parsed);
    if (tree === undefined) throw new FilterError("the condition is too deep or too big", "syntax", parsed.span);
    const { registry, regex, eventNames, table, trees } = b;
    const macros = (ref: Parameters<Macros["lookup"]>[0]) => b.macros.lookup(ref);
    const indexed = r.source === "syscall";
    const checked = checkCondition(parsed, { registry, regex, eventNames, table, macros, indexed, trees });
    const events = eventTypesOf(checked.root, b.knownEvents);
    for (const a of checked.advice) warnings.add(a.code, a.message, text.locate(a.span.start), a.field);
    if (events.size > MANY_EVENTS && r.warnEvttypes && r.source === "syscall") {
      const why = "Rule matches too many evt.type values. This has a significant performance penalty.";
      warnings.add("LOAD_NO_EVTTYPE", why, r.context);
    }
    return {
      name: r.name,
      desc: r.desc,
      condition: r.condition.text,
      tree,
      root: checked.root,
      events,
      output: output.text,
      outputWritten: r.output.value,
      extraFields: output.extra,
      template: output.template,
      priority: r.priority,
      source: r.source,
      tags: r.tags,
      enabled: r.enabled,
      capture: r.capture,
      captureDuration: r.captureDuration,
      exceptions: r.exceptions,
      exceptionNames: r.exceptions.map((e) => e.name),
      exceptionFields: exceptionFields(r.exceptions),
      conditionFields: [...checked.fields].sort(),
    };
  } catch (e) {
    if (!(e instanceof FilterError)) throw e;
    if (r.skipIfUnknownFilter && (e.kind === "unknown-field" || e.kind === "unknown-event")) {
      warnings.add("LOAD_UNKNOWN_FILTER", e.message, text.locate(e.span.start));
      return undefined;
    }
    throw conditionError(e, text, b.macros.names());
  }
}
