/** Where a node stands in the condition text: offsets in UTF-16 units, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Operators that compare with one value (or, with a modifier, with a list). */
export const TEXT_OPS = [
  "==",
  "=",
  "!=",
  "glob",
  "iglob",
  "contains",
  "icontains",
  "bcontains",
  "startswith",
  "bstartswith",
  "endswith",
  "regex",
] as const;
/** Operators that need a number. */
export const ORDER_OPS = ["<=", "<", ">=", ">"] as const;
/** Operators that need a list. */
export const LIST_OPS = ["intersects", "in", "pmatch"] as const;

export type TextOp = (typeof TEXT_OPS)[number];
export type OrderOp = (typeof ORDER_OPS)[number];
export type ListOp = (typeof LIST_OPS)[number];
/** Every operator that has a right-hand side. */
export type BinaryOp = TextOp | OrderOp | ListOp;

export const MODIFIERS = ["oneof", "anyof", "allof"] as const;
export type Modifier = (typeof MODIFIERS)[number];

/** Transformers, apart from `val`, which only names a field on the right-hand side. */
export const TRANSFORMERS = ["tolower", "toupper", "b64", "basename", "len", "join", "concat", "getopt"] as const;
export type TransformerName = (typeof TRANSFORMERS)[number] | "val";

/** A literal. Bytes that are not UTF-8 stand as lone surrogates, see escape.ts. */
export interface ValueLit {
  readonly kind: "value";
  readonly value: string;
  readonly span: Span;
}

export interface ListLit {
  readonly kind: "list";
  readonly values: readonly ValueLit[];
  readonly span: Span;
}

export interface FieldRef {
  readonly kind: "field";
  readonly name: string;
  /** Text between the brackets; undefined if there are none. */
  readonly arg: string | undefined;
  readonly span: Span;
}

export interface TransformerCall {
  readonly kind: "transformer";
  readonly name: TransformerName;
  readonly args: readonly TransformerArg[];
  readonly arg: string | undefined;
  readonly span: Span;
}

/** `(a.b, "text", ...)` as an argument of a transformer. */
export interface ArgList {
  readonly kind: "arglist";
  readonly items: readonly (FieldRef | TransformerCall | ValueLit)[];
  readonly span: Span;
}

export type TransformerArg = FieldRef | TransformerCall | ValueLit | ArgList;
export type Left = FieldRef | TransformerCall;
export type Right = ValueLit | ListLit | TransformerCall;

export interface LogicExpr {
  readonly kind: "and" | "or";
  readonly children: readonly Expr[];
  readonly span: Span;
}
export interface NotExpr {
  readonly kind: "not";
  readonly child: Expr;
  readonly span: Span;
}
export interface ExistsExpr {
  readonly kind: "exists";
  readonly left: Left;
  readonly span: Span;
}
export interface BinaryExpr {
  readonly kind: "binary";
  readonly left: Left;
  readonly op: BinaryOp;
  readonly modifier: Modifier | undefined;
  readonly right: Right;
  readonly span: Span;
}
/** A bare identifier: the name of a macro. */
export interface MacroRef {
  readonly kind: "macro";
  readonly name: string;
  readonly span: Span;
}

/** A condition as written. */
export type Expr = LogicExpr | NotExpr | ExistsExpr | BinaryExpr | MacroRef;

/** Any node that can be reached from a condition. */
export type AstNode = Expr | Left | Right | TransformerArg;

/** Same tree, wherever it was written. */
export function sameAst(a: AstNode, b: AstNode): boolean {
  return JSON.stringify(a, withoutSpans) === JSON.stringify(b, withoutSpans);
}

function withoutSpans(key: string, value: unknown): unknown {
  return key === "span" ? undefined : value;
}
