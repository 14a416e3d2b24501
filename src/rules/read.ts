import { isMap, isSeq, LineCounter, parseAllDocuments, type YAMLMap } from "yaml";
import type { Collector, Warnings } from "./collector.js";
import { ConditionText } from "./condition.js";
import { RulesError } from "./errors.js";
import { Context, SourceText } from "./place.js";
import type { PluginVersion } from "./plugins.js";
import {
  APPEND_AND_OVERRIDE,
  APPEND_DEPRECATED,
  type At,
  overrides,
  readCondition,
  readRule,
  warnUnknownKeys,
} from "./readrule.js";
import {
  compareVersions,
  formatVersion,
  parseEngineVersion,
  parseVersion,
  satisfies,
  type Version,
} from "./versions.js";
import { fail, isNull, MapView, YamlDoc } from "./view.js";

/** What the reader has to know. */
export interface ReadOptions {
  readonly sources: ReadonlySet<string>;
  readonly engineVersion: Version;
}

/**
 * Read the text of a rules file into a collector.
 * @throws {RulesError}
 */
export function readRules(text: string, fileName: string, c: Collector, o: ReadOptions, warnings: Warnings): void {
  const source = new SourceText(fileName, text);
  const top = Context.file(source);
  for (const doc of parse(text, top)) {
    const root = doc.contents;
    const yaml = new YamlDoc(doc as never, source);
    const contents = yaml.deref(root, top);
    if (isNull(contents)) continue;
    if (!isSeq(contents)) {
      const why = isMap(contents) ? "Rules content is not yaml array of objects" : "Rules content is not yaml";
      throw fail(top, why);
    }
    for (const node of contents.items) {
      const item = yaml.deref(node, top);
      if (isNull(item)) continue;
      const at = top.child("rules content item", "", yaml.offset(item, 0));
      if (!isMap(item)) {
        throw fail(at, "Unexpected element type. Each element should be a yaml associative array.");
      }
      readItem(new MapView(yaml, item as YAMLMap, at), top, c, o, warnings);
    }
  }
}

function parse(text: string, top: Context) {
  const docs = parseAllDocuments(text, {
    schema: "failsafe",
    version: "1.2",
    uniqueKeys: false,
    lineCounter: new LineCounter(),
    logLevel: "silent",
    prettyErrors: false,
  });
  if (!Array.isArray(docs)) return [];
  for (const d of docs) {
    const e = d.errors[0];
    if (e !== undefined) {
      const at = top.source;
      const ctx = top.child("rules content", "", Math.min(e.pos[0], at.text.length));
      const place = ctx.place();
      throw new RulesError("LOAD_ERR_YAML_PARSE", e.message, { ...place, locations: top.locations });
    }
  }
  return docs;
}

const LIST_KEYS: ReadonlySet<string> = new Set(["list", "items", "append", "override"]);
const MACRO_KEYS: ReadonlySet<string> = new Set(["macro", "condition", "append", "override"]);
const LIST_NAME = /^[^()"'\s=,]+$/;
const MACRO_NAME = /^[a-zA-Z]+[a-zA-Z0-9_]*$/;

function readItem(item: MapView, top: Context, c: Collector, o: ReadOptions, w: Warnings): void {
  const at = (type: string, name = "") => top.child(type, name, item.context.offset);
  if (item.has("required_engine_version")) readEngineVersion(item, at("required_engine_version"), c, o);
  else if (item.has("required_plugin_versions")) readPlugins(item, at("required plugin versions"), c);
  else if (item.has("list")) readList(item, at("list"), at, c, w);
  else if (item.has("macro")) readMacro(item, at("macro"), at, c, w);
  else if (item.has("rule")) readRule(item, at, c, o.sources, w);
  else {
    const first = [...item.keys()][0] ?? "";
    w.add("LOAD_UNKNOWN_ITEM", "Unknown top level item", at("rules content item", first));
  }
}

function readEngineVersion(item: MapView, ctx: Context, c: Collector, o: ReadOptions): void {
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
}

function readPlugins(item: MapView, ctx: Context, c: Collector): void {
  const items = item.items("required_plugin_versions");
  if (items === undefined) throw fail(ctx, "Value of required_plugin_versions must be a sequence");
  for (const { node, offset } of items) {
    const at = ctx.child("required plugin versions entry", "", offset);
    const view = item.asMap(node, at);
    if (view === undefined) throw fail(at, "Plugin version must be a mapping");
    const need = [readPlugin(view, at)];
    for (const alt of view.items("alternatives") ?? []) {
      const altAt = at.child("required plugin versions alternative", "", alt.offset);
      const altView = view.asMap(alt.node, altAt);
      if (altView === undefined) throw fail(altAt, "Plugin version alternative must be a mapping");
      const p = readPlugin(altView, altAt);
      if (need.some((n) => n.name === p.name)) {
        throw fail(altAt, `Plugin '${p.name}' is named twice among the alternatives`, "LOAD_ERR_VALIDATE");
      }
      need.push(p);
    }
    c.pluginRequirements.push(need);
  }
}

function readPlugin(view: MapView, ctx: Context): PluginVersion {
  const name = view.text("name", ctx);
  const text = view.text("version", ctx);
  const version = parseVersion(text);
  if (version === undefined) {
    throw fail(ctx, `Invalid required version '${text}' for plugin '${name}'`, "LOAD_ERR_VALIDATE");
  }
  return { name, version };
}

function readList(item: MapView, ctx: Context, at: At, c: Collector, w: Warnings): void {
  const name = item.text("list", ctx);
  const own = at("list", name);
  if (!LIST_NAME.test(name)) {
    const re = "[^()\"'[:space:]=,]+";
    w.add(
      "LOAD_INVALID_LIST_NAME",
      `List has an invalid name. List names should match a regular expression: ${re}`,
      own,
    );
  }
  warnUnknownKeys(item, own, LIST_KEYS, w);
  const mode = changeOf(item, own, "items", w);
  const items = item.texts("items", own);
  if (mode === "append") c.appendList(name, items, own);
  else c.defineList({ name, items, context: own });
}

function readMacro(item: MapView, ctx: Context, at: At, c: Collector, w: Warnings): void {
  const name = item.text("macro", ctx);
  const own = at("macro", name);
  if (!MACRO_NAME.test(name)) {
    const re = "[a-zA-Z]+[a-zA-Z0-9_]*";
    w.add(
      "LOAD_INVALID_MACRO_NAME",
      `Macro has an invalid name. Macro names should match a regular expression: ${re}`,
      own,
    );
  }
  warnUnknownKeys(item, own, MACRO_KEYS, w);
  const mode = changeOf(item, own, "condition", w);
  const scalar = readCondition(item, "macro condition", own);
  if (mode === "append") {
    const m = c.macroToAppend(name, own);
    m.condition = m.condition.append(scalar);
  } else c.defineMacro({ name, condition: ConditionText.of(scalar), context: own });
}

/** Does a list or macro item define, or append to what is there? */
function changeOf(item: MapView, ctx: Context, key: string, w: Warnings): "append" | "replace" | undefined {
  const append = item.bool("append", false, ctx);
  if (append) w.add("LOAD_DEPRECATED_ITEM", APPEND_DEPRECATED, ctx);
  if (!item.has("override")) return append ? "append" : undefined;
  if (append) throw fail(ctx, APPEND_AND_OVERRIDE);
  const keys = new Set([key]);
  return overrides(item, ctx, keys, keys).get(key);
}
