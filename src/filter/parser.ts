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
import { meantInstead } from "./hints.js";
import { Scanner } from "./scanner.js";

/** Nesting that is accepted in rules and macros. */
export const RULE_DEPTH = 1000;
/** Nesting that is accepted elsewhere (filters on the command line and the like). */
export const FILTER_DEPTH = 100;

/**
 * Parse a condition.
 * @param maxDepth how deep the grammar may nest; a pair of brackets takes five steps
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
const TRANSFORMER_NAMES = ["val", ...TRANSFORMERS].map((t) => `'${t}'`).join(", ");
const OPERATORS = ["exists", ...ORDER_OPS, ...TEXT_OPS, ...LIST_OPS].map((o) => `'${o}'`).join(", ");

/** Recursive descent. Depth counts rules of the grammar, as Falco does, so that the limits mean the same. */
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
      throw this.error(`unexpected token after '${s.last}', expecting 'or', 'and'`, s.pos, meantInstead(this.next()));
    }
    return e;
  }

  wholeLeft(): Left {
    this.s.blank();
    const left = this.transformer() ?? this.field();
    this.s.blank();
    if (left === undefined || !this.s.done) throw this.error("expected a field or a transformer of a field");
    return left;
  }

  private error(message: string, start = this.s.pos, near: readonly string[] = []): FilterError {
    return new FilterError(message, "syntax", { start, end: Math.max(start + 1, this.s.pos) }, near);
  }

  /** The word that comes next, for hints. */
  private next(): string {
    return /^[^\s()]*/.exec(this.s.text.slice(this.s.pos, this.s.pos + 32))?.[0] ?? "";
  }

  private span(start: number): Span {
    return { start, end: this.s.pos };
  }

  /** One step down. Nobody goes on after an error, so only success has to count back. */
  private deeper<T>(rule: () => T): T {
    if (++this.depth >= this.maxDepth) throw this.error(`exceeded max depth limit of ${this.maxDepth}`);
    const result = rule();
    this.depth--;
    return result;
  }

  private or(): Expr {
    return this.deeper(() => this.chain("or", () => this.and()));
  }

  private and(): Expr {
    return this.deeper(() => this.chain("and", () => this.not()));
  }

  private chain(kind: "or" | "and", next: () => Expr): Expr {
    const s = this.s;
    const start = s.pos;
    s.blank();
    const children = [next()];
    let end = s.pos;
    for (;;) {
      s.blank();
      if (!s.literal(kind)) break;
      if (s.blank()) children.push(next());
      else if (s.literal("(")) children.push(this.embedded());
      else throw this.error(`expected blank or '(' after '${kind}'`);
      end = s.pos;
    }
    s.pos = end;
    return children.length === 1 ? (children[0] as Expr) : { kind, children, span: this.span(start) };
  }

  /** The rest of `( Expr )` after its opening bracket. */
  private embedded(): Expr {
    return this.deeper(() => {
      this.s.blank();
      const e = this.or();
      this.s.blank();
      if (!this.s.literal(")")) throw this.error("expected a ')' token");
      return e;
    });
  }

  private not(): Expr {
    return this.deeper(() => {
      const s = this.s;
      const start = s.pos;
      s.blank();
      let negated = false;
      let child: Expr | undefined;
      for (;;) {
        const { pos, last } = s;
        if (!s.literal("not")) break;
        if (s.literal("(")) {
          negated = !negated;
          child = this.embedded();
          break;
        }
        if (!s.blank()) {
          s.back(pos, last); // a name that merely begins like this
          break;
        }
        negated = !negated;
      }
      child ??= this.check();
      return negated ? { kind: "not", child, span: this.span(start) } : child;
    });
  }

  private check(): Expr {
    return this.deeper(() => {
      const s = this.s;
      const start = s.pos;
      s.blank();
      if (s.literal("(")) return this.embedded();
      const left = this.transformer() ?? this.field();
      if (left !== undefined) return this.condition(left, start);
      const name = s.identifier();
      if (name !== undefined) return { kind: "macro", name, span: this.span(start) };
      throw this.error("expected a '(' token, a field check, or an identifier");
    });
  }

  private field(): FieldRef | undefined {
    const start = this.s.pos;
    const name = this.s.field();
    if (name === undefined) return undefined;
    const arg = this.deeper(() => this.bracket());
    return { kind: "field", name, arg, span: this.span(start) };
  }

  /** An optional `[arg]`. */
  private bracket(): string | undefined {
    const s = this.s;
    if (!s.literal("[")) return undefined;
    const arg = s.quoted() ?? s.bareArg();
    if (arg === undefined) throw this.error("expected a valid field argument: a quoted string or a bare string");
    if (!s.literal("]")) throw this.error("expected a ']' token");
    return arg;
  }

  private condition(left: Left, start: number): Expr {
    return this.deeper(() => {
      const s = this.s;
      s.blank();
      if (s.literal("exists")) return { kind: "exists", left, span: this.span(start) };
      for (const op of ORDER_OPS) {
        if (s.literal(op)) return this.binary(left, op, undefined, this.numberSide(), start);
      }
      for (const op of TEXT_OPS) {
        const { pos, last } = s;
        if (!s.literal(op)) continue;
        if (/[a-z]/.test(op) && !s.blank()) {
          s.back(pos, last);
          continue;
        }
        return this.textCheck(left, op, start);
      }
      for (const op of LIST_OPS) {
        if (s.literal(op)) return this.binary(left, op, undefined, this.listSide(), start);
      }
      throw this.error(`expected a valid check operator: one of ${OPERATORS}`, s.pos, meantInstead(this.next()));
    });
  }

  private binary(left: Left, op: BinaryOp, modifier: Modifier | undefined, right: Right, start: number): Expr {
    return { kind: "binary", left, op, modifier, right, span: this.span(start) };
  }

  private numberSide(): Right {
    return this.deeper(() => {
      this.s.blank();
      const right = this.rightField() ?? this.number();
      if (right !== undefined) return right;
      throw this.error(`expected a number value or a field with a valid transformer: ${TRANSFORMER_NAMES}`);
    });
  }

  private textCheck(left: Left, op: BinaryOp, start: number): Expr {
    const s = this.s;
    // After a symbol a modifier needs a blank; a word operator has had its own.
    const apart = s.blank() || /[a-z]/.test(op);
    const modified = apart ? this.modified() : undefined;
    if (modified !== undefined) return this.binary(left, op, modified[0], modified[1], start);
    const right = this.deeper(() => this.rightField() ?? this.value());
    if (right !== undefined) return this.binary(left, op, undefined, right, start);
    throw this.error(`expected a string value or a field with a valid transformer: ${TRANSFORMER_NAMES}`);
  }

  /** `oneof (a, b)`: taken only if a list or an identifier follows, otherwise the word is a plain value. */
  private modified(): [Modifier, Right] | undefined {
    const s = this.s;
    const { pos, last } = s;
    const modifier = MODIFIERS.find((m) => s.literal(m));
    if (modifier !== undefined && s.blank()) {
      const at = s.pos;
      const id = s.identifier();
      s.pos = at;
      const keyword = /^(and|or|not)(?![a-zA-Z0-9])/.test(s.text.slice(at, at + 4));
      if (s.text[at] === "(" || (id !== undefined && !keyword)) {
        const right = this.deeper(() => this.list() ?? this.listName());
        if (right !== undefined) return [modifier, right];
      }
    }
    s.back(pos, last);
    return undefined;
  }

  private listSide(): Right {
    return this.deeper(() => {
      this.s.blank();
      const right = this.list() ?? this.rightField() ?? this.listName();
      if (right !== undefined) return right;
      throw this.error(`expected a list, an identifier, or a field with a valid transformer: ${TRANSFORMER_NAMES}`);
    });
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
    const first = this.deeper(() => this.value());
    if (first !== undefined) {
      values.push(first);
      s.blank();
      while (s.literal(",")) {
        s.blank();
        const v = this.deeper(() => this.value());
        if (v === undefined) throw this.error("expected a string value");
        values.push(v);
        s.blank();
      }
    }
    if (!s.literal(")")) throw this.error("expected a ')' token");
    return { kind: "list", values, span: this.span(start) };
  }

  /** A right-hand side that is read from the event: `val(field)` or a transformer. */
  private rightField(): TransformerCall | undefined {
    return this.deeper(() => this.val() ?? this.transformer());
  }

  private val(): TransformerCall | undefined {
    const s = this.s;
    const start = s.pos;
    if (!s.literal("val(")) return undefined;
    s.blank();
    const f = this.field();
    if (f === undefined) throw this.error("expected a field within 'val' transformer");
    s.blank();
    if (!s.literal(")")) throw this.error("expected a ')' token closing the transformer");
    const arg = this.bracket();
    return { kind: "transformer", name: "val", args: [f], arg, span: this.span(start) };
  }

  private transformer(): TransformerCall | undefined {
    const s = this.s;
    const start = s.pos;
    const { last } = s;
    const name = s.identifier();
    if (name === undefined || !NAMES.has(name) || !s.literal("(")) {
      s.back(start, last);
      return undefined;
    }
    return this.deeper(() => {
      const args = this.args();
      const arg = this.bracket();
      return { kind: "transformer", name: name as TransformerName, args, arg, span: this.span(start) };
    });
  }

  private args(): TransformerArg[] {
    const s = this.s;
    const args: TransformerArg[] = [];
    do {
      s.blank();
      const a = this.deeper(() => this.argList() ?? this.argItem());
      if (a === undefined) {
        const why = "field, transformer, quoted string, number, or transformer list";
        throw this.error(`expected field transformer argument: ${why}`);
      }
      args.push(a);
      s.blank();
    } while (s.literal(","));
    if (!s.literal(")")) throw this.error("expected a ')' token closing the transformer");
    return args;
  }

  private argItem(): FieldRef | TransformerCall | ValueLit | undefined {
    const start = this.s.pos;
    const call = this.transformer() ?? this.field();
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
      do {
        s.blank();
        const item = this.argItem();
        if (item === undefined) {
          throw this.error("expected transformer list argument: field, transformer, quoted string, or number");
        }
        items.push(item);
        s.blank();
      } while (s.literal(","));
      if (!s.literal(")")) throw this.error("expected ')'");
    }
    return { kind: "arglist", items, span: this.span(start) };
  }
}
