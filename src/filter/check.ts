import type { BoundField, FieldRegistry } from "../fields/field.js";
import { literalAdvice } from "./advice.js";
import type { BinaryExpr, Expr, Left, MacroRef, Span, ValueLit } from "./ast.js";
import { conditionWarnings } from "./deprecated.js";
import { FilterError } from "./error.js";
import { assertSearchable } from "./eventcodes.js";
import { isEventName } from "./eventnames.js";
import { convertLiteral, type Literal } from "./literals.js";
import { typeOperand } from "./operands.js";
import { operatorProblem } from "./optable.js";
import { printLeft } from "./print.js";
import type { RegexEngine } from "./regex.js";
import { type Advice, type Check, type Node, NodeTable, type Operand } from "./typed.js";

/** What the type check needs to know. */
export interface CheckOptions {
  readonly registry: FieldRegistry;
  readonly regex?: RegexEngine | undefined;
  /** Names that evt.type accepts besides events and system calls (asynchronous events of plugins). */
  readonly eventNames?: ReadonlySet<string> | undefined;
  /** Condition of a macro, itself free of macros; without it no macro may be left in the condition. */
  readonly macros?: ((ref: MacroRef) => Expr | undefined) | undefined;
  /** The condition is going to be indexed by event type: checks of the type must be plain. */
  readonly indexed?: boolean;
  /** False: the condition will not be indexed by event type, so that nothing stands against odd uses of evt.type. */
  readonly byEventType?: boolean;
  /** Where to put the nodes; conditions that share a table share their common parts. */
  readonly table?: NodeTable;
  /** Remembers the trees of macros from one condition to the next; for one table, registry and engine only. */
  readonly trees?: CheckedTrees;
}

/** The tree of a macro with types. */
interface CheckedTree {
  readonly node: Node;
  readonly fields: ReadonlySet<string>;
}

/** By tree, once for conditions that are indexed and once for others; undefined: something is to be said about it. */
export type CheckedTrees = Map<Expr, { indexed?: CheckedTree | undefined; free?: CheckedTree | undefined }>;

/** A condition that makes sense. */
export interface CheckedCondition {
  readonly root: Node;
  readonly advice: readonly Advice[];
  /** Names of the fields that the condition reads. */
  readonly fields: ReadonlySet<string>;
}

/**
 * Give types to a condition whose macros are resolved.
 * @throws {FilterError}
 */
export function checkCondition(e: Expr, options: CheckOptions): CheckedCondition {
  const c = new Checker(options);
  const root = c.node(e);
  return { root, advice: [...conditionWarnings(e, options.macros), ...c.advice], fields: c.fields };
}

/** Is this field the name of the event itself? */
export function isEventTypeField(o: Operand): o is Operand & { kind: "field" } {
  return o.kind === "field" && (o.field.def.name === "evt.type" || o.field.def.name === "syscall.type");
}

/** Longest regular expression: RE2 refuses far longer ones too, but only after it has complained about each part. */
const MAX_REGEX = 1 << 16;

class Checker {
  readonly advice: Advice[] = [];
  readonly fields = new Set<string>();
  private readonly table: NodeTable;
  private readonly done = new Map<Expr, Node>();

  constructor(private readonly o: CheckOptions) {
    this.table = o.table ?? new NodeTable();
  }

  node(e: Expr): Node {
    let n = this.done.get(e);
    if (n === undefined) {
      n = this.make(e);
      this.done.set(e, n);
    }
    return n;
  }

  private make(e: Expr): Node {
    switch (e.kind) {
      case "and":
      case "or":
        return this.table.logic(
          e.kind,
          e.children.map((c) => this.node(c)),
        );
      case "not":
        return this.table.not(this.node(e.child));
      case "macro":
        return this.macro(e);
      case "exists":
        if (this.o.indexed) assertSearchable(e);
        return this.table.check({
          left: this.operand(e.left),
          op: "exists",
          modifier: undefined,
          values: [],
          texts: [],
          right: undefined,
        });
      case "binary":
        return this.binary(e);
    }
  }

  /** What is found inside a macro is reported at the place where the macro is used. */
  private macro(e: MacroRef): Node {
    const tree = this.o.macros?.(e);
    if (tree === undefined) throw new FilterError(`Undefined macro '${e.name}' used in filter.`, "macro", e.span);
    const from = this.advice.length;
    try {
      return this.shared(tree) ?? this.node(tree);
    } catch (err) {
      if (!(err instanceof FilterError)) throw err;
      throw new FilterError(err.message, err.kind, e.span, err.suggestions, e.name);
    } finally {
      for (let i = from; i < this.advice.length; i++) {
        this.advice[i] = { ...(this.advice[i] as Advice), span: e.span };
      }
    }
  }

  /** The tree of a macro as another condition has found it, unless there is something to be said about it. */
  private shared(tree: Expr): Node | undefined {
    const { trees } = this.o;
    if (trees === undefined || this.done.has(tree)) return undefined;
    const kind = this.o.indexed ? "indexed" : "free";
    let known = trees.get(tree);
    if (known === undefined) {
      known = {};
      trees.set(tree, known);
    }
    if (!(kind in known)) {
      const alone = new Checker(this.o);
      const node = alone.node(tree);
      known[kind] = alone.advice.length === 0 ? { node, fields: alone.fields } : undefined;
    }
    const found = known[kind];
    if (found === undefined) return undefined;
    for (const f of found.fields) this.fields.add(f);
    this.done.set(tree, found.node);
    return found.node;
  }

  private operand(e: Left): Operand {
    return typeOperand(e, this.o.registry, (f) => this.fields.add(f.def.name));
  }

  private binary(e: BinaryExpr): Check {
    const left = this.operand(e.left);
    const op = e.op === "==" ? "=" : e.op;
    const problem = operatorProblem(e.op, e.modifier, left.type, left.list);
    if (problem !== undefined) throw new FilterError(problem, "type", e.span);
    if (this.o.indexed) assertSearchable(e);
    const base = { left, op: around(left, op), modifier: e.modifier } as const;
    if (e.right.kind === "transformer") {
      const right = this.operand(e.right);
      this.checkPair(e, left, right);
      return this.table.check({ ...base, values: [], texts: [], right });
    }
    const lits = e.right.kind === "list" ? e.right.values : [e.right];
    const values = lits.map((v) => this.literal(e, left, v));
    for (const v of lits) this.advice.push(...literalAdvice(v, e.op === "regex", this.o.registry));
    return this.table.check({ ...base, values, texts: lits.map((v) => v.value), right: undefined });
  }

  private literal(e: BinaryExpr, left: Operand, v: ValueLit): Literal {
    try {
      if (e.op === "bcontains" || e.op === "bstartswith") return { kind: "bytes", bytes: hexBytes(v.value) };
      const lit = convertLiteral(v.value, left.type);
      if (e.op === "regex") this.checkRegex(v);
      if (NAMES.has(e.op) && isEventTypeField(left) && !isEventName(v.value, this.o.eventNames)) {
        throw new FilterError(`unknown event type ${v.value}`, "unknown-event", v.span);
      }
      return lit;
    } catch (err) {
      if (err instanceof FilterError) throw err;
      throw new FilterError(err instanceof Error ? err.message : String(err), "value", v.span);
    }
  }

  private checkRegex(v: ValueLit): void {
    const { regex } = this.o;
    if (regex === undefined) {
      throw new FilterError("the 'regex' operator needs the native addon, which is not loaded", "value", v.span);
    }
    if (v.value.length > MAX_REGEX) {
      throw new FilterError("invalid regex pattern: pattern too large", "value", v.span);
    }
    try {
      regex.compile(v.value);
    } catch (err) {
      const why = err instanceof Error ? err.message : String(err);
      throw new FilterError(`invalid regex pattern: ${why}`, "value", v.span);
    }
  }

  private checkPair(e: BinaryExpr, left: Operand, right: Operand): void {
    const [l, r] = [printLeft(e.left), printLeft(e.right as Left)];
    const fail = (message: string, span: Span) => new FilterError(message, "type", span);
    if (e.op === "pmatch" || e.op === "regex") {
      throw fail(`filter error: '${e.op}' operator does not support right-hand side fields`, e.right.span);
    }
    if (left.type === "IPNET" || (left.kind === "field" && noRhs(left.field))) {
      throw fail(`field '${l}' doesn't support right-hand side fields`, e.left.span);
    }
    if (right.kind === "field" && noRhs(right.field)) {
      throw fail(`field '${right.field.text}' can't be used as a right-hand side field`, e.right.span);
    }
    if (left.type !== right.type || left.list !== right.list) {
      const show = (o: Operand) => `'${o.type}'${o.list ? " (list)" : ""}`;
      throw fail(
        `field '${l}' has type ${show(left)} while the right-hand side field '${r}' has incompatible type ${show(right)}`,
        e.right.span,
      );
    }
  }
}

/** `evt.around[T] = D` asks for a distance of at most D; the field's value is the distance from T. */
function around(left: Operand, op: Check["op"]): Check["op"] {
  return op === "=" && left.kind === "field" && left.field.def.name === "evt.around" ? "<=" : op;
}

/** Operators that compare with whole event names; the others take parts or patterns. */
const NAMES: ReadonlySet<string> = new Set(["=", "==", "!=", "in", "intersects"]);

function noRhs(f: BoundField): boolean {
  const kind = f.reader.kind;
  return f.def.noRhs === true || kind === "attrs" || kind === "nums" || kind === "ips" || kind === "ports";
}

function hexBytes(text: string): Uint8Array {
  if (!/^([0-9a-fA-F]{2})*$/.test(text)) {
    throw new Error("filter error: bcontains and bstartswith operator support hex strings only");
  }
  return new Uint8Array(Buffer.from(text, "hex"));
}
