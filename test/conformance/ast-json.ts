import type { filter } from "../../src/index.js";

// The notation of the corpus for the tree of a condition, both ways.

export type AstJson = readonly unknown[] | Readonly<Record<string, unknown>>;

/** A tree in the notation of the corpus. */
export function toJson(n: filter.AstNode): unknown {
  switch (n.kind) {
    case "and":
    case "or":
      return [n.kind, ...n.children.map(toJson)];
    case "not":
      return ["not", toJson(n.child)];
    case "exists":
      return ["unary", toJson(n.left), "exists"];
    case "binary":
      return ["binary", toJson(n.left), n.modifier === undefined ? n.op : `${n.op} ${n.modifier}`, toJson(n.right)];
    case "macro":
      return { id: n.name };
    case "field":
      return { field: n.name, ...(n.arg !== undefined && { arg: n.arg }) };
    case "transformer":
      return { transformer: n.name, args: n.args.map(toJson), ...(n.arg !== undefined && { arg: n.arg }) };
    case "value":
      return { v: n.value };
    case "list":
      return { list: n.values.map((v) => v.value) };
    case "arglist":
      return { tlist: n.items.map(toJson) };
  }
}

const NOWHERE = { start: 0, end: 0 };

/** A condition from the notation of the corpus; of positions only the offset is kept. */
export function fromJson(j: AstJson): filter.Expr {
  return node(j) as filter.Expr;
}

function node(j: unknown): filter.AstNode {
  if (Array.isArray(j)) return expression(j as unknown[]);
  const o = j as Record<string, unknown>;
  const span = Array.isArray(o.pos) ? { start: Number(o.pos[0]), end: Number(o.pos[0]) } : NOWHERE;
  const arg = o.arg as string | undefined;
  if ("id" in o) return { kind: "macro", name: String(o.id), span };
  if ("field" in o) return { kind: "field", name: String(o.field), arg, span };
  if ("v" in o) return { kind: "value", value: String(o.v), span };
  if ("list" in o) {
    const values = (o.list as string[]).map((value) => ({ kind: "value", value, span }) as const);
    return { kind: "list", values, span };
  }
  if ("tlist" in o) {
    return { kind: "arglist", items: (o.tlist as unknown[]).map(node) as filter.ArgList["items"], span };
  }
  const args = (o.args as unknown[]).map(node) as filter.TransformerArg[];
  return { kind: "transformer", name: o.transformer as filter.TransformerName, args, arg, span };
}

function expression([kind, ...rest]: unknown[]): filter.Expr {
  const span = NOWHERE;
  switch (kind) {
    case "and":
    case "or":
      return { kind, children: rest.map(node) as filter.Expr[], span };
    case "not":
      return { kind, child: node(rest[0]) as filter.Expr, span };
    case "unary":
      return { kind: "exists", left: node(rest[0]) as filter.Left, span };
    default: {
      const [op, modifier] = String(rest[1]).split(" ");
      return {
        kind: "binary",
        left: node(rest[0]) as filter.Left,
        op: op as filter.BinaryOp,
        modifier: modifier as filter.Modifier | undefined,
        right: node(rest[2]) as filter.Right,
        span,
      };
    }
  }
}
