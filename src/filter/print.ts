import type { ArgList, Expr, FieldRef, Left, Right, TransformerArg, ValueLit } from "./ast.js";
import { plainText, quoteAlways, quoteText } from "./escape.js";

/** How to print. */
export interface PrintOptions {
  /** Print as Falco does, with quotes only around what looks as if it needed them: such text need not parse again. */
  readonly plainArgs?: boolean;
}

/** A condition as text that parses to the same tree. */
export function printCondition(e: Expr, options: PrintOptions = {}): string {
  switch (e.kind) {
    case "and":
    case "or":
      return `(${e.children.map((c) => printCondition(c, options)).join(` ${e.kind} `)})`;
    case "not": {
      const child = printCondition(e.child, options);
      // "not not x" would parse to "x"
      return e.child.kind === "not" ? `not (${child})` : `not ${child}`;
    }
    case "macro":
      return e.name;
    case "exists":
      return `${printLeft(e.left, options)} exists`;
    case "binary": {
      const op = e.modifier === undefined ? e.op : `${e.op} ${e.modifier}`;
      return `${printLeft(e.left, options)} ${op} ${printRight(e.right, options)}`;
    }
  }
}

/** A field or a transformer call as text. */
export function printLeft(e: Left, options: PrintOptions = {}): string {
  if (e.kind === "field") return printField(e);
  return `${e.name}(${e.args.map((a) => printArg(a, options)).join(options.plainArgs ? "," : ", ")})${printBracket(e.arg)}`;
}

function printField(f: FieldRef): string {
  return f.name + printBracket(f.arg);
}

function printBracket(arg: string | undefined): string {
  if (arg === undefined) return "";
  return /^[^\][" '\t\n\v\f\r\\\b]+$/.test(arg) && !/[\udc80-\udcff\0]/.test(arg)
    ? `[${arg}]`
    : `[${quoteAlways(arg)}]`;
}

function printRight(r: Right, options: PrintOptions): string {
  const quote = options.plainArgs ? plainText : quoteText;
  if (r.kind === "value") return quote(r.value);
  if (r.kind === "list") return `(${r.values.map((v) => quote(v.value)).join(", ")})`;
  return printLeft(r, options);
}

function printArg(a: TransformerArg, options: PrintOptions): string {
  if (a.kind === "value") return printText(a, options);
  if (a.kind === "arglist") return printArgList(a, options);
  return printLeft(a, options);
}

function printArgList(a: ArgList, options: PrintOptions): string {
  return `(${a.items.map((i) => printArg(i, options)).join(", ")})`;
}

function printText(v: ValueLit, options: PrintOptions): string {
  return options.plainArgs ? plainText(v.value) : quoteAlways(v.value);
}
