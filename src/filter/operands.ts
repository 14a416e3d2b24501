import type { BoundField, FieldRegistry } from "../fields/field.js";
import type { FieldRef, Left, Span, TransformerArg, TransformerCall } from "./ast.js";
import { FilterError } from "./error.js";
import { literalBytes } from "./escape.js";
import { domainOf } from "./optable.js";
import { printLeft } from "./print.js";
import type { Operand } from "./typed.js";

/** Text by which a field is looked up. */
export function fieldText(f: FieldRef): string {
  return f.arg === undefined ? f.name : `${f.name}[${f.arg}]`;
}

/**
 * Look a field up.
 * @throws {FilterError} of kind `unknown-field` (with suggestions), or `value` for a bad argument
 */
export function bindField(f: FieldRef, registry: FieldRegistry): BoundField {
  const text = fieldText(f);
  let bound: BoundField | undefined;
  try {
    bound = registry.lookup(text);
  } catch (e) {
    throw new FilterError(e instanceof Error ? e.message : String(e), "value", f.span);
  }
  if (bound === undefined) {
    const near = registry.suggest(f.name);
    throw new FilterError(`filter_check called with nonexistent field ${text}`, "unknown-field", f.span, near);
  }
  return bound;
}

/** Give types to a field or a transformer call. */
export function typeOperand(e: Left, registry: FieldRegistry, onField: (f: BoundField, at: FieldRef) => void): Operand {
  if (e.kind === "field") {
    const field = bindField(e, registry);
    onField(field, e);
    return { kind: "field", field, type: field.def.type, list: field.def.list === true };
  }
  return typeCall(e, registry, onField);
}

function typeCall(
  e: TransformerCall,
  registry: FieldRegistry,
  onField: (f: BoundField, at: FieldRef) => void,
): Operand {
  const { name } = e;
  if (e.arg !== undefined && name !== "getopt") {
    throw bad(`filter error: transformer '${name}' does not support field arguments`, e.span);
  }
  const args = e.args.map((a) => typeArg(a, registry, onField));
  if (name === "val") return args[0] as Operand;
  for (const a of args) {
    if (a.kind === "field" && noTransformer(a.field)) {
      throw bad(`field '${a.field.text}' does not support transformers`, e.span);
    }
  }
  const multi = name === "join" || name === "concat" || name === "getopt";
  if (multi) {
    if (args.length === 1) throw bad(`filter error: unknown field transfomer '${name}'`, e.span);
    checkMulti(name, args, e);
    return { kind: "call", name, args, arg: e.arg, type: "CHARBUF", list: name === "getopt" };
  }
  if (args.length !== 1) throw bad(`filter error: transformer '${name}' takes one argument`, e.span);
  const arg = args[0] as Operand;
  if (!accepts(name, arg)) {
    const on = printLeft(e.args[0] as Left);
    throw bad(
      `can't add field transformer: type '${arg.type}' is not supported by '${name}' transformer applied on field '${on}'`,
      e.span,
    );
  }
  const len = name === "len";
  return {
    kind: "call",
    name,
    args,
    arg: undefined,
    type: len ? "UINT64" : arg.type,
    list: len ? false : arg.list,
  };
}

function typeArg(a: TransformerArg, registry: FieldRegistry, onField: (f: BoundField, at: FieldRef) => void): Operand {
  if (a.kind === "value") return { kind: "text", bytes: literalBytes(a.value), type: "CHARBUF", list: false };
  if (a.kind === "arglist") {
    const items = a.items.map((i) => typeArg(i, registry, onField));
    for (const [i, item] of items.entries()) {
      const at = (a.items[i] as TransformerArg).span;
      if (item.list || domainOf(item.type) !== "text")
        throw bad("filter error: a list of values holds single strings", at);
      if (item.kind === "field" && noTransformer(item.field)) {
        throw bad(`field '${item.field.text}' does not support transformers`, at);
      }
    }
    return { kind: "items", items, type: "CHARBUF", list: true };
  }
  return typeOperand(a, registry, onField);
}

function accepts(name: string, arg: Operand): boolean {
  const domain = domainOf(arg.type);
  switch (name) {
    case "tolower":
    case "toupper":
    case "basename":
      return domain === "text";
    case "b64":
      return arg.type === "CHARBUF" || arg.type === "BYTEBUF";
    default:
      return arg.list || domain === "text" || domain === "bytes";
  }
}

function checkMulti(name: string, args: readonly Operand[], e: TransformerCall): void {
  const text = (a: Operand | undefined, list: boolean) =>
    a !== undefined && a.list === list && domainOf(a.type) === "text";
  const ok =
    name === "concat"
      ? args.every((a) => text(a, false))
      : name === "join"
        ? args.length === 2 && text(args[0], false) && text(args[1], true)
        : args.length === 2 && text(args[0], true) && text(args[1], false);
  if (ok) return;
  const wants = {
    concat: "two or more single strings",
    join: 'a separator and a list: join(",", (a.b, c.d))',
    getopt: 'a list of arguments and an option string: getopt(proc.args, "n:x")',
  }[name as "concat" | "join" | "getopt"];
  throw bad(`filter error: transformer '${name}' takes ${wants}`, e.span);
}

/** Fields of which an event has several values at once cannot be transformed. */
function noTransformer(f: BoundField): boolean {
  const kind = f.reader.kind;
  return f.def.noTransformer === true || kind === "attrs" || kind === "nums" || kind === "ips" || kind === "ports";
}

function bad(message: string, span: Span): FilterError {
  return new FilterError(message, "type", span);
}
