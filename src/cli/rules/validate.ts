import { readFileSync } from "node:fs";
import type { LoadedConfig } from "../../config/config.js";
import { ConfigError } from "../../config/errors.js";
import type { RulesFile } from "../../config/rules-files.js";
import { makeEngine, tryLoad } from "../../daemon/rules.js";
import type { TextLog } from "../../daemon/textlog.js";
import { BUILTIN_PLUGINS } from "../../engine/builtin.js";
import type { Engine } from "../../engine/engine.js";
import { type LoadReport, reportJson, reportText } from "../../rules/result.js";
import { describeText } from "./describe.js";

/** Files that were checked together, in one engine, in order. */
export interface Checked {
  readonly engine: Engine;
  readonly reports: readonly LoadReport[];
  /** Plugins that the rules need and that are not there. */
  readonly missingPlugins: string | undefined;
}

/** Read rules files by their exact names. @throws ConfigError */
export function readNamed(names: readonly string[]): RulesFile[] {
  return names.map((name) => {
    try {
      return { name, text: readFileSync(name, "utf8") };
    } catch (e) {
      throw new ConfigError(`Could not read file ${name}: ${(e as Error).message}`);
    }
  });
}

/** Check files one after the other; one that is at fault does not keep the next from being checked. */
export function checkFiles(loaded: LoadedConfig, files: readonly RulesFile[], print?: string): Checked {
  const engine = makeEngine(loaded, print);
  const reports: LoadReport[] = [];
  for (const { name, text } of files) {
    reports.push(tryLoad(engine, text, name));
    const missingPlugins = engine.checkPlugins(BUILTIN_PLUGINS);
    if (missingPlugins !== undefined) return { engine, reports, missingPlugins };
  }
  return { engine, reports, missingPlugins: undefined };
}

/** What `-V` prints, and its exit code. */
export interface ValidateOutput {
  readonly stdout: string;
  /** Why it failed, for standard error. */
  readonly error: string;
  readonly code: number;
}

/**
 * `-V`: check rules files as Falco does.
 * @param rule describe this rule, too; `true` = all rules
 */
export function validate(
  loaded: LoadedConfig,
  names: readonly string[],
  rule: string | true | undefined,
  log: TextLog,
  print?: string,
): ValidateOutput {
  log.log("info", "Validating rules file(s):");
  for (const name of names) log.log("info", `   ${name}`);
  const { engine, reports, missingPlugins } = checkFiles(loaded, readNamed(names), print);
  if (missingPlugins !== undefined) return { stdout: "", error: `Error: ${missingPlugins}\n`, code: 1 };
  const ok = reports.every((r) => r.successful);
  const described = !ok || rule === undefined ? undefined : rule === true ? engine.describe() : engine.describe(rule);
  // in the summary warnings are but mentioned; they go to the log
  const summary = reports.map((r) =>
    r.successful && r.warnings.length > 0 ? `${r.name}: Ok, with warnings` : reportText(r),
  );
  for (const r of reports) if (r.successful && r.warnings.length > 0) log.log("warning", reportText(r));
  const error = ok ? "" : `Error: ${summary.join("\n")}\n`;
  if (loaded.config.json_output) {
    const results = {
      ...(described !== undefined && { falco_describe_results: described }),
      falco_load_results: reports.map(reportJson),
    };
    return { stdout: `${JSON.stringify(results)}\n`, error, code: ok ? 0 : 1 };
  }
  const more = described === undefined ? "" : `\n${describeText(described)}`;
  return { stdout: `${summary.join("\n")}\n${more}`, error, code: ok ? 0 : 1 };
}
