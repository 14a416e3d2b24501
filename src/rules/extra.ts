import type { FieldRegistry } from "../fields/field.js";
import type { JsonValue } from "../fields/json.js";
import { fieldJson } from "../fields/value.js";
import type { EventContext } from "../state/context.js";
import type { CompileTemplate } from "./template.js";

/** Something that configuration adds to the alerts of rules (`append_output`). */
export type ExtraOutput = ExtraMatch &
  (
    | {
        /** Text with fields, added to the end of the output. */
        readonly format: string;
      }
    | {
        /** Key of an additional value among the output fields. Without `value`: the field of that name. */
        readonly field: string;
        /** Text with fields that becomes the value. */
        readonly value?: string;
      }
  );

/** Which rules get an addition: those that meet everything that is given. */
export interface ExtraMatch {
  /** Name of the rule. */
  readonly rule?: string;
  readonly source?: string;
  /** All of these. */
  readonly tags?: readonly string[];
}

/** An additional output field of a rule. */
export interface ExtraField {
  readonly key: string;
  readonly format: string;
  /** The field itself with its type, not text. */
  readonly raw: boolean;
  read(x: EventContext): JsonValue;
}

/** What a rule is chosen by. */
export interface ExtraSubject {
  readonly name: string;
  readonly source: string;
  readonly tags: readonly string[];
}

function matches(e: ExtraMatch, rule: ExtraSubject): boolean {
  const is = (want: string | undefined, have: string) => want === undefined || want === "" || want === have;
  return is(e.rule, rule.name) && is(e.source, rule.source) && (e.tags ?? []).every((t) => rule.tags.includes(t));
}

/** The output of a rule with what is added to it. */
export function withExtraText(output: string, rule: ExtraSubject, extras: readonly ExtraOutput[]): string {
  let text = output;
  for (const e of extras) {
    if ("format" in e && matches(e, rule)) text = text === "" ? e.format : `${text} ${e.format}`;
  }
  return text;
}

/**
 * Additional fields of a rule; where two have the same key, the last one counts.
 * @throws {Error} as {@link CompileTemplate} does
 */
export function extraFields(
  rule: ExtraSubject,
  extras: readonly ExtraOutput[],
  compile: CompileTemplate,
  registry: FieldRegistry,
): ExtraField[] {
  const out = new Map<string, ExtraField>();
  for (const e of extras) {
    if (!("field" in e) || !matches(e, rule)) continue;
    const key = e.field;
    const raw = e.value === undefined;
    const format = e.value ?? `%${key}`;
    const template = compile(format, registry);
    const bound = raw ? template.fields.find((f) => f.text === key) : undefined;
    const read = (x: EventContext) => (bound === undefined ? null : fieldJson(bound, x));
    out.set(key, { key, format, raw, read: raw ? read : (x) => template.render(x) });
  }
  return [...out.values()];
}
