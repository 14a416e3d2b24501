import type { FieldRegistry } from "../fields/field.js";
import type { ValueLit } from "./ast.js";
import { fieldText } from "./operands.js";
import { parseLeft } from "./parser.js";
import type { Advice } from "./typed.js";

const SPECIAL = /[.+*?^$()[\]{}|\\]/;

/** Warn of a regular expression that a simpler operator could do. */
export function regexAdvice(value: ValueLit): Advice | undefined {
  const core = value.value
    .replace(/^\^/, "")
    .replace(/\$$/, "")
    .replace(/^\.[+*?]/, "")
    .replace(/\.[+*?]$/, "");
  if (SPECIAL.test(core)) return undefined;
  return {
    code: "LOAD_COMPILE_CONDITION",
    message: `regex check with '${value.value}' may be optimized with simpler operators such as '=', 'contains', 'startswith', 'endswith'`,
    span: value.span,
  };
}

/** Warn of a literal that reads like a field or a transformer: it is compared as text. */
export function fieldAdvice(value: ValueLit, registry: FieldRegistry): Advice | undefined {
  const text = value.value;
  if (!/^[a-zA-Z].*[.(]/.test(text) || text.length > 200) return undefined;
  try {
    const left = parseLeft(text);
    if (left.kind === "transformer") return advice(value, "transformer");
    return registry.lookup(fieldText(left)) === undefined ? undefined : advice(value, "");
  } catch {
    return undefined; // not a field after all
  }
}

function advice(value: ValueLit, what: string): Advice {
  const noun = what === "" ? "field" : `field ${what}`;
  return {
    code: "LOAD_COMPILE_CONDITION",
    message: `'${value.value}' may be a valid ${noun} misused as a const string value`,
    span: value.span,
  };
}
