import type { FieldRegistry } from "../fields/field.js";
import { DEPRECATED_FIELDS } from "../filter/deprecated.js";
import type { Warnings } from "./collector.js";
import { offsetInFile } from "./condition.js";
import { didYouMean, RulesError } from "./errors.js";
import { type ExtraField, type ExtraOutput, extraFields, withExtraText } from "./extra.js";
import type { RuleItem } from "./items.js";
import type { Context } from "./place.js";
import type { CompileTemplate, OutputTemplate } from "./template.js";

const CONTAINER_INFO = "%container.info";
const CONTAINER_INFO_GONE =
  "%container.info is deprecated and no more useful, and will be dropped by Falco 1.0.0. The container plugin will automatically add required fields to the output message.";

/** What outputs are built with. */
export interface OutputOptions {
  readonly registry: FieldRegistry;
  readonly compileTemplate: CompileTemplate;
  readonly extraOutput?: readonly ExtraOutput[] | undefined;
}

/** The output of a rule, ready for use. */
export interface BuiltOutput {
  /** With what configuration adds. */
  readonly text: string;
  readonly template: OutputTemplate;
  readonly extra: readonly ExtraField[];
}

/**
 * Put the output of a rule together and compile it.
 * @returns undefined if the rule is left out because the output names an unknown field
 * @throws {RulesError}
 */
export function buildOutput(r: RuleItem, o: OutputOptions, warnings: Warnings): BuiltOutput | undefined {
  const ctx = r.output.context;
  const extras = o.extraOutput ?? [];
  let text = withExtraText(r.output.value, r, extras);
  if (text.includes(CONTAINER_INFO)) {
    warnings.add("LOAD_DEPRECATED_ITEM", CONTAINER_INFO_GONE, r.context);
    text = text.replaceAll(CONTAINER_INFO, "");
  }
  let template: OutputTemplate;
  try {
    template = o.compileTemplate(text, o.registry);
  } catch (e) {
    const place = ctx.child("rule output expression", "", offsetInFile(r.output, offsetOf(e)));
    if (!r.skipIfUnknownFilter || !UNKNOWN.test(messageOf(e))) throw outputError(e, place, text, o.registry);
    warnings.add("LOAD_UNKNOWN_FILTER", messageOf(e), place);
    return undefined;
  }
  warnOfDeprecated(text, ctx, warnings);
  try {
    const extra = extraFields(r, extras, o.compileTemplate, o.registry);
    for (const f of extra) warnOfDeprecated(f.format, ctx, warnings);
    return { text, template, extra };
  } catch (e) {
    throw outputError(e, ctx, "", o.registry);
  }
}

/** Told apart by their text: the compiler of formats is handed in. */
const UNKNOWN = /nonexistent field|unknown field|invalid formatting token|unknown filter:/;

function messageOf(e: unknown): string {
  return e instanceof Error ? e.message : String(e);
}

function offsetOf(e: unknown): number {
  const offset = (e as { offset?: unknown }).offset;
  return typeof offset === "number" ? offset : 0;
}

function outputError(e: unknown, at: Context, text: string, registry: FieldRegistry): RulesError {
  const message = messageOf(e);
  const word = /%\d*([\w.[\]]+)/.exec(text.slice(Math.max(0, offsetOf(e) - 1)))?.[1] ?? "";
  const hint = /did you mean/i.test(message) ? "" : didYouMean(registry.suggest(word));
  return new RulesError("LOAD_ERR_COMPILE_OUTPUT", message, at.place(), hint);
}

/** By the mere text, as upstream does it. */
function warnOfDeprecated(text: string, ctx: Context, warnings: Warnings): void {
  for (const field of DEPRECATED_FIELDS.keys()) {
    if (!text.includes(field)) continue;
    const why = `usage of deprecated field '${field}' has been detected in the rule output`;
    warnings.add("LOAD_DEPRECATED_ITEM", why, ctx, field);
  }
}
