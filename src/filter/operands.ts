import type { BoundField, FieldRegistry } from "../fields/field.js";
import type { FieldRef, Left, Span, TransformerArg, TransformerCall } from "./ast.js";
import { FilterError } from "./error.js";
import { literalBytes } from "./escape.js";
import { domainOf } from "./optable.js";
import { printLeft } from "./print.js";
import { transformerAccepts, transformerSignature } from "./transformers.js";
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
    return { kind: "call", name, args, arg: e.arg, type: "CHARBUF", list: name === "getopt" && e.arg === undefined };
  }
  if (args.length !== 1) throw bad(`filter error: transformer '${name}' takes one argument`, e.span);
  const arg = args[0] as Operand;
  if (!transformerAccepts(name, arg.type, arg.list)) {
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
      if (item.list) throw bad("filter error: a list of values holds single values", at);
      if (item.kind === "field" && noTransformer(item.field)) {
        throw bad(`field '${item.field.text}' does not support transformers`, at);
      }
    }
    return { kind: "items", items, type: "CHARBUF", list: true };
  }
  return typeOperand(a, registry, onField);
}

/** The complaints are upstream's. */
function checkMulti(name: string, args: readonly Operand[], e: TransformerCall): void {
  const wanted = transformerSignature(e.name, args.length)?.args ?? [];
  const lists = args.map((a) => a.list);
  const text = args.every((a) => domainOf(a.type) === "text");
  let why: string | undefined;
  if (name === "concat") {
    if (!text || lists.includes(true)) why = "concat() arguments must be strings";
  } else if (args.length !== wanted.length) {
    why = `${name}() requires exactly 2 arguments: ${name === "join" ? "separator and list" : "args list and optstring"}`;
  } else if (name === "join") {
    if (lists[0]) why = "join() first argument (separator) must be a single value, not a list";
    else if (!lists[1]) why = "join() second argument must be a list";
    else if (!text) why = "join() arguments must be strings";
  } else if (!lists[0]) why = "getopt() first argument must be a list";
  else if (lists[1]) why = "getopt() second argument (optstring) must be a single value";
  else if (!text) why = "getopt() arguments must be strings";
  else if (e.arg !== undefined && Buffer.byteLength(e.arg) !== 1) {
    why = "getopt() field argument must be a single option character";
  }
  if (why !== undefined) throw bad(why, e.span);
}

/** Fields of which an event has several values at once cannot be transformed. */
function noTransformer(f: BoundField): boolean {
  const kind = f.reader.kind;
  return f.def.noTransformer === true || kind === "attrs" || kind === "nums" || kind === "ips" || kind === "ports";
}

function bad(message: string, span: Span): FilterError {
  return new FilterError(message, "type", span);
}
