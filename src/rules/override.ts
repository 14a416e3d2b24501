import type { Collector, Warnings } from "./collector.js";
import { ConditionText } from "./condition.js";
import type { OverrideOp } from "./items.js";
import type { Context } from "./place.js";
import { readCondition, readExceptions, readPriority, readTags } from "./readparts.js";
import { fail, type MapView } from "./view.js";

/** Keys of a rule that `override` may append to. */
export const APPENDABLE: ReadonlySet<string> = new Set(["condition", "output", "desc", "tags", "exceptions"]);

/** Keys of a rule that `override` may replace. */
export const REPLACEABLE: ReadonlySet<string> = new Set([
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

/** Said of an addition to a rule that is not there. */
export const NO_RULE_TO_APPEND =
  "Rule uses 'append' or 'override.<key>: append' but no rule by that name already exists";
const NO_RULE_TO_REPLACE =
  "An 'override.<key>: replace' to a rule was requested but no rule by that name already exists";

/** Read the `override` key: operation by key. */
export function overrides(
  item: MapView,
  ctx: Context,
  appendable: ReadonlySet<string>,
  replaceable: ReadonlySet<string>,
): Map<string, OverrideOp> {
  if (item.isNull("override")) return new Map();
  const at = ctx.child("overrides", "", item.context.offset);
  const map = item.map("override", at);
  const ops = new Map<string, OverrideOp>();
  for (const key of map.keys()) {
    const op = map.text(key, at);
    const own = at.child("overrides", key, map.keyOffset(key));
    if (op === "append") {
      if (!appendable.has(key)) throw fail(own, `Key '${key}' cannot be appended to, use 'replace' instead`);
    } else if (op === "replace") {
      if (!replaceable.has(key)) throw fail(own, `Key '${key}' cannot be replaced`);
    } else {
      const allowed = `${appendable.has(key) ? "append " : ""}${replaceable.has(key) ? "replace " : ""}`;
      const why = `Invalid override operation for key '${key}': '${op}'. Allowed values are: ${allowed}`;
      throw fail(at.child("value for", key, map.offset(key)), why);
    }
    ops.set(key, op);
  }
  return ops;
}

/** Whatever can be overridden and is there has to be listed. */
export function unlistedKeys(item: MapView, ctx: Context, ops: ReadonlyMap<string, OverrideOp>): void {
  // of several the first of the alphabet is told, as upstream does
  for (const key of [...item.keys()].sort()) {
    if ((APPENDABLE.has(key) || REPLACEABLE.has(key)) && !ops.has(key)) {
      const why = `Unexpected key '${key}': no corresponding entry under 'override' is defined.`;
      throw fail(ctx.child("overrides", key, item.offset(key)), why);
    }
  }
}

/** Change a rule that is there: first what is appended, then what is replaced. */
export function overrideRule(
  item: MapView,
  name: string,
  source: string | undefined,
  ops: ReadonlyMap<string, OverrideOp>,
  c: Collector,
  ctx: Context,
  w: Warnings,
): void {
  const change = { item, ops, ctx, w };
  // the source only counts where the condition changes
  const own = ops.has("condition") ? source : undefined;
  const kinds = new Set(ops.values());
  if (kinds.has("append")) {
    const apply = appended(change);
    apply(c, name, own);
  }
  if (kinds.has("replace")) {
    const apply = replaced(change);
    apply(c, name, own);
  }
}

interface Change {
  readonly item: MapView;
  readonly ops: ReadonlyMap<string, OverrideOp>;
  readonly ctx: Context;
  readonly w: Warnings;
}

type Apply = (c: Collector, name: string, source: string | undefined) => void;

/** The value of a key if the operation is asked for it. */
function read<T>(x: Change, op: OverrideOp, key: string, value: () => T): T | undefined {
  if (x.ops.get(key) !== op) return undefined;
  // the article is upstream's
  if (!x.item.has(key)) throw fail(x.ctx, `An ${op} override for '${key}' was specified but '${key}' is not defined`);
  return value();
}

function output(x: Change) {
  return x.item.scalar("output", x.ctx.child("rule output", "", x.item.offset("output")), x.ctx);
}

/** Everything is read before the rule is looked for: a fault of the item comes first. */
function appended(x: Change): Apply {
  const { item, ctx, w } = x;
  const condition = read(x, "append", "condition", () => readCondition(item, "rule condition", ctx));
  const exceptions = read(x, "append", "exceptions", () => readExceptions(item, ctx, w, false));
  const text = read(x, "append", "output", () => output(x));
  const desc = read(x, "append", "desc", () => item.text("desc", ctx));
  const tags = read(x, "append", "tags", () => readTags(item, ctx));
  return (c, name, source) => {
    const r = c.ruleToChange(name, source, ctx, NO_RULE_TO_APPEND);
    if (condition !== undefined) r.condition = r.condition.append(condition);
    if (text !== undefined) r.output = { ...r.output, value: `${r.output.value} ${text.value}` };
    if (desc !== undefined) r.desc = `${r.desc} ${desc}`;
    if (tags !== undefined) r.tags = withTags(r.tags, tags);
    if (exceptions !== undefined) c.appendExceptions(r, exceptions);
  };
}

/** Sorted tags and more of them, each once. */
function withTags(tags: readonly string[], more: readonly string[]): string[] {
  const out = [...tags];
  for (const t of more) {
    let at = 0;
    for (let after = out.length; at < after; ) {
      const middle = (at + after) >> 1;
      if ((out[middle] as string) < t) at = middle + 1;
      else after = middle;
    }
    if (out[at] !== t) out.splice(at, 0, t);
  }
  return out;
}

function replaced(x: Change): Apply {
  const { item, ctx, w } = x;
  const flag = (key: string) => read(x, "replace", key, () => item.bool(key, true, ctx));
  const condition = read(x, "replace", "condition", () => readCondition(item, "rule condition", ctx));
  const exceptions = read(x, "replace", "exceptions", () => readExceptions(item, ctx, w, true));
  const text = read(x, "replace", "output", () => output(x));
  const desc = read(x, "replace", "desc", () => item.text("desc", ctx));
  const tags = read(x, "replace", "tags", () => readTags(item, ctx));
  const priority = read(x, "replace", "priority", () => readPriority(item, ctx));
  const capture = flag("capture");
  const duration = read(x, "replace", "capture_duration", () => item.uint32("capture_duration", 0, ctx));
  const enabled = flag("enabled");
  const warnEvttypes = flag("warn_evttypes");
  const skip = flag("skip-if-unknown-filter");
  return (c, name, source) => {
    const r = c.ruleToChange(name, source, ctx, NO_RULE_TO_REPLACE);
    if (condition !== undefined) r.condition = ConditionText.of(condition);
    if (text !== undefined) r.output = text;
    if (desc !== undefined) r.desc = desc;
    if (tags !== undefined) r.tags = tags;
    if (exceptions !== undefined) c.replaceExceptions(r, exceptions);
    if (priority !== undefined) r.priority = priority;
    if (capture !== undefined) r.capture = capture;
    if (duration !== undefined) r.captureDuration = duration;
    if (enabled !== undefined) r.enabled = enabled;
    if (warnEvttypes !== undefined) r.warnEvttypes = warnEvttypes;
    if (skip !== undefined) r.skipIfUnknownFilter = skip;
  };
}
