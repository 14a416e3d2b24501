import type { Collector, Warnings } from "./collector.js";
import { ConditionText } from "./condition.js";
import { didYouMean } from "./errors.js";
import { nearest } from "./nearest.js";
import { APPENDABLE, NO_RULE_TO_APPEND, overrideRule, overrides, REPLACEABLE, unlistedKeys } from "./override.js";
import type { Context } from "./place.js";
import { readCondition, readExceptions, readPriority, readTags } from "./readparts.js";
import { fail, type MapView } from "./view.js";

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
    if (known.has(key)) continue;
    const hint = didYouMean(nearest(key, known));
    warnings.addWithHint("LOAD_UNKNOWN_KEY", `Unknown key '${key}'. The key will be ignored.`, ctx, hint);
  }
}

/** Makes the context of the item that is being read. */
export type At = (itemType: string, itemName?: string) => Context;

/** Read a rule item: a definition, an addition, an override, or a toggle. */
export function readRule(item: MapView, at: At, c: Collector, sources: ReadonlySet<string>, warnings: Warnings): void {
  const name = item.text("rule", at("rule"));
  const ctx = at("rule", name);
  const source = item.optionalText("source", ctx);
  const append = item.bool("append", false, ctx);
  if (append) warnings.add("LOAD_DEPRECATED_ITEM", APPEND_DEPRECATED, ctx);
  const ops = item.has("override") ? overrides(item, ctx, APPENDABLE, REPLACEABLE) : undefined;
  if (ops !== undefined && ops.size > 0) {
    if (append) throw fail(ctx, APPEND_AND_OVERRIDE);
    overrideRule(item, name, source, ops, c, ctx, warnings);
    unlistedKeys(item, ctx, ops);
  } else if (append) appendRule(item, name, source, c, ctx, warnings);
  else if (!["condition", "output", "desc", "priority"].some((k) => item.has(k))) {
    if (!item.has("enabled")) throw fail(ctx, "Item has no mapping for key 'enabled'");
    const enabled = item.bool("enabled", true, ctx);
    warnings.add("LOAD_DEPRECATED_ITEM", STANDALONE_ENABLED, ctx);
    c.toggleRule(name, enabled, ctx);
  } else {
    const own = item.has("source") ? item.text("source", ctx) : "syscall";
    if (!sources.has(own)) warnings.add("LOAD_UNKNOWN_SOURCE", `Unknown source ${own}, skipping`, ctx);
    define(item, name, own, c, ctx, warnings);
  }
  warnUnknownKeys(item, ctx, KEYS, warnings);
}

function define(item: MapView, name: string, source: string, c: Collector, ctx: Context, w: Warnings): void {
  const condition = readCondition(item, "rule condition", ctx);
  const output = item.scalar("output", ctx.child("rule output", "", item.offset("output")), ctx);
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

function appendRule(
  item: MapView,
  name: string,
  source: string | undefined,
  c: Collector,
  ctx: Context,
  w: Warnings,
): void {
  const more = item.has("condition") ? readCondition(item, "rule condition", ctx) : undefined;
  const exceptions = readExceptions(item, ctx, w, false);
  const r = c.ruleToChange(name, source, ctx, NO_RULE_TO_APPEND);
  if (more === undefined && !item.has("exceptions")) {
    throw fail(ctx, "Appended rule must have exceptions or condition property", "LOAD_ERR_VALIDATE");
  }
  if (more !== undefined) r.condition = r.condition.append(more);
  c.appendExceptions(r, exceptions);
}
