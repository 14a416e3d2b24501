import type { BoundField, FieldType } from "../fields/field.js";
import type { BinaryOp, Modifier, Span, TransformerName } from "./ast.js";
import type { Literal } from "./literals.js";

/** Something that is read from an event: a field, a transformed field, or a constant inside a transformer. */
export type Operand =
  | { readonly kind: "field"; readonly field: BoundField; readonly type: FieldType; readonly list: boolean }
  | {
      readonly kind: "call";
      readonly name: TransformerName;
      readonly args: readonly Operand[];
      readonly arg: string | undefined;
      readonly type: FieldType;
      readonly list: boolean;
    }
  | { readonly kind: "text"; readonly bytes: Uint8Array; readonly type: "CHARBUF"; readonly list: false }
  | { readonly kind: "items"; readonly items: readonly Operand[]; readonly type: "CHARBUF"; readonly list: true };

/** A comparison. `==` has become `=`. */
export interface Check {
  readonly kind: "check";
  readonly id: number;
  readonly left: Operand;
  readonly op: Exclude<BinaryOp, "=="> | "exists";
  readonly modifier: Modifier | undefined;
  /** Literals of the right-hand side, in the type of the left; empty for `exists` and field to field. */
  readonly values: readonly Literal[];
  /** The same as written. */
  readonly texts: readonly string[];
  /** Right-hand side that is read from the event. */
  readonly right: Operand | undefined;
}

export interface Logic {
  readonly kind: "and" | "or";
  readonly id: number;
  readonly children: readonly Node[];
}

export interface Not {
  readonly kind: "not";
  readonly id: number;
  readonly child: Node;
}

export interface Const {
  readonly kind: "const";
  readonly id: number;
  readonly value: boolean;
}

/** A condition with types. Equal nodes of one {@link NodeTable} are the same object. */
export type Node = Check | Logic | Not | Const;

/** Something worth a warning in a condition that is otherwise fine. */
export interface Advice {
  readonly code: "LOAD_COMPILE_CONDITION" | "LOAD_DEPRECATED_ITEM" | "LOAD_UNSAFE_NA_CHECK";
  readonly message: string;
  readonly span: Span;
  /** Name of a deprecated field. */
  readonly field?: string;
}

/**
 * Makes nodes so that equal ones are one object: what two rules share is then found by identity, and macros that
 * use macros stay small.
 */
export class NodeTable {
  private readonly byKey = new Map<string, Node>();
  private readonly all: Node[] = [];
  readonly true: Const;
  readonly false: Const;

  constructor() {
    this.true = this.add("T", (id) => ({ kind: "const", id, value: true }));
    this.false = this.add("F", (id) => ({ kind: "const", id, value: false }));
  }

  private add<T extends Node>(key: string, make: (id: number) => T): T {
    const known = this.byKey.get(key);
    if (known !== undefined) return known as T;
    const node = make(this.all.length);
    this.all.push(node);
    this.byKey.set(key, node);
    return node;
  }

  /** Number of different nodes. */
  get size(): number {
    return this.all.length;
  }

  check(c: Omit<Check, "kind" | "id">): Check {
    const right = c.right === undefined ? "" : operandKey(c.right);
    const key = JSON.stringify(["c", operandKey(c.left), c.op, c.modifier ?? "", c.texts, right]);
    return this.add(key, (id) => ({ ...c, kind: "check", id }));
  }

  not(child: Node): Node {
    if (child.kind === "const") return child.value ? this.false : this.true;
    if (child.kind === "not") return child.child;
    return this.add(`!${child.id}`, (id) => ({ kind: "not", id, child }));
  }

  /** `and`/`or` of nodes: flattened, without repetitions and constants. */
  logic(kind: "and" | "or", parts: readonly Node[]): Node {
    const stop = kind === "and" ? this.false : this.true;
    const skip = kind === "and" ? this.true : this.false;
    const seen = new Set<Node>();
    for (const p of parts) {
      if (p === stop) return stop;
      if (p !== skip) seen.add(p);
    }
    const children = [...seen];
    if (children.length === 0) return skip;
    if (children.length === 1) return children[0] as Node;
    const key = `${kind === "and" ? "&" : "|"}${children.map((c) => c.id).join(",")}`;
    return this.add(key, (id) => ({ kind, id, children }));
  }
}

/** Text that tells operands apart. */
export function operandKey(o: Operand): string {
  switch (o.kind) {
    case "field":
      return JSON.stringify([o.field.def.name, o.field.arg ?? null]);
    case "call":
      return JSON.stringify([o.name, o.args.map(operandKey), o.arg ?? null]);
    case "text":
      return JSON.stringify(["", Buffer.from(o.bytes).toString("hex")]);
    case "items":
      return JSON.stringify(["()", o.items.map(operandKey)]);
  }
}

/** Every field that an operand reads. */
export function eachField(o: Operand | undefined, visit: (f: BoundField) => void): void {
  if (o === undefined) return;
  if (o.kind === "field") visit(o.field);
  else if (o.kind === "call") for (const a of o.args) eachField(a, visit);
  else if (o.kind === "items") for (const a of o.items) eachField(a, visit);
}

/** A set of nodes of one table that is quickly emptied. */
export class NodeSet {
  private marks = new Uint32Array(64);
  private mark = 1;

  clear(): void {
    this.mark++;
  }

  has(n: Node): boolean {
    return this.marks[n.id] === this.mark;
  }

  add(n: Node): void {
    if (n.id >= this.marks.length) {
      const more = new Uint32Array(2 * n.id);
      more.set(this.marks);
      this.marks = more;
    }
    this.marks[n.id] = this.mark;
  }
}

/** Call `visit` once for every check below a node. */
export function eachCheck(node: Node, visit: (c: Check) => void, seen: NodeSet | Set<Node> = new Set()): void {
  if (seen.has(node)) return;
  seen.add(node);
  if (node.kind === "check") visit(node);
  else if (node.kind === "not") eachCheck(node.child, visit, seen);
  else if (node.kind !== "const") for (const c of node.children) eachCheck(c, visit, seen);
}
