// What the configuration does to rules, without the engine: the sensor's main thread needs this and not that.
import type { AppendOutput, RuleSelection } from "../config/config.js";
import { SUGGESTED_FIELDS } from "../fields/listing.js";
import type { ExtraOutput } from "../rules/extra.js";

/** What `append_output` and `-p` add to rules, as the engine takes it; in order of the configuration. */
export function extraOutputs(
  entries: readonly AppendOutput[],
  print: string | undefined,
  staticNames: readonly string[] = [],
): ExtraOutput[] {
  const out: ExtraOutput[] = [];
  for (const e of entries) {
    const match = { rule: e.rule, source: e.source, tags: e.tags };
    if (e.suggestedOutput && (e.source === "" || e.source === "syscall")) {
      out.push({ ...match, source: "syscall", format: suggestedFormat(staticNames) });
    }
    if (e.extraOutput !== "") out.push({ ...match, format: e.extraOutput });
    for (const [field, value] of e.formattedFields) out.push({ ...match, field, value });
    for (const field of e.rawFields) out.push({ ...match, field });
  }
  // -pc and -pk chose container fields once; append_output does now
  if (print !== undefined && !PRESETS.has(print)) out.push({ format: print });
  return out;
}

const PRESETS: ReadonlySet<string> = new Set(["", "c", "k", "container", "kubernetes"]);

function suggestedFormat(staticNames: readonly string[]): string {
  const fields = [...SUGGESTED_FIELDS, ...staticNames.map((n) => `static.${n}`)];
  return fields.map((f) => `${f.replaceAll(".", "_")}=%${f}`).join(" ");
}

/** What the log says of a selection. */
export function selectionLines(list: readonly RuleSelection[]): string[] {
  return list.flatMap((s) => {
    const doing = s.enable ? "Enabling" : "Disabling";
    return [
      ...(s.rule === "" ? [] : [`${doing} rules with name: ${s.rule}`]),
      ...(s.tag === "" ? [] : [`${doing} rules with tag: ${s.tag}`]),
    ];
  });
}
