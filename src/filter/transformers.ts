import type { FieldType } from "../fields/field.js";
import type { TransformerName } from "./ast.js";
import { domainOf } from "./optable.js";

/** Type of an argument or a result; `list`: a value of several. */
export interface ValueType {
  readonly type: FieldType;
  readonly list: boolean;
}

/**
 * Does a transformer of one argument take this type? Lists are transformed item by item, except that `len` counts
 * them.
 */
export function transformerAccepts(name: TransformerName, type: FieldType, list: boolean): boolean {
  const domain = domainOf(type);
  switch (name) {
    case "val":
      return true;
    case "tolower":
    case "toupper":
    case "basename":
      return domain === "text";
    case "b64":
      return type === "CHARBUF" || type === "BYTEBUF";
    case "len":
      return list || domain === "text" || domain === "bytes";
    default:
      return false;
  }
}

const TEXT: ValueType = { type: "CHARBUF", list: false };
const TEXTS: ValueType = { type: "CHARBUF", list: true };

/**
 * Types of the arguments and of the result of a transformer of several arguments; undefined for the others.
 * @param count number of arguments, which `concat` leaves open
 */
export function transformerSignature(
  name: TransformerName,
  count = 2,
): { readonly args: readonly ValueType[]; readonly result: ValueType } | undefined {
  switch (name) {
    case "concat":
      return { args: new Array<ValueType>(Math.max(2, count)).fill(TEXT), result: TEXT };
    case "join":
      return { args: [TEXT, TEXTS], result: TEXT };
    case "getopt":
      return { args: [TEXTS, TEXT], result: TEXTS };
    default:
      return undefined;
  }
}
