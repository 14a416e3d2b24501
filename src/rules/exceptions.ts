import type { FieldRegistry } from "../fields/field.js";
import { LIST_OPS, MODIFIERS, ORDER_OPS, TEXT_OPS } from "../filter/ast.js";
import { typeOperand } from "../filter/operands.js";
import { parseLeft } from "../filter/parser.js";
import { RulesError } from "./errors.js";
import type { ExceptionItem } from "./items.js";
import { type Entry, fail } from "./view.js";

const MODIFIED: ReadonlySet<string> = new Set(TEXT_OPS.flatMap((op) => MODIFIERS.map((m) => `${op} ${m}`)));
const OPERATORS: ReadonlySet<string> = new Set<string>([...TEXT_OPS, ...ORDER_OPS, ...LIST_OPS, ...MODIFIED]);
/** Operators whose right-hand side is a list. */
const WANT_LIST: ReadonlySet<string> = new Set<string>([...LIST_OPS, ...MODIFIED]);

/**
 * Fill in the defaults of a freshly defined exception and check its shape.
 * @param registry for the names of fields; undefined if the rule's source is unknown
 */
export function completeException(e: ExceptionItem, registry: FieldRegistry | undefined): void {
  const { context } = e;
  if (e.fields === undefined) {
    throw fail(context, "Rule exception item must have fields property with a list of fields", "LOAD_ERR_VALIDATE");
  }
  if (typeof e.fields === "string") {
    if (e.comps !== undefined && typeof e.comps !== "string") {
      throw fail(context, "Fields and comps must both be strings", "LOAD_ERR_VALIDATE");
    }
    const comp = (e.comps ?? "in").trim();
    if (!WANT_LIST.has(comp)) {
      const why =
        "When fields is a single value, comps must be one of (in, pmatch, intersects) or a modifier operator (e.g. startswith oneof)";
      throw fail(context, why, "LOAD_ERR_VALIDATE");
    }
    e.comps = comp;
    checkField(e, e.fields, registry);
    return;
  }
  const fields = e.fields;
  const comps: Entry = e.comps ?? fields.map(() => "=");
  if (typeof comps === "string" || comps.length !== fields.length) {
    throw fail(context, "Fields and comps lists must have equal length", "LOAD_ERR_VALIDATE");
  }
  e.comps = comps.map((c) => {
    const op = typeof c === "string" ? c.trim() : "";
    if (!OPERATORS.has(op)) {
      throw fail(context, `'${op}' is not a supported comparison operator`, "LOAD_ERR_VALIDATE");
    }
    return op;
  });
  for (const f of fields) checkField(e, f, registry);
}

function checkField(e: ExceptionItem, field: Entry, registry: FieldRegistry | undefined): void {
  if (registry === undefined) return;
  const text = typeof field === "string" ? field : "";
  try {
    typeOperand(parseLeft(text), registry, () => {});
  } catch {
    const hint = registry.suggest(text);
    const more = hint.length > 0 ? `Did you mean '${hint[0]}'?` : "";
    throw new RulesError("LOAD_ERR_VALIDATE", `'${text}' is not a supported filter field`, e.context.place(), more);
  }
}

/**
 * The exceptions of a rule as text that follows its condition.
 * @returns empty if no exception has values
 */
export function expandExceptions(exceptions: readonly ExceptionItem[]): string {
  return exceptions.map(expand).join("");
}

function expand(e: ExceptionItem): string {
  if (e.values.length === 0) return "";
  if (typeof e.fields === "string") {
    const values = e.values.map((v) => {
      if (typeof v !== "string") {
        throw fail(e.context, "Expected values array to contain a list of strings", "LOAD_ERR_VALIDATE");
      }
      return quoteItem(v);
    });
    return ` and not (${e.fields} ${String(e.comps)} (${values.join(", ")}))`;
  }
  const fields = e.fields as readonly string[];
  const comps = e.comps as readonly string[];
  const tuples = e.values.map((tuple) => {
    if (typeof tuple === "string" || tuple.length !== fields.length) {
      throw fail(e.context, "Fields and values lists must have equal length", "LOAD_ERR_VALIDATE");
    }
    return `(${tuple.map((v, i) => `${fields[i]} ${comps[i]} ${tupleValue(e, v, comps[i] as string)}`).join(" and ")})`;
  });
  return ` and not (${tuples.join(" or ")})`;
}

function tupleValue(e: ExceptionItem, v: Entry, comp: string): string {
  if (typeof v !== "string") {
    const items = v.map((i) => {
      if (typeof i !== "string") {
        throw fail(e.context, "Expected values array to contain a list of strings", "LOAD_ERR_VALIDATE");
      }
      return quoteItem(i);
    });
    return `(${items.join(", ")})`;
  }
  if (WANT_LIST.has(comp)) return v.startsWith("(") ? v : `(${quoteItem(v)})`;
  return quoteItem(v);
}

/** Items with a blank get quotes, unless they have them already. */
export function quoteItem(text: string): string {
  return text.includes(" ") && !/^["']/.test(text) ? `"${text}"` : text;
}

/** Names of all fields that the exceptions look at. */
export function exceptionFields(exceptions: readonly ExceptionItem[]): string[] {
  const out = new Set<string>();
  for (const e of exceptions) {
    if (typeof e.fields === "string") out.add(e.fields);
    else for (const f of e.fields ?? []) if (typeof f === "string") out.add(f);
  }
  return [...out].sort();
}
