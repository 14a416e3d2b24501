import type { Warnings } from "./collector.js";
import type { SourceScalar } from "./condition.js";
import type { ExceptionItem } from "./items.js";
import type { Context } from "./place.js";
import { PRIORITIES, parsePriority } from "./priority.js";
import { type Entry, fail, type MapView } from "./view.js";

/** The condition of a rule or macro, with its place. */
export function readCondition(item: MapView, itemType: string, ctx: Context): SourceScalar {
  return item.scalar("condition", ctx.child(itemType, "", item.offset("condition")), ctx);
}

/** The priority of a rule. */
export function readPriority(item: MapView, ctx: Context): number {
  const at = ctx.child("rule priority", "", item.offset("priority"));
  const text = item.text("priority", ctx);
  const p = parsePriority(text);
  if (p === undefined) {
    throw fail(at, "Invalid priority", "LOAD_ERR_YAML_VALIDATE", `Use one of ${PRIORITIES.join(", ")}.`);
  }
  return p;
}

/** The tags of a rule, sorted. */
export function readTags(item: MapView, ctx: Context): string[] {
  return item.has("tags") ? [...new Set(item.texts("tags", ctx))].sort() : [];
}

/**
 * Read the exceptions of a rule.
 * @param whole they stand on their own, so `fields` must be there; otherwise they may add to existing ones
 */
export function readExceptions(item: MapView, ctx: Context, warnings: Warnings, whole: boolean): ExceptionItem[] {
  if (!item.has("exceptions") || item.isNull("exceptions")) return [];
  const at = ctx.child("exceptions", "", item.offset("exceptions"));
  const items = item.items("exceptions");
  if (items === undefined) throw fail(at, "Rule exceptions must be a sequence");
  const out: ExceptionItem[] = [];
  for (const { node, offset } of items) {
    const view = item.asMap(node, at.child("exception", "", offset));
    if (view === undefined) throw fail(at.child("exception", "", offset), "Rule exception must be a mapping");
    const name = view.text("name", at.child("exception", "", offset));
    const own = ctx.child("exception", name, offset);
    if (out.some((e) => e.name === name)) {
      const why = `Multiple definitions of exception '${name}' in the same rule`;
      warnings.add("LOAD_EXCEPTION_NAME_NOT_UNIQUE", why, own);
    }
    if (!whole && !view.has("values")) {
      warnings.add("LOAD_APPEND_NO_VALUES", "Overriding/appending exception with no values", own);
    }
    if (whole && !view.has("fields")) throw fail(own, "Item has no mapping for key 'fields'");
    out.push({
      name,
      fields: readShape(view, "fields", own),
      comps: readShape(view, "comps", own),
      values: readValues(view, own),
      context: own,
    });
  }
  return out;
}

function readShape(view: MapView, key: string, ctx: Context): Entry | undefined {
  if (!view.has(key) || view.isNull(key)) return undefined;
  const shape = view.entry(key, 1, ctx);
  // an empty list is as good as none
  return shape?.length === 0 ? undefined : shape;
}

function readValues(view: MapView, ctx: Context): readonly Entry[] {
  if (!view.has("values")) return [];
  const at = ctx.child("exception values", "", view.offset("values"));
  if (!view.isSequence("values")) throw fail(at, "Rule exception values must be a sequence");
  const values = view.entry("values", 3, at);
  return typeof values === "string" || values === undefined ? [] : values;
}
