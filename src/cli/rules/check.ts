import { describe as explain, type RulesError, type RulesWarning } from "../../rules/errors.js";
import { type LoadReport, reportJson } from "../../rules/result.js";
import type { Parsed } from "../argv.js";
import { type Painter, painter } from "../colour.js";
import { configOf, filesOf } from "./setup.js";
import { checkFiles } from "./validate.js";

/** `saker rules check`: what `-V` finds, for people. The exit code is 1 if a file is at fault. */
export async function check(flags: Parsed, files: readonly string[]): Promise<number> {
  const loaded = configOf(flags);
  const { engine, reports, missingPlugins } = checkFiles(loaded, filesOf(files));
  const ok = reports.every((r) => r.successful);
  if (flags.on("json") || loaded.config.json_output) {
    process.stdout.write(`${JSON.stringify({ falco_load_results: reports.map(reportJson) })}\n`);
    return ok ? 0 : 1;
  }
  const paint = painter(process.stdout);
  // after each file all rules are looked at again, and the same is found again
  const told = new Set<string>();
  for (const r of reports) process.stdout.write(fileText(r, paint, told));
  if (missingPlugins !== undefined) process.stdout.write(`${paint.red("error")} ${missingPlugins}\n`);
  const errors = reports.reduce((n, r) => n + r.errors.length, 0);
  const warnings = told.size - errors;
  const sum = `${count(engine.rules.length, "rule")}, ${count(errors, "error")}, ${count(warnings, "warning")}`;
  process.stdout.write(`${ok ? paint.green(sum) : paint.red(sum)}\n`);
  return ok && missingPlugins === undefined ? 0 : 1;
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}

function fileText(r: LoadReport, paint: Painter, told: Set<string>): string {
  const verdict = r.successful
    ? r.warnings.length > 0
      ? paint.yellow("warnings")
      : paint.green("ok")
    : paint.red("error");
  let out = `${paint.bold(r.name)}: ${verdict}\n`;
  const tell = (text: string): void => {
    if (!told.has(text)) out += text;
    told.add(text);
  };
  for (const e of r.errors) tell(finding(e, e.hint, paint.red("error"), paint));
  for (const w of r.warnings) tell(finding(w, w.hint ?? "", paint.yellow("warning"), paint));
  return out;
}

/** One finding: what, where, the line, and what might have been meant. */
function finding(f: RulesError | RulesWarning, hint: string, kind: string, paint: Painter): string {
  const [head = "", ...rest] = explain(f.code, f.message, f, hint).trimEnd().split("\n");
  const chain = f.locations.filter((l) => l.itemName !== "").map((l) => `${l.itemType} '${l.itemName}'`);
  const where = chain.length === 0 ? "" : paint.dim(`  in ${chain.join(", ")}\n`);
  return `\n${kind} ${head}\n${where}${rest.map((l) => `  ${l}`.trimEnd()).join("\n")}\n\n`;
}
