import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, Scalar, type Node as YamlNode } from "yaml";
import { didYouMean } from "../rules/errors.js";
import { nearest } from "../rules/nearest.js";
import { SourceText } from "../rules/place.js";
import { RuleTestError } from "./error.js";

/** Plain values, as event parameters are written. */
export type Plain = null | boolean | number | bigint | string | readonly Plain[] | { readonly [key: string]: Plain };

/** A value of a test file that knows where it stands. */
export class TestNode {
  constructor(
    readonly source: SourceText,
    private readonly node: YamlNode | null,
    private readonly at: number,
  ) {}

  /**
   * The one document of a file.
   * @throws {RuleTestError}
   */
  static parse(text: string, fileName: string): TestNode {
    const source = new SourceText(fileName, text);
    const doc = parseDocument(text, { lineCounter: new LineCounter(), prettyErrors: false, intAsBigInt: false });
    const fault = doc.errors[0];
    if (fault !== undefined) throw new RuleTestError(fault.message, source, fault.pos[0]);
    const root = new TestNode(source, doc.contents, 0);
    root.resolveAliases(doc);
    return root;
  }

  private aliases: { resolve(n: YamlNode): YamlNode | null } = { resolve: (n) => n };

  private resolveAliases(doc: ReturnType<typeof parseDocument>): void {
    this.aliases = { resolve: (n) => (isAlias(n) ? (n.resolve(doc) ?? null) : n) };
  }

  private child(n: unknown, at: number): TestNode {
    const node = n === null || n === undefined ? null : this.aliases.resolve(n as YamlNode);
    const c = new TestNode(this.source, node, (n as YamlNode | null)?.range?.[0] ?? at);
    c.aliases = this.aliases;
    return c;
  }

  /** Another text at the same place. */
  withText(text: string): TestNode {
    return new TestNode(this.source, new Scalar(text), this.at);
  }

  get offset(): number {
    return this.at;
  }

  /** Line in the file, from 1. */
  get line(): number {
    return this.source.position(this.offset).line + 1;
  }

  fail(message: string, hint = ""): RuleTestError {
    return new RuleTestError(message, this.source, this.offset, hint);
  }

  get kind(): "null" | "scalar" | "list" | "map" {
    if (isMap(this.node)) return "map";
    if (isSeq(this.node)) return "list";
    return isScalar(this.node) && this.node.value !== null ? "scalar" : "null";
  }

  /** Text of a scalar, as written if it is a number or the like. */
  text(what: string): string {
    if (!isScalar(this.node) || this.node.value === null) throw this.fail(`${what} must be a text`);
    return typeof this.node.value === "string" ? this.node.value : (this.node.source ?? String(this.node.value));
  }

  integer(what: string, min = 0): number {
    const t = this.kind === "scalar" ? this.text(what) : "";
    const n = /^-?(\d+|0x[0-9a-fA-F]+)$/.test(t) ? Number(t) : Number.NaN;
    if (!Number.isSafeInteger(n) || n < min) throw this.fail(`${what} must be a whole number from ${min}`);
    return n;
  }

  bool(what: string): boolean {
    if (isScalar(this.node) && typeof this.node.value === "boolean") return this.node.value;
    throw this.fail(`${what} must be true or false`);
  }

  oneOf<T extends string>(what: string, choices: readonly T[]): T {
    const t = this.text(what);
    const found = choices.find((c) => c === t);
    if (found === undefined) {
      throw this.fail(`${what} must be one of ${choices.join(", ")}, not '${t}'`, didYouMean(nearest(t, choices)));
    }
    return found;
  }

  /** Elements of a list; anything else counts as a list of itself. */
  list(): TestNode[] {
    if (!isSeq(this.node)) return [this];
    return this.node.items.map((i) => this.child(i, this.at));
  }

  /**
   * A mapping.
   * @param keys those that may be there; undefined: any
   */
  map(what: string, keys?: readonly string[]): Map<string, TestNode> {
    if (!isMap(this.node)) throw this.fail(`${what} must be a mapping (key: value)`);
    const out = new Map<string, TestNode>();
    for (const pair of this.node.items) {
      const key = this.child(pair.key, this.at);
      const name = key.text("a key");
      if (keys !== undefined && !keys.includes(name)) {
        const near = nearest(name, keys);
        const hint = near.length > 0 ? didYouMean(near) : `Known keys: ${keys.join(", ")}.`;
        throw key.fail(`${what} has no key '${name}'`, hint);
      }
      out.set(name, this.child(pair.value, key.offset));
    }
    return out;
  }

  /** The value without places. Numbers too big for a double become bigint. */
  plain(): Plain {
    if (isSeq(this.node)) return this.list().map((c) => c.plain());
    if (isMap(this.node)) return Object.fromEntries([...this.map("value")].map(([k, v]) => [k, v.plain()]));
    if (!isScalar(this.node)) return null;
    const v: unknown = this.node.value;
    if (typeof v === "number" && !Number.isSafeInteger(v) && /^-?\d+$/.test(this.node.source ?? "")) {
      return BigInt(this.node.source as string);
    }
    if (v === null || typeof v === "boolean" || typeof v === "number" || typeof v === "bigint") return v;
    return String(v);
  }
}
