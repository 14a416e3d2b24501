import type { SourceScalar } from "./condition.js";
import { type ErrorCode, RulesError } from "./errors.js";
import type { Context, SourceText } from "./place.js";
import { isNull, type MapNode, type YamlNode } from "./yaml/node.js";

/** Nodes that one file may have, aliases counted each time they are used. */
const MAX_NODES = 2_000_000;

/** A YAML document seen the way that rules files use YAML: all scalars are text until somebody asks for more. */
export class YamlDoc {
  private budget = MAX_NODES;

  constructor(readonly source: SourceText) {}

  /** Follow an alias. */
  deref(n: YamlNode | null, ctx: Context): YamlNode | null {
    if (--this.budget < 0) throw fail(ctx, "the file's aliases multiply to too many values");
    if (n === null || n.kind !== "alias") return n;
    if (n.target === undefined) throw fail(ctx, `there is no anchor '&${n.name}' before this alias`);
    return n.target;
  }

  offset(n: YamlNode | null | undefined, fallback: number): number {
    return n?.start ?? fallback;
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

/** Nested lists of text, as the values of exceptions are. */
export type Entry = string | readonly Entry[];

const TRUE = /^(y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const FALSE = /^(n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/;

/** A number as YAML readers in C++ take it: decimal, hexadecimal, or octal after a zero. NaN if it is none. */
function wholeNumber(text: string): number {
  const [, hex, octal, decimal] = /^\+?(?:0[xX]([\da-fA-F]{1,8})|(0[0-7]{0,11})|([1-9]\d{0,9}))$/.exec(text) ?? [];
  if (hex !== undefined) return Number.parseInt(hex, 16);
  if (octal !== undefined) return Number.parseInt(octal, 8);
  return decimal === undefined ? Number.NaN : Number(decimal);
}

/** A mapping of a rules file. */
export class MapView {
  private readonly values = new Map<string, YamlNode | null>();
  private readonly keyOffsets = new Map<string, number>();

  constructor(
    private readonly doc: YamlDoc,
    map: MapNode,
    readonly context: Context,
  ) {
    for (const pair of map.pairs) {
      const key = doc.deref(pair.key, context);
      if (key?.kind !== "scalar") continue;
      const name = key.text;
      if (this.values.has(name)) continue;
      this.values.set(name, doc.deref(pair.value, context));
      this.keyOffsets.set(name, doc.offset(pair.key, context.offset));
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
    if (v.kind !== "scalar") throw fail(this.valueContext(key, ctx), "Value is not a scalar value");
    const t = v.text;
    if (t === "") throw fail(this.valueContext(key, ctx), "Value must be non-empty");
    return t;
  }

  /** Text of a key, undefined if it is missing or empty. */
  optionalText(key: string, ctx: Context = this.context): string | undefined {
    const v = this.values.get(key);
    if (v === undefined || v === null || isNull(v)) return undefined;
    if (v.kind !== "scalar") throw fail(this.valueContext(key, ctx), "Value is not a scalar value");
    return v.text || undefined;
  }

  /**
   * Text together with where it stands.
   * @param parent context of the item: a text that is missing has no context of its own
   */
  scalar(key: string, ctx: Context, parent: Context): SourceScalar {
    const value = this.text(key, parent);
    const v = this.values.get(key);
    const start = v?.start ?? ctx.offset;
    const end = v?.kind === "scalar" ? v.end : start;
    return { value, source: this.doc.source, start, end, context: ctx };
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
    const n = wholeNumber(t);
    if (!(n < 2 ** 32)) throw fail(this.valueContext(key, ctx), "Can't decode YAML scalar value");
    return n;
  }

  /** A list of scalars that must be there. */
  texts(key: string, ctx: Context = this.context): string[] {
    if (!this.has(key)) throw fail(ctx, `Item has no mapping for key '${key}'`);
    const v = this.values.get(key);
    const at = this.valueContext(key, ctx);
    if (v?.kind !== "seq") throw fail(at, "Value is not a sequence");
    return v.items.map((item) => {
      const n = this.doc.deref(item, at);
      if (n?.kind === "scalar" && !isNull(n)) return n.text;
      throw fail(at.child("list item", "", this.doc.offset(n, at.offset)), "sequence value is not scalar");
    });
  }

  /** Children of a list; undefined if the key is missing or null. */
  items(key: string): { node: YamlNode | null; offset: number }[] | undefined {
    const v = this.values.get(key);
    if (v?.kind !== "seq") return undefined;
    return v.items.map((i) => {
      const node = this.doc.deref(i, this.context);
      return { node, offset: this.doc.offset(i, this.context.offset) };
    });
  }

  isSequence(key: string): boolean {
    return this.values.get(key)?.kind === "seq";
  }

  isNull(key: string): boolean {
    return isNull(this.values.get(key) ?? null);
  }

  /** A mapping below this one. */
  map(key: string, ctx: Context): MapView {
    const v = this.required(key, ctx);
    if (v.kind !== "map") throw fail(ctx, "Value is not a mapping");
    return new MapView(this.doc, v, ctx);
  }

  /** View of a child that should be a mapping; undefined if it is not. */
  asMap(node: YamlNode | null, ctx: Context): MapView | undefined {
    return node?.kind === "map" ? new MapView(this.doc, node, ctx) : undefined;
  }

  /** Text and lists of text, at most `depth` lists deep; undefined if the key is missing. */
  entry(key: string, depth: number, ctx: Context = this.context): Entry | undefined {
    const v = this.values.get(key);
    return v === undefined ? undefined : this.toEntry(v, depth, ctx);
  }

  private toEntry(n: YamlNode | null, depth: number, ctx: Context): Entry {
    if (n === null || isNull(n)) return "";
    if (n.kind === "scalar") {
      if (n.text === "") throw fail(ctx, "Value must be non-empty");
      return n.text;
    }
    if (n.kind === "seq" && depth > 0) return n.items.map((i) => this.toEntry(this.doc.deref(i, ctx), depth - 1, ctx));
    throw fail(ctx, "Expected values array to contain a list of strings", "LOAD_ERR_VALIDATE");
  }
}
