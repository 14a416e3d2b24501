import type { FieldRegistry } from "../fields/field.js";
import { fieldsOfSource } from "../fields/sources.js";
import type { RulesWarning, WarningCode } from "./errors.js";
import { completeException } from "./exceptions.js";
import type { ExceptionItem, ListItem, MacroItem, RuleItem } from "./items.js";
import type { Context } from "./place.js";
import type { PluginRequirement } from "./plugins.js";
import type { Version } from "./versions.js";
import { fail } from "./view.js";

/** Where warnings go while files are read. */
export class Warnings {
  readonly all: RulesWarning[] = [];
  /** Departures from the JSON schema; undefined while the text has not been held against it. */
  schema: string[] | undefined;

  add(code: WarningCode, message: string, at: Context, deprecatedField?: string): void {
    const w = { code, message, ...at.place() };
    this.all.push(deprecatedField === undefined ? w : { ...w, deprecatedField });
  }

  /** A warning that says what might have been meant. */
  addWithHint(code: WarningCode, message: string, at: Context, hint: string): void {
    const w = { code, message, ...at.place() };
    this.all.push(hint === "" ? w : { ...w, hint });
  }
}

/** All definitions read so far, in order; later files change what earlier ones defined. */
export class Collector {
  readonly lists = new Map<string, ListItem>();
  readonly macros = new Map<string, MacroItem>();
  readonly rules = new Map<string, RuleItem>();
  readonly pluginRequirements: PluginRequirement[] = [];
  /** Highest engine version that a file asked for. */
  engineVersion: Version | undefined;
  private count = 0;
  /** Lists of items and values that this file made by appending: no snapshot has them, so that they grow in place. */
  private readonly growing = new Set<readonly unknown[]>();

  constructor(
    private readonly registry: FieldRegistry,
    private readonly sources: ReadonlySet<string>,
  ) {}

  /** Number of the next item. */
  next(): number {
    return this.count++;
  }

  /** A copy to go back to: a file that fails must not leave half of itself behind. */
  snapshot(): () => void {
    this.growing.clear();
    const lists = [...this.lists].map(([k, v]) => [k, { ...v }] as const);
    const macros = [...this.macros].map(([k, v]) => [k, { ...v }] as const);
    const rules = [...this.rules].map(
      ([k, v]) => [k, { ...v, exceptions: v.exceptions.map((e) => ({ ...e })) }] as const,
    );
    const plugins = this.pluginRequirements.length;
    const { engineVersion, count } = this;
    return () => {
      this.growing.clear();
      restore(this.lists, lists);
      restore(this.macros, macros);
      restore(this.rules, rules);
      this.pluginRequirements.length = plugins;
      this.engineVersion = engineVersion;
      this.count = count;
    };
  }

  private grown<T>(list: readonly T[], more: readonly T[]): readonly T[] {
    const own = this.growing.has(list) ? (list as T[]) : [...list];
    this.growing.add(own);
    for (const i of more) own.push(i);
    return own;
  }

  defineList(l: Omit<ListItem, "index" | "visibility">): void {
    const visibility = this.next();
    const old = this.lists.get(l.name);
    this.lists.set(l.name, { ...l, index: old?.index ?? visibility, visibility });
  }

  appendList(name: string, items: readonly string[], at: Context): void {
    const l = this.lists.get(name);
    if (l === undefined) {
      const why = "List uses 'append' or 'override.items: append' but no list by that name already exists";
      throw fail(at, why, "LOAD_ERR_VALIDATE");
    }
    l.items = this.grown(l.items, items);
    l.visibility = this.next();
  }

  defineMacro(m: Omit<MacroItem, "index" | "visibility">): void {
    const visibility = this.next();
    const old = this.macros.get(m.name);
    this.macros.set(m.name, { ...m, index: old?.index ?? visibility, visibility });
  }

  /** The macro to append to. */
  macroToAppend(name: string, at: Context): MacroItem {
    const m = this.macros.get(name);
    if (m === undefined) {
      const why = "Macro uses 'append' or 'override.condition: append' but no macro by that name already exists";
      throw fail(at, why, "LOAD_ERR_VALIDATE");
    }
    m.visibility = this.next();
    return m;
  }

  defineRule(r: Omit<RuleItem, "index" | "visibility">): void {
    const old = this.rules.get(r.name);
    if (old !== undefined) this.sameSource(old, r.source, r.context);
    for (const e of r.exceptions) {
      if (e.fields === undefined) {
        const why = "Rule exception item must have fields property with a list of fields";
        throw fail(e.context, why, "LOAD_ERR_VALIDATE");
      }
      completeException(e, this.registryFor(r.source));
    }
    const visibility = this.next();
    this.rules.set(r.name, { ...r, index: old?.index ?? visibility, visibility });
  }

  /**
   * The rule that an item changes.
   * @param source source named by the item, if any
   * @param missing what to say if there is no such rule
   */
  ruleToChange(name: string, source: string | undefined, at: Context, missing: string): RuleItem {
    const r = this.rules.get(name);
    if (r === undefined) throw fail(at, missing, "LOAD_ERR_VALIDATE");
    if (source !== undefined) this.sameSource(r, source, at);
    r.visibility = this.next();
    return r;
  }

  private sameSource(r: RuleItem, source: string, at: Context): void {
    if (r.source !== source) throw fail(at, "Rule has been re-defined with a different source", "LOAD_ERR_VALIDATE");
  }

  /** Switch a rule on or off, whatever its source. */
  toggleRule(name: string, enabled: boolean, at: Context): void {
    const r = this.rules.get(name);
    if (r === undefined) {
      throw fail(at, "Rule has 'enabled' key but no rule by that name already exists", "LOAD_ERR_VALIDATE");
    }
    r.enabled = enabled;
  }

  /** Put exceptions in the place of those that are there. Upstream does not look whether their fields exist. */
  replaceExceptions(r: RuleItem, exceptions: ExceptionItem[]): void {
    for (const e of exceptions) completeException(e, undefined);
    r.exceptions = exceptions;
  }

  /** Add exceptions, or values to exceptions that are there already. */
  appendExceptions(r: RuleItem, more: readonly ExceptionItem[]): void {
    for (const e of more) {
      const old = r.exceptions.find((x) => x.name === e.name);
      if (old === undefined) {
        if (e.fields === undefined) {
          const why = "Rule exception must have fields property with a list of fields";
          throw fail(e.context, why, "LOAD_ERR_VALIDATE");
        }
        if (e.values.length === 0) {
          const why = "Rule exception must have values property with a list of values";
          throw fail(e.context, why, "LOAD_ERR_VALIDATE");
        }
        completeException(e, this.registryFor(r.source));
        r.exceptions.push(e);
        continue;
      }
      if (e.fields !== undefined || e.comps !== undefined) {
        const key = e.fields !== undefined ? "fields" : "comps";
        const why = `Can not append exception ${key} to existing exception, only values`;
        throw fail(e.context, why, "LOAD_ERR_VALIDATE");
      }
      old.values = this.grown(old.values, e.values);
    }
  }

  private registryFor(source: string): FieldRegistry | undefined {
    return this.sources.has(source) ? fieldsOfSource(this.registry, source) : undefined;
  }
}

function restore<T>(map: Map<string, T>, entries: readonly (readonly [string, T])[]): void {
  map.clear();
  for (const [k, v] of entries) map.set(k, v);
}
