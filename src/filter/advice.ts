import type { FieldRegistry } from "../fields/field.js";
import { TRANSFORMERS, type ValueLit } from "./ast.js";
import type { Advice } from "./typed.js";

/** What is worth saying of a literal on the right-hand side. */
export function literalAdvice(value: ValueLit, isRegex: boolean, registry: FieldRegistry): readonly Advice[] {
  // most literals: a quick look, as lists can be long
  if (!isRegex && !/[.(]/.test(value.value)) return NONE;
  const out: Advice[] = [];
  const say = (message: string) => out.push({ code: "LOAD_COMPILE_CONDITION", message, span: value.span });
  const text = value.value;
  if (isRegex && isSimple(text)) {
    say(
      `regex check with '${text}' may be optimized with simpler operators such as '=', 'contains', 'startswith', 'endswith'`,
    );
  }
  const packed = text.length > LONGEST ? "" : text.replace(/\s/g, "");
  if (isField(packed, registry)) say(`'${text}' may be a valid field misused as a const string value`);
  if (CALL.test(packed)) say(`'${text}' may be a valid field transformer misused as a const string value`);
  return out;
}

const NONE: readonly Advice[] = [];

/** Longer text is neither a field nor a call that somebody forgot the brackets of. */
const LONGEST = 1000;
const CALL = new RegExp(`^(?:${["val", ...TRANSFORMERS].join("|")})\\(.*\\)$`, "s");
const SPECIAL = ".+*?^$()[]{}|\\";
const REPEAT = "+*?";

/** Could other operators do what this regular expression does? Judged by its special characters. */
function isSimple(text: string): boolean {
  const last = text.length - 1;
  for (let i = 0; i <= last; i++) {
    const c = text[i] as string;
    if ((i === 0 && c === "^") || (i === last && c === "$")) continue;
    const next = text[i + 1];
    if ((i === 0 || i === last - 1) && c === "." && next !== undefined && REPEAT.includes(next)) {
      i++;
      continue;
    }
    if (SPECIAL.includes(c)) return false;
  }
  return true;
}

function isField(text: string, registry: FieldRegistry): boolean {
  if (!/^[a-zA-Z][^.]*\./.test(text)) return false;
  try {
    return registry.lookup(text) !== undefined;
  } catch {
    return false; // a field, but not like this
  }
}
