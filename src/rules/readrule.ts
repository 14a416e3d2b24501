import type { Collector, Warnings } from "./collector.js";
import { ConditionText } from "./condition.js";
import type { ExceptionItem, OverrideOp } from "./items.js";
import type { Context } from "./place.js";
import { PRIORITIES, parsePriority } from "./priority.js";
import { type Entry, fail, type MapView } from "./view.js";

const APPENDABLE: ReadonlySet<string> = new Set(["condition", "output", "desc", "tags", "exceptions"]);
const REPLACEABLE: ReadonlySet<string> = new Set([
  "condition",
  "output",
  "desc",
  "priority",
  "capture",
  "capture_duration",
  "tags",
  "exceptions",
  "enabled",
  "warn_evttypes",
  "skip-if-unknown-filter",
]);
const OTHER = ["rule", "source", "append", "override"];
const KEYS: ReadonlySet<string> = new Set([...REPLACEABLE, ...OTHER]);

/** Said of `append: true`. */
export const APPEND_DEPRECATED =
  "'append' key is deprecated. Add an 'append' entry (e.g. 'condition: append') under 'override' instead.";
/** Said when both ways of changing an item are used. */
export const APPEND_AND_OVERRIDE =
  "Keys 'override' and 'append: true' cannot be used together. Add an 'append' entry (e.g. 'condition: append') under 'override' instead.";
const STANDALONE_ENABLED =
  "The standalone 'enabled' key usage is deprecated. The correct approach requires also a 'replace' entry under the 'override' key (i.e. 'enabled: replace').";

/** Warn of keys that mean nothing. */
export function warnUnknownKeys(item: MapView, ctx: Context, known: ReadonlySet<string>, warnings: Warnings): void {
  for (const key of item.keys()) {
    if (!known.has(key)) warnings.add("LOAD_UNKNOWN_KEY", `Unknown key '${key}'`, ctx);
  }
}

/** Makes the context of the item that is being read. */
export type At = (itemType: string, itemName?: string) => Context;

/** Read a rule item: a definition, an addition, an override, or a toggle. */
export function readRule(item: MapView, at: At, c: Collector, sources: ReadonlySet<string>, warnings: Warnings): void {
  const name = item.text("rule", at("rule"));
  const ctx = at("rule", name);
  warnUnknownKeys(item, ctx, KEYS, warnings);
  const source = item.optionalText("source", ctx);
  if (source !== undefined && !sources.has(source)) {
    warnings.add("LOAD_UNKNOWN_SOURCE", `Unknown source ${source}, skipping`, ctx);
  }
  const append = item.bool("append", false, ctx);
  if (append) warnings.add("LOAD_DEPRECATED_ITEM", APPEND_DEPRECATED, ctx);
  if (item.has("override")) {
    if (append) throw fail(ctx, APPEND_AND_OVERRIDE);
    const ops = overrides(item, ctx, APPENDABLE, REPLACEABLE);
    if (ops.size > 0) {
      override(item, name, source, ops, c, ctx, warnings);
      return;
    }
  }
  if (append) appendRule(item, name, source, c, ctx, warnings);
  else if (!["condition", "output", "desc", "priority"].some((k) => item.has(k))) {
    warnings.add("LOAD_DEPRECATED_ITEM", STANDALONE_ENABLED, ctx);
    if (!item.has("enabled")) throw fail(ctx, "Item has no mapping for key 'condition'");
    const enabled = item.bool("enabled", true, ctx);
    const missing = "Rule has 'enabled' key but no rule by that name already exists";
    c.ruleToChange(name, source, ctx, missing).enabled = enabled;
  } else define(item, name, source ?? "syscall", c, ctx, warnings);
}

function define(item: MapView, name: string, source: string, c: Collector, ctx: Context, w: Warnings): void {
  const condition = readCondition(item, "rule condition", ctx);
  const output = item.scalar("output", ctx.child("rule output", "", item.offset("output")));
  const desc = item.text("desc", ctx);
  c.defineRule({
    name,
    desc,
    condition: ConditionText.of(condition),
    output: { ...output, value: output.value.trim() },
    priority: readPriority(item, ctx),
    source,
    enabled: item.bool("enabled", true, ctx),
    tags: readTags(item, ctx),
    exceptions: readExceptions(item, ctx, w, true),
    warnEvttypes: item.bool("warn_evttypes", true, ctx),
    skipIfUnknownFilter: item.bool("skip-if-unknown-filter", false, ctx),
    capture: item.bool("capture", false, ctx),
    captureDuration: item.uint32("capture_duration", 0, ctx),
    context: ctx,
  });
}

/** The condition of a rule or macro, with its place. */
export function readCondition(item: MapView, itemType: string, ctx: Context) {
  return item.scalar("condition", ctx.child(itemType, "", item.offset("condition")));
}

function readPriority(item: MapView, ctx: Context): number {
  const at = ctx.child("rule priority", "", item.offset("priority"));
  const text = item.text("priority", at);
  const p = parsePriority(text);
  if (p === undefined) {
    throw fail(at, `Invalid priority '${text}': use one of ${PRIORITIES.join(", ")}`);
  }
  return p;
}

function readTags(item: MapView, ctx: Context): string[] {
  return item.has("tags") ? [...new Set(item.texts("tags", ctx))].sort() : [];
}

function appendRule(
  item: MapView,
  name: string,
  source: string | undefined,
  c: Collector,
  ctx: Context,
  w: Warnings,
): void {
  const exceptions = readExceptions(item, ctx, w, false);
  if (!item.has("condition") && exceptions.length === 0) {
    throw fail(ctx, "Appended rule must have exceptions or condition property", "LOAD_ERR_VALIDATE");
  }
  const r = c.ruleToChange(name, source, ctx, NO_RULE_TO_APPEND);
  if (item.has("condition")) r.condition = r.condition.append(readCondition(item, "rule condition", ctx));
  c.appendExceptions(r, exceptions, w);
}

const NO_RULE_TO_APPEND = "Rule uses 'append' or 'override.<key>: append' but no rule by that name already exists";
const NO_RULE_TO_REPLACE =
  "An 'override.<key>: replace' to a rule was requested but no rule by that name already exists";

/** Read and check the `override` key: operation by key. */
export function overrides(
  item: MapView,
  ctx: Context,
  appendable: ReadonlySet<string>,
  replaceable: ReadonlySet<string>,
): Map<string, OverrideOp> {
  const at = ctx.child("overrides", "", item.offset("override"));
  const map = item.map("override", at);
  const ops = new Map<string, OverrideOp>();
  for (const key of map.keys()) {
    const op = map.text(key, at);
    if (op !== "append" && op !== "replace") {
      throw fail(at, `Invalid override operation for key '${key}': '${op}'. Allowed values are: append, replace`);
    }
    if (op === "append" && !appendable.has(key)) {
      if (replaceable.has(key)) throw fail(at, `Key '${key}' cannot be appended to, use 'replace' instead`);
      throw fail(at, `Key '${key}' cannot be appended to`);
    }
    if (op === "replace" && !replaceable.has(key)) throw fail(at, `Key '${key}' cannot be replaced`);
    if (!item.has(key))
      throw fail(
        at,
        `${op === "append" ? "An append" : "A replace"} override for '${key}' was specified but '${key}' is not defined`,
      );
    ops.set(key, op);
  }
  for (const key of item.keys()) {
    if ((appendable.has(key) || replaceable.has(key)) && !ops.has(key)) {
      throw fail(at, `Unexpected key '${key}': no corresponding entry under 'override' is defined.`);
    }
  }
  return ops;
}

function override(
  item: MapView,
  name: string,
  source: string | undefined,
  ops: ReadonlyMap<string, OverrideOp>,
  c: Collector,
  ctx: Context,
  w: Warnings,
): void {
  const kinds = new Set(ops.values());
  const missing = kinds.has("append") ? NO_RULE_TO_APPEND : NO_RULE_TO_REPLACE;
  const r = c.ruleToChange(name, source, ctx, missing);
  const is = (key: string, op: OverrideOp) => ops.get(key) === op;
  const output = () => item.scalar("output", ctx.child("rule output", "", item.offset("output")));

  if (is("condition", "append")) r.condition = r.condition.append(readCondition(item, "rule condition", ctx));
  if (is("output", "append")) r.output = { ...r.output, value: `${r.output.value} ${output().value.trim()}` };
  if (is("desc", "append")) r.desc = `${r.desc} ${item.text("desc", ctx)}`;
  if (is("tags", "append")) r.tags = [...new Set([...r.tags, ...readTags(item, ctx)])].sort();
  if (is("exceptions", "append")) c.appendExceptions(r, readExceptions(item, ctx, w, false), w);

  if (is("condition", "replace")) r.condition = ConditionText.of(readCondition(item, "rule condition", ctx));
  if (is("output", "replace")) {
    const o = output();
    r.output = { ...o, value: o.value.trim() };
  }
  if (is("desc", "replace")) r.desc = item.text("desc", ctx);
  if (is("priority", "replace")) r.priority = readPriority(item, ctx);
  if (is("tags", "replace")) r.tags = readTags(item, ctx);
  if (is("exceptions", "replace")) r.exceptions = readExceptions(item, ctx, w, true);
  if (is("enabled", "replace")) r.enabled = item.bool("enabled", true, ctx);
  if (is("warn_evttypes", "replace")) r.warnEvttypes = item.bool("warn_evttypes", true, ctx);
  if (is("skip-if-unknown-filter", "replace")) {
    r.skipIfUnknownFilter = item.bool("skip-if-unknown-filter", false, ctx);
  }
  if (is("capture", "replace")) r.capture = item.bool("capture", false, ctx);
  if (is("capture_duration", "replace")) r.captureDuration = item.uint32("capture_duration", 0, ctx);
}

/**
 * Read the exceptions of a rule.
 * @param whole they stand on their own, so `fields` must be there; otherwise they may add to existing ones
 */
function readExceptions(item: MapView, ctx: Context, warnings: Warnings, whole: boolean): ExceptionItem[] {
  if (!item.has("exceptions") || item.isNull("exceptions")) return [];
  const at = ctx.child("exceptions", "", item.offset("exceptions"));
  const items = item.items("exceptions");
  if (items === undefined) throw fail(at, "Rule exceptions must be a sequence");
  const out: ExceptionItem[] = [];
  for (const { node, offset } of items) {
    const view = item.asMap(node, at.child("exception", "", offset));
    if (view === undefined) throw fail(at.child("exception", "", offset), "Rule exception must be a mapping");
    const name = view.text("name", at.child("exception", "", offset));
    const own = at.child("exception", name, offset);
    if (out.some((e) => e.name === name)) {
      warnings.add("LOAD_EXCEPTION_NAME_NOT_UNIQUE", "Multiple definitions of exception with the same name", own);
    }
    if (whole && !view.has("fields")) throw fail(own, "Item has no mapping for key 'fields'");
    out.push({
      name,
      fields: readShape(view, "fields", own),
      comps: readShape(view, "comps", own),
      values: readValues(view, own),
      hasValues: view.has("values"),
      context: own,
    });
  }
  return out;
}

function readShape(view: MapView, key: string, ctx: Context): Entry | undefined {
  if (!view.has(key) || view.isNull(key)) return undefined;
  return view.entry(key, 1, ctx);
}

function readValues(view: MapView, ctx: Context): readonly Entry[] {
  if (!view.has("values") || view.isNull("values")) return [];
  const at = ctx.child("exception values", "", view.offset("values"));
  if (!view.isSequence("values")) throw fail(at, "Rule exception values must be a sequence");
  const values = view.entry("values", 3, at);
  return typeof values === "string" || values === undefined ? [] : values;
}
