import { breathe } from "../event/breath.js";
import type { Collector, Warnings } from "./collector.js";
import { ConditionText } from "./condition.js";
import { overrides } from "./override.js";
import { Context, SourceText } from "./place.js";
import type { PluginVersion } from "./plugins.js";
import { readCondition } from "./readparts.js";
import { APPEND_AND_OVERRIDE, APPEND_DEPRECATED, type At, readRule, warnUnknownKeys } from "./readrule.js";
import { validateSchema } from "./validate.js";
import {
  compareVersions,
  formatVersion,
  parseEngineVersion,
  parseVersion,
  satisfies,
  type Version,
} from "./versions.js";
import { fail, MapView, YamlDoc } from "./view.js";
import { isNull } from "./yaml/node.js";
import { readYaml } from "./yaml/read.js";

/** What the reader has to know. */
export interface ReadOptions {
  readonly sources: ReadonlySet<string>;
  readonly engineVersion: Version;
}

/** Departures from the schema that are told of one file, roughly. */
const MAX_SCHEMA_LINES = 1000;

/**
 * Read the text of a rules file into a collector.
 * @throws {RulesError}
 */
export function readRules(text: string, fileName: string, c: Collector, o: ReadOptions, warnings: Warnings): void {
  const source = new SourceText(fileName, text);
  const top = Context.file(source);
  const roots = readYaml(text, top);
  for (const root of roots) {
    const yaml = new YamlDoc(source);
    const schema = validateSchema(yaml.deref(root, top), yaml, top);
    warnings.schema ??= [];
    if (warnings.schema.length < MAX_SCHEMA_LINES) warnings.schema.push(...schema);
  }
  for (const root of roots) {
    const yaml = new YamlDoc(source);
    const contents = yaml.deref(root, top);
    if (isNull(contents)) continue;
    if (contents?.kind !== "seq") {
      const why = contents?.kind === "map" ? "Rules content is not yaml array of objects" : "Rules content is not yaml";
      throw fail(top, why);
    }
    for (const node of contents.items) {
      breathe();
      const item = yaml.deref(node, top);
      if (item === null || isNull(item)) continue;
      const at = top.child("rules content item", "", yaml.offset(item, 0));
      if (item.kind !== "map") {
        throw fail(at, "Unexpected element type. Each element should be a yaml associative array.");
      }
      readItem(new MapView(yaml, item, at), top, c, o, warnings);
    }
  }
}

const LIST_KEYS: ReadonlySet<string> = new Set(["list", "items", "append", "override"]);
const MACRO_KEYS: ReadonlySet<string> = new Set(["macro", "condition", "append", "override"]);
const LIST_NAME = /^[^()"'\s=,]+$/;
const MACRO_NAME = /^[a-zA-Z]+[a-zA-Z0-9_]*$/;

function readItem(item: MapView, top: Context, c: Collector, o: ReadOptions, w: Warnings): void {
  const at = (type: string, name = "") => top.child(type, name, item.context.offset);
  if (item.has("required_engine_version")) readEngineVersion(item, at("required_engine_version"), c, o, w);
  else if (item.has("required_plugin_versions")) readPlugins(item, at("required plugin versions"), c, w);
  else if (item.has("list")) readList(item, at("list"), at, c, w);
  else if (item.has("macro")) readMacro(item, at("macro"), at, c, w);
  else if (item.has("rule")) readRule(item, at, c, o.sources, w);
  else {
    const first = [...item.keys()][0] ?? "";
    w.add("LOAD_UNKNOWN_ITEM", "Unknown top level item", at("rules content item", first));
  }
}

const ENGINE_KEYS: ReadonlySet<string> = new Set(["required_engine_version"]);
const PLUGIN_KEYS: ReadonlySet<string> = new Set(["required_plugin_versions"]);

function readEngineVersion(item: MapView, ctx: Context, c: Collector, o: ReadOptions, w: Warnings): void {
  const text = item.text("required_engine_version", ctx);
  const need = parseEngineVersion(text);
  if (need === undefined) {
    throw fail(ctx, `Unable to parse engine version '${text}' as a semver string. Expected "x.y.z" semver format.`);
  }
  if (!satisfies(o.engineVersion, need)) {
    const have = formatVersion(o.engineVersion);
    const why = `Rules require engine version ${formatVersion(need)}, but engine version is ${have}`;
    throw fail(ctx, why, "LOAD_ERR_VALIDATE");
  }
  if (c.engineVersion === undefined || compareVersions(need, c.engineVersion) > 0) c.engineVersion = need;
  warnUnknownKeys(item, ctx, ENGINE_KEYS, w);
}

function readPlugins(item: MapView, ctx: Context, c: Collector, w: Warnings): void {
  const items = item.items("required_plugin_versions");
  if (items === undefined) throw fail(ctx, "Value of required_plugin_versions must be a sequence");
  for (const { node, offset } of items) {
    const at = ctx.child("required plugin versions entry", "", offset);
    const view = item.asMap(node, at);
    if (view === undefined) throw fail(at, "Plugin version must be a mapping");
    const own = ctx.child("required plugin versions entry", view.text("name", at), offset);
    const need = [readPlugin(view, own)];
    if (view.has("alternatives") && !view.isSequence("alternatives")) {
      throw fail(own, "Value of plugin version alternatives must be a sequence");
    }
    for (const alt of view.items("alternatives") ?? []) {
      const altAt = own.child("required plugin versions alternative", "", alt.offset);
      const altView = view.asMap(alt.node, altAt);
      if (altView === undefined) throw fail(altAt, "Plugin version alternative must be a mapping");
      const p = readPlugin(altView, altAt);
      if (need.some((n) => n.name === p.name)) {
        const why = `Defined multiple alternative version requirements for plugin '${p.name}'`;
        throw fail(own, why, "LOAD_ERR_VALIDATE");
      }
      need.push(p);
    }
    c.pluginRequirements.push(need);
  }
  warnUnknownKeys(item, ctx, PLUGIN_KEYS, w);
}

function readPlugin(view: MapView, ctx: Context): PluginVersion {
  const name = view.text("name", ctx);
  const text = view.text("version", ctx);
  const version = parseVersion(text);
  if (version === undefined) {
    throw fail(ctx, `Invalid required version '${text}' for plugin '${name}'`, "LOAD_ERR_VALIDATE");
  }
  return { name, version, text };
}

function readList(item: MapView, ctx: Context, at: At, c: Collector, w: Warnings): void {
  const name = item.text("list", ctx);
  const own = at("list", name);
  if (!LIST_NAME.test(name)) {
    const re = "([^()\"'[:space:]=,]+)";
    w.add(
      "LOAD_INVALID_LIST_NAME",
      `List has an invalid name. List names should match a regular expression: ${re}`,
      own,
    );
  }
  const items = item.texts("items", own);
  const mode = changeOf(item, own, "items", w);
  if (mode === "append") c.appendList(name, items, own);
  else c.defineList({ name, items, context: own });
  warnUnknownKeys(item, own, LIST_KEYS, w);
}

function readMacro(item: MapView, ctx: Context, at: At, c: Collector, w: Warnings): void {
  const name = item.text("macro", ctx);
  const own = at("macro", name);
  if (!MACRO_NAME.test(name)) {
    const re = "([a-zA-Z]+[a-zA-Z0-9_]*)";
    w.add(
      "LOAD_INVALID_MACRO_NAME",
      `Macro has an invalid name. Macro names should match a regular expression: ${re}`,
      own,
    );
  }
  const scalar = readCondition(item, "macro condition", own);
  const mode = changeOf(item, own, "condition", w);
  if (mode === "append") {
    const m = c.macroToAppend(name, own);
    m.condition = m.condition.append(scalar);
  } else c.defineMacro({ name, condition: ConditionText.of(scalar), context: own });
  warnUnknownKeys(item, own, MACRO_KEYS, w);
}

/** Does a list or macro item define, or append to what is there? */
function changeOf(item: MapView, ctx: Context, key: string, w: Warnings): "append" | "replace" | undefined {
  const append = item.bool("append", false, ctx);
  if (append) w.add("LOAD_DEPRECATED_ITEM", APPEND_DEPRECATED, ctx);
  if (!item.has("override")) return append ? "append" : undefined;
  const keys = new Set([key]);
  const ops = overrides(item, ctx, keys, keys);
  if (append && ops.size > 0) throw fail(ctx, APPEND_AND_OVERRIDE);
  return ops.get(key) ?? (append ? "append" : undefined);
}
