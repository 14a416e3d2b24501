import type {
  ArgList,
  BinaryOp,
  Expr,
  FieldRef,
  Left,
  ListLit,
  Modifier,
  Right,
  Span,
  TransformerArg,
  TransformerCall,
  TransformerName,
  ValueLit,
} from "./ast.js";
import { LIST_OPS, MODIFIERS, ORDER_OPS, TEXT_OPS, TRANSFORMERS } from "./ast.js";
import { FilterError } from "./error.js";
import { Scanner } from "./scanner.js";

/** Nesting that is accepted in rules and macros. */
export const RULE_DEPTH = 1000;
/** Nesting that is accepted elsewhere (filters on the command line and the like). */
export const FILTER_DEPTH = 100;

/**
 * Parse a condition.
 * @param maxDepth how deep brackets and calls may nest
 * @throws {FilterError}
 */
export function parseCondition(text: string, maxDepth: number = RULE_DEPTH): Expr {
  const p = new Parser(new Scanner(text), maxDepth);
  return p.whole();
}

/**
 * Parse the left-hand side of a check on its own (`proc.name`, `tolower(fd.name)`).
 * @throws {FilterError}
 */
export function parseLeft(text: string): Left {
  return new Parser(new Scanner(text), FILTER_DEPTH).wholeLeft();
}

const NAMES: ReadonlySet<string> = new Set(TRANSFORMERS);

class Parser {
  private depth = 0;
  constructor(
    private readonly s: Scanner,
    private readonly maxDepth: number,
  ) {}

  whole(): Expr {
    const s = this.s;
    if (s.text === "") throw this.error("filter input string is empty");
    const e = this.or();
    s.blank();
    if (!s.done) {
      const before = s.text.slice(0, s.pos).trimEnd();
      const last = /[^()"'\s=,]+$/.exec(before)?.[0] ?? before.slice(-1);
      throw this.error(`unexpected token after '${last}', expecting 'or', 'and'`);
    }
    return e;
  }

  wholeLeft(): Left {
    this.s.blank();
    const left = this.transformer(false) ?? this.field();
    this.s.blank();
    if (left === undefined || !this.s.done) throw this.error("expected a field or a transformer of a field");
    return left;
  }

  private error(message: string, start = this.s.pos): FilterError {
    return new FilterError(message, "syntax", { start, end: Math.max(start + 1, this.s.pos) });
  }

  private span(start: number): Span {
    return { start, end: this.s.pos };
  }

  private enter(): void {
    if (++this.depth > this.maxDepth) throw this.error(`exceeded max depth limit of ${this.maxDepth}`);
  }

  private or(): Expr {
    return this.chain("or", () => this.and());
  }

  private and(): Expr {
    return this.chain("and", () => this.not());
  }

  private chain(kind: "or" | "and", next: () => Expr): Expr {
    const s = this.s;
    const start = s.pos;
    const children = [next()];
    let end = s.pos;
    for (;;) {
      s.blank();
      if (!s.literal(kind)) break;
      if (s.blank()) children.push(next());
      else if (s.literal("(")) children.push(this.embedded());
      else throw this.error(`expected a blank or '(' after '${kind}'`);
      end = s.pos;
    }
    s.pos = end;
    return children.length === 1 ? (children[0] as Expr) : { kind, children, span: this.span(start) };
  }

  /** The rest of `( Expr )` after its opening bracket. */
  private embedded(): Expr {
    this.enter();
    const e = this.or();
    this.s.blank();
    if (!this.s.literal(")")) throw this.error("expected a ')' token, 'or', 'and'");
    this.depth--;
    return e;
  }

  private not(): Expr {
    const s = this.s;
    s.blank();
    const start = s.pos;
    let negated = false;
    let child: Expr | undefined;
    for (;;) {
      const back = s.pos;
      if (!s.literal("not")) break;
      if (s.literal("(")) {
        negated = !negated;
        child = this.embedded();
        break;
      }
      if (!s.blank()) {
        s.pos = back; // a name that merely begins like this
        break;
      }
      negated = !negated;
    }
    child ??= this.check();
    return negated ? { kind: "not", child, span: this.span(start) } : child;
  }

  private check(): Expr {
    const s = this.s;
    s.blank();
    const start = s.pos;
    if (s.literal("(")) return this.embedded();
    const left = this.transformer(false) ?? this.field();
    if (left !== undefined) return this.condition(left, start);
    const name = s.identifier();
    if (name !== undefined) return { kind: "macro", name, span: this.span(start) };
    throw this.error("expected a '(' token, a field check, a transformer, or the name of a macro");
  }

  private field(): FieldRef | undefined {
    const start = this.s.pos;
    const name = this.s.field();
    if (name === undefined) return undefined;
    const arg = this.bracket();
    return { kind: "field", name, arg, span: this.span(start) };
  }

  /** An optional `[arg]`. */
  private bracket(): string | undefined {
    const s = this.s;
    if (!s.literal("[")) return undefined;
    const arg = s.quoted() ?? s.bareArg();
    if (arg === undefined) throw this.error("expected a field argument: plain or quoted text between '[' and ']'");
    if (!s.literal("]")) throw this.error("expected a ']' token");
    return arg;
  }

  private condition(left: Left, start: number): Expr {
    const s = this.s;
    s.blank();
    if (s.literal("exists")) return { kind: "exists", left, span: this.span(start) };
    for (const op of ORDER_OPS) {
      if (!s.literal(op)) continue;
      s.blank();
      const right = this.rightField() ?? this.number();
      if (right === undefined) throw this.error("expected a number");
      return this.binary(left, op, undefined, right, start);
    }
    for (const op of TEXT_OPS) {
      const back = s.pos;
      if (!s.literal(op)) continue;
      if (/[a-z]/.test(op) && !s.blank()) {
        s.pos = back;
        continue;
      }
      return this.textCheck(left, op, start);
    }
    for (const op of LIST_OPS) {
      if (!s.literal(op)) continue;
      s.blank();
      const right = this.rightField() ?? this.list() ?? this.listName();
      if (right === undefined) throw this.error("expected a list: '(' and values separated by ','");
      return this.binary(left, op, undefined, right, start);
    }
    const ops = ["exists", ...ORDER_OPS, ...TEXT_OPS, ...LIST_OPS].map((o) => `'${o}'`).join(", ");
    throw this.error(`expected a valid check operator: one of ${ops}`);
  }

  private textCheck(left: Left, op: BinaryOp, start: number): Expr {
    const s = this.s;
    // After a symbol a modifier needs a blank; a word operator has had its own.
    const apart = s.blank() || /[a-z]/.test(op);
    const right = this.rightField();
    if (right !== undefined) return this.binary(left, op, undefined, right, start);
    if (apart) {
      const modified = this.modified();
      if (modified !== undefined) return this.binary(left, op, modified[0], modified[1], start);
    }
    const value = this.value();
    if (value === undefined) throw this.error("expected a value");
    return this.binary(left, op, undefined, value, start);
  }

  private binary(left: Left, op: BinaryOp, modifier: Modifier | undefined, right: Right, start: number): Expr {
    return { kind: "binary", left, op, modifier, right, span: this.span(start) };
  }

  /** `oneof (a, b)`: taken only if a list or an identifier follows, otherwise the word is a plain value. */
  private modified(): [Modifier, Right] | undefined {
    const s = this.s;
    const back = s.pos;
    const word = s.identifier();
    const modifier = MODIFIERS.find((m) => m === word);
    if (modifier !== undefined && s.blank()) {
      const list = this.list();
      if (list !== undefined) return [modifier, list];
      const at = s.pos;
      const id = s.identifier();
      if (id !== undefined && id !== "and" && id !== "or" && id !== "not") {
        s.pos = at;
        return [modifier, this.listName() as ValueLit];
      }
    }
    s.pos = back;
    return undefined;
  }

  private value(): ValueLit | undefined {
    const start = this.s.pos;
    const value = this.s.quoted() ?? this.s.bare();
    return value === undefined ? undefined : { kind: "value", value, span: this.span(start) };
  }

  private number(): ValueLit | undefined {
    const start = this.s.pos;
    const value = this.s.number();
    return value === undefined ? undefined : { kind: "value", value, span: this.span(start) };
  }

  private listName(): ValueLit | undefined {
    const start = this.s.pos;
    const value = this.s.identifier();
    return value === undefined ? undefined : { kind: "value", value, span: this.span(start) };
  }

  private list(): ListLit | undefined {
    const s = this.s;
    const start = s.pos;
    if (!s.literal("(")) return undefined;
    const values: ValueLit[] = [];
    s.blank();
    if (!s.literal(")")) {
      for (;;) {
        s.blank();
        const v = this.value();
        if (v === undefined) throw this.error("expected a value of the list");
        values.push(v);
        s.blank();
        if (s.literal(",")) continue;
        if (s.literal(")")) break;
        throw this.error("expected a ')' or ',' token");
      }
    }
    return { kind: "list", values, span: this.span(start) };
  }

  /** A right-hand side that is read from the event: `val(field)` or a transformer. */
  private rightField(): TransformerCall | undefined {
    return this.transformer(true);
  }

  private transformer(withVal: boolean): TransformerCall | undefined {
    const s = this.s;
    const start = s.pos;
    const name = s.identifier();
    if (name === undefined || !(NAMES.has(name) || (withVal && name === "val")) || !s.literal("(")) {
      s.pos = start;
      return undefined;
    }
    this.enter();
    const args = name === "val" ? [this.valField()] : this.args();
    this.depth--;
    const arg = this.bracket();
    return { kind: "transformer", name: name as TransformerName, args, arg, span: this.span(start) };
  }

  private valField(): FieldRef {
    this.s.blank();
    const f = this.field();
    if (f === undefined) throw this.error("expected a field inside 'val()'");
    this.s.blank();
    if (!this.s.literal(")")) throw this.error("expected a ')' token");
    return f;
  }

  private args(): TransformerArg[] {
    const s = this.s;
    const args: TransformerArg[] = [];
    for (;;) {
      s.blank();
      const a = this.argList() ?? this.argItem();
      if (a === undefined) throw this.error("expected a field, a transformer, a list, or quoted text");
      args.push(a);
      s.blank();
      if (s.literal(",")) continue;
      if (s.literal(")")) return args;
      throw this.error("expected a ')' or ',' token");
    }
  }

  private argItem(): FieldRef | TransformerCall | ValueLit | undefined {
    const start = this.s.pos;
    const call = this.transformer(false) ?? this.field();
    if (call !== undefined) return call;
    const value = this.s.quoted() ?? this.s.number();
    return value === undefined ? undefined : { kind: "value", value, span: this.span(start) };
  }

  private argList(): ArgList | undefined {
    const s = this.s;
    const start = s.pos;
    if (!s.literal("(")) return undefined;
    const items: (FieldRef | TransformerCall | ValueLit)[] = [];
    s.blank();
    if (!s.literal(")")) {
      for (;;) {
        s.blank();
        const item = this.argItem();
        if (item === undefined) throw this.error("expected a field, a transformer, or quoted text");
        items.push(item);
        s.blank();
        if (s.literal(",")) continue;
        if (s.literal(")")) break;
        throw this.error("expected a ')' or ',' token");
      }
    }
    return { kind: "arglist", items, span: this.span(start) };
  }
}
