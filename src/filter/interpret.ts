import type { EventContext } from "../state/context.js";
import { inNet } from "./ip.js";
import type { Literal } from "./literals.js";
import { lenient, type Regex, type RegexEngine } from "./regex.js";
import { slowGlob, slowPathMatch } from "./slowmatch.js";
import { lowerAscii } from "./transform.js";
import type { Check, Node } from "./typed.js";
import { type Item, readOperand, type Values } from "./values.js";

/**
 * Judges conditions by walking their trees: the definition of what they mean. Compiled conditions are tested
 * against it; it is also what they call for rare forms (transformers, field to field).
 */
export class Interpreter {
  private readonly regexes = new Map<string, Regex>();

  constructor(private readonly regex?: RegexEngine) {}

  /** Does the condition hold for the event? */
  judge(n: Node, x: EventContext): boolean {
    switch (n.kind) {
      case "const":
        return n.value;
      case "not":
        return !this.judge(n.child, x);
      case "and":
        return n.children.every((c) => this.judge(c, x));
      case "or":
        return n.children.some((c) => this.judge(c, x));
      case "check":
        return this.check(n, x);
    }
  }

  /** One check. An absent value satisfies nothing. */
  check(c: Check, x: EventContext): boolean {
    const left = readOperand(c.left, x);
    if (left === undefined) return false;
    if (c.op === "exists") return true;
    if (c.right !== undefined) {
      const right = readOperand(c.right, x);
      return right !== undefined && this.pair(c, left, right);
    }
    if (left.mode === "list") {
      const known = (i: Item) => c.values.some((v) => this.one("=", i, v));
      return c.op === "in" ? left.items.every(known) : left.items.some(known);
    }
    if (left.mode === "any") return left.items.some((i) => this.holds(c, { mode: "one", items: [i] }));
    return this.holds(c, left);
  }

  /** Does a check against literals hold for a value already at hand? */
  holds(c: Check, v: Values): boolean {
    const one = (lit: Literal) => this.group(c.op, v, lit);
    if (c.op === "in" || c.op === "intersects") return c.values.some((lit) => this.group("=", v, lit));
    if (c.op === "pmatch") return c.values.some(one);
    switch (c.modifier) {
      case undefined:
        return one(c.values[0] as Literal);
      case "anyof":
        return c.values.some(one);
      case "allof":
        return c.values.length > 0 && c.values.every(one);
      case "oneof":
        return c.values.filter(one).length === 1;
    }
  }

  private group(op: Check["op"], v: Values, lit: Literal): boolean {
    const test = (i: Item) => this.one(op, i, lit);
    return v.mode === "both" && op === "!=" ? v.items.every(test) : v.items.some(test);
  }

  private one(op: Check["op"], item: Item, lit: Literal): boolean {
    switch (lit.kind) {
      case "num":
        return typeof item === "bigint" ? order(op, item, lit.big) : order(op, item as number, lit.num);
      case "net": {
        const bytes = Buffer.from(item as string, "latin1");
        return inNet(lit.net, bytes, 0, bytes.length) === (op !== "!=");
      }
      default:
        return this.text(op, item as string, Buffer.from(lit.bytes).toString("latin1"));
    }
  }

  private text(op: Check["op"], a: string, b: string): boolean {
    switch (op) {
      case "contains":
      case "bcontains":
        return a.includes(b);
      case "icontains":
        return lowerAscii(a).includes(lowerAscii(b));
      case "startswith":
      case "bstartswith":
        return a.startsWith(b);
      case "endswith":
        return a.endsWith(b);
      case "glob":
        return slowGlob(b, a);
      case "iglob":
        return slowGlob(lowerAscii(b), lowerAscii(a));
      case "pmatch":
        return slowPathMatch(b, a);
      case "regex": {
        const bytes = Buffer.from(a, "latin1");
        return this.compiled(b).test(bytes, 0, bytes.length);
      }
      default:
        return order(op, a, b);
    }
  }

  private compiled(pattern: string): Regex {
    let r = this.regexes.get(pattern);
    if (r === undefined) {
      if (this.regex === undefined) throw new Error("no regular expression engine");
      r = lenient(this.regex.compile(Buffer.from(pattern, "latin1").toString("utf8")));
      this.regexes.set(pattern, r);
    }
    return r;
  }

  private pair(c: Check, left: Values, right: Values): boolean {
    const among = (i: Item) => right.items.some((r) => sameItem(i, r));
    if (c.op === "in") return left.items.every(among);
    if (c.op === "intersects") return left.items.some(among);
    const [a, b] = [left.items[0] as Item, right.items[0] as Item];
    if (typeof a === "string") return this.text(c.op, a, b as string);
    return order(c.op, compareNumbers(a, b as number | bigint), 0);
  }
}

function sameItem(a: Item, b: Item): boolean {
  return typeof a === "string" ? a === b : compareNumbers(a, b as number | bigint) === 0;
}

/** Sign of a - b, whichever of the two is a bigint. */
function compareNumbers(a: number | bigint, b: number | bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function order<T extends Item>(op: Check["op"], a: T, b: T): boolean {
  switch (op) {
    case "!=":
      return a !== b;
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    default:
      return a === b;
  }
}
