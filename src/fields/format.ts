import type { EventContext } from "../state/context.js";
import type { BoundField, FieldRegistry } from "./field.js";
import type { JsonValue } from "./json.js";
import { parseTemplate, type Token } from "./template-parser.js";
import { type TextValue, transform } from "./transform.js";
import { fieldJson, fieldText, fieldTexts } from "./value.js";

export type { JsonValue } from "./json.js";
export { TemplateError } from "./template-parser.js";

/** A compiled output format. */
export interface OutputTemplate {
  /** The text that it was compiled from. */
  readonly source: string;
  /** Fields used, each once, in order of appearance; those inside transformers too. */
  readonly fields: readonly BoundField[];
  /** Text for an event; absent values print `<NA>`. */
  render(x: EventContext): string;
  /** Typed values of the fields by their text; absent ones null. */
  values(x: EventContext): Record<string, JsonValue>;
}

export interface TemplateOptions {
  /** Also give the values of transformer expressions, under their text. */
  readonly transformed?: boolean;
  /** Stop the text at the first absent value, unless the format begins with `*`. */
  readonly stopAtAbsent?: boolean;
}

const NA = "<NA>";

/**
 * Compile an output format: text with `%field`, `%field[arg]`, `%transformer(...)`, each with an optional width
 * after the percent sign. A leading `*` is dropped.
 * @throws {TemplateError} that tells where in the text the trouble is
 */
export function compileTemplate(text: string, registry: FieldRegistry, options: TemplateOptions = {}): OutputTemplate {
  const star = text.startsWith("*");
  const tokens = parseTemplate(star ? text.slice(1) : text, registry, star ? 1 : 0);
  const fields = new Map<string, BoundField>();
  const exprs = new Map<string, Token & { kind: "call" }>();
  const collect = (t: Token): void => {
    if (t.kind === "field") fields.set(t.field.text, t.field);
    if (t.kind === "call") {
      exprs.set(t.text, t);
      for (const a of t.args) collect(a);
    }
    if (t.kind === "items") for (const a of t.items) collect(a);
  };
  tokens.forEach(collect);
  const stop = options.stopAtAbsent === true && !star;
  return {
    source: text,
    fields: [...fields.values()],
    render(x) {
      let out = "";
      for (const t of tokens) {
        if (t.kind === "text") {
          out += t.text;
          continue;
        }
        const v = evaluate(t, x);
        if (v === undefined && stop) return out;
        const s = shown(v) ?? NA;
        out += t.width > 0 ? s.slice(0, t.width).padEnd(t.width) : s;
      }
      return out;
    },
    values(x) {
      const out: Record<string, JsonValue> = {};
      for (const [key, f] of fields) out[key] = fieldJson(f, x);
      if (options.transformed) for (const [key, t] of exprs) out[key] = evaluate(t, x) ?? null;
      return out;
    },
  };
}

/** A value as it is printed. */
export function shown(v: TextValue): string | undefined {
  return v === undefined || typeof v === "string" ? v : `(${v.join(",")})`;
}

/** Value of a token for an event; undefined if it is absent. */
export function evaluate(t: Token, x: EventContext): TextValue {
  switch (t.kind) {
    case "text":
      return t.text;
    case "field":
      return fieldText(t.field, x);
    case "items": {
      const out: string[] = [];
      for (const item of t.items) {
        const v = argument(item, x);
        if (v === undefined) return undefined;
        if (typeof v === "string") out.push(v);
        else out.push(...v);
      }
      return out;
    }
    case "call":
      return transform(
        t.name,
        t.args.map((a) => argument(a, x)),
        t.option,
      );
  }
}

/** Transformers see a list field as a list; elsewhere it is text. */
function argument(t: Token, x: EventContext): TextValue {
  if (t.kind === "field" && t.field.def.list) return fieldTexts(t.field, x);
  return evaluate(t, x);
}
