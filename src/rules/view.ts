import {
  type Alias,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Scalar,
  type YAMLMap,
  type Node as YamlNode,
} from "yaml";
import type { SourceScalar } from "./condition.js";
import { type ErrorCode, RulesError } from "./errors.js";
import type { Context, SourceText } from "./place.js";

/** Nodes that one file may have, aliases counted each time they are used. */
const MAX_NODES = 2_000_000;

/**
 * What the aliases of a document stand for: the last node with that anchor before them. Found in one walk for all, as
 * the library walks the document anew for each.
 */
function aliasTargets(root: unknown): Map<Alias, YamlNode> {
  const targets = new Map<Alias, YamlNode>();
  const anchors = new Map<string, YamlNode>();
  const todo: unknown[] = [root];
  while (todo.length > 0) {
    const n = todo.pop();
    if (isAlias(n)) {
      const target = anchors.get(n.source);
      if (target !== undefined) targets.set(n, target);
      continue;
    }
    if (isPair(n)) {
      todo.push(n.value, n.key);
      continue;
    }
    if (!isScalar(n) && !isCollection(n)) continue;
    if (n.anchor !== undefined) anchors.set(n.anchor, n as YamlNode);
    if (isCollection(n)) for (let i = n.items.length - 1; i >= 0; i--) todo.push(n.items[i]);
  }
  return targets;
}

/** A YAML document seen the way that rules files use YAML: all scalars are text until somebody asks for more. */
export class YamlDoc {
  private budget = MAX_NODES;
  private targets: ReadonlyMap<Alias, YamlNode> | undefined;

  constructor(
    readonly doc: Document.Parsed,
    readonly source: SourceText,
  ) {}

  /** Follow an alias. */
  deref(n: unknown, ctx: Context): YamlNode | null {
    if (--this.budget < 0) throw fail(ctx, "the file's aliases multiply to too many values");
    if (!isAlias(n)) return (n ?? null) as YamlNode | null;
    this.targets ??= aliasTargets(this.doc.contents);
    const target = this.targets.get(n);
    if (target === undefined) throw fail(ctx, `there is no anchor '&${n.source}' before this alias`);
    return target as YamlNode;
  }

  offset(n: YamlNode | null | undefined, fallback: number): number {
    return n?.range?.[0] ?? fallback;
  }
}

/** A fault of the file's structure. */
export function fail(
  ctx: Context,
  message: string,
  code: ErrorCode = "LOAD_ERR_YAML_VALIDATE",
  hint: string = "",
): RulesError {
  return new RulesError(code, message, ctx.place(), hint);
}

/** Is this an empty value (`key:`, `~`, `null`)? */
export function isNull(n: YamlNode | null): boolean {
  if (n === null) return true;
  if (!isScalar(n)) return false;
  return n.type === "PLAIN" && /^(|~|null|Null|NULL)$/.test(n.source ?? String(n.value ?? ""));
}

/** Text of a scalar. */
export function scalarText(n: Scalar): string {
  return typeof n.value === "string" ? n.value : (n.source ?? "");
}

/** Nested lists of text, as the values of exceptions are. */
export type Entry = string | readonly Entry[];

const TRUE = /^(y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const FALSE = /^(n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/;

/** A mapping of a rules file. */
export class MapView {
  private readonly values = new Map<string, YamlNode | null>();
  private readonly keyOffsets = new Map<string, number>();

  constructor(
    private readonly doc: YamlDoc,
    map: YAMLMap,
    readonly context: Context,
  ) {
    for (const pair of map.items) {
      const key = doc.deref(pair.key, context);
      if (!isScalar(key)) continue;
      const name = scalarText(key);
      if (this.values.has(name)) continue;
      this.values.set(name, doc.deref(pair.value, context));
      this.keyOffsets.set(name, doc.offset(pair.key as YamlNode, context.offset));
    }
  }

  keys(): Iterable<string> {
    return this.values.keys();
  }

  /** Present, whatever its value. */
  has(key: string): boolean {
    return this.values.has(key);
  }

  /** Offset of a key in the file. */
  keyOffset(key: string): number {
    return this.keyOffsets.get(key) ?? this.context.offset;
  }

  /** Context of the value of a key, below that of the item. */
  private valueContext(key: string, ctx: Context): Context {
    return ctx.child("value for", key, this.offset(key));
  }

  /** Offset of a value in the file. */
  offset(key: string): number {
    return this.doc.offset(this.values.get(key), this.context.offset);
  }

  private required(key: string, ctx: Context): YamlNode {
    const v = this.values.get(key);
    if (v === undefined) throw fail(ctx, `Item has no mapping for key '${key}'`);
    if (v === null || isNull(v)) throw fail(ctx, `Mapping for key '${key}' is empty`);
    return v;
  }

  /** Text of a key that must be there. */
  text(key: string, ctx: Context = this.context): string {
    const v = this.required(key, ctx);
    if (!isScalar(v)) throw fail(this.valueContext(key, ctx), "Value is not a scalar value");
    const t = scalarText(v);
    if (t === "") throw fail(this.valueContext(key, ctx), "Value must be non-empty");
    return t;
  }

  /** Text of a key, undefined if it is missing or empty. */
  optionalText(key: string, ctx: Context = this.context): string | undefined {
    const v = this.values.get(key);
    if (v === undefined || v === null || isNull(v)) return undefined;
    if (!isScalar(v)) throw fail(this.valueContext(key, ctx), "Value is not a scalar value");
    return scalarText(v) || undefined;
  }

  /** Text together with where it stands. */
  scalar(key: string, ctx: Context): SourceScalar {
    const value = this.text(key, ctx);
    const range = this.values.get(key)?.range;
    const start = range?.[0] ?? ctx.offset;
    return { value, source: this.doc.source, start, end: range?.[1] ?? start, context: ctx };
  }

  bool(key: string, fallback: boolean, ctx: Context = this.context): boolean {
    if (!this.has(key)) return fallback;
    const t = this.text(key, ctx);
    if (TRUE.test(t)) return true;
    if (FALSE.test(t)) return false;
    throw fail(this.valueContext(key, ctx), "Can't decode YAML scalar value");
  }

  uint32(key: string, fallback: number, ctx: Context = this.context): number {
    if (!this.has(key)) return fallback;
    const t = this.text(key, ctx);
    const n = /^\d{1,10}$/.test(t) ? Number(t) : Number.NaN;
    if (!(n < 2 ** 32)) throw fail(this.valueContext(key, ctx), "Can't decode YAML scalar value");
    return n;
  }

  /** A list of scalars that must be there. */
  texts(key: string, ctx: Context = this.context): string[] {
    if (!this.has(key)) throw fail(ctx, `Item has no mapping for key '${key}'`);
    const v = this.values.get(key);
    const at = this.valueContext(key, ctx);
    if (!isSeq(v)) throw fail(at, "Value is not a sequence");
    return v.items.map((item) => {
      const n = this.doc.deref(item, at);
      if (isScalar(n) && !isNull(n)) return scalarText(n);
      throw fail(at.child("list item", "", this.doc.offset(n, at.offset)), "sequence value is not scalar");
    });
  }

  /** Children of a list; undefined if the key is missing or null. */
  items(key: string): { node: YamlNode | null; offset: number }[] | undefined {
    const v = this.values.get(key);
    if (v === undefined || v === null || !isSeq(v)) return undefined;
    return v.items.map((i) => {
      const node = this.doc.deref(i, this.context);
      return { node, offset: this.doc.offset(i as YamlNode, this.context.offset) };
    });
  }

  isSequence(key: string): boolean {
    return isSeq(this.values.get(key));
  }

  isNull(key: string): boolean {
    return isNull(this.values.get(key) ?? null);
  }

  /** A mapping below this one. */
  map(key: string, ctx: Context): MapView {
    const v = this.required(key, ctx);
    if (!isMap(v)) throw fail(ctx, "Value is not a mapping");
    return new MapView(this.doc, v as YAMLMap, ctx);
  }

  /** View of a child that should be a mapping; undefined if it is not. */
  asMap(node: YamlNode | null, ctx: Context): MapView | undefined {
    return isMap(node) ? new MapView(this.doc, node as YAMLMap, ctx) : undefined;
  }

  /** Text and lists of text, at most `depth` lists deep; undefined if the key is missing. */
  entry(key: string, depth: number, ctx: Context = this.context): Entry | undefined {
    const v = this.values.get(key);
    return v === undefined ? undefined : this.toEntry(v, depth, ctx);
  }

  private toEntry(n: YamlNode | null, depth: number, ctx: Context): Entry {
    if (isScalar(n)) return scalarText(n);
    if (isSeq(n) && depth > 0) return n.items.map((i) => this.toEntry(this.doc.deref(i, ctx), depth - 1, ctx));
    throw fail(ctx, "Expected values array to contain a list of strings", "LOAD_ERR_VALIDATE");
  }
}
