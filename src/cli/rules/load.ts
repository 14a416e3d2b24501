import type { LoadedConfig } from "../../config/config.js";
import { ConfigError } from "../../config/errors.js";
import type { RulesFile } from "../../config/rules-files.js";
import { selectionLines } from "../../daemon/additions.js";
import { chooseRules } from "../../daemon/choose.js";
import { loadUntilFault, makeEngine } from "../../daemon/rules.js";
import type { TextLog } from "../../daemon/textlog.js";
import { BUILTIN_PLUGINS } from "../../engine/builtin.js";
import type { Engine } from "../../engine/engine.js";
import { applySelections } from "../../engine/selections.js";
import { reportText } from "../../rules/result.js";

export { describeText } from "./describe.js";
export { validate } from "./validate.js";

/** The rules that the sensor would run with. */
export interface ConfiguredRules {
  readonly engine: Engine;
  readonly files: readonly RulesFile[];
}

/**
 * Load the rules that are given or configured, and select among them as configured.
 * @throws ConfigError with the whole report when a file is at fault
 */
export function loadConfigured(
  loaded: LoadedConfig,
  given: readonly string[],
  log: TextLog,
  print?: string,
): ConfiguredRules {
  const files = chooseRules(given, loaded, (text) => log.log("warning", text));
  const engine = makeEngine(loaded, print);
  log.log("info", "Loading rules from:");
  const reports = loadUntilFault(engine, files);
  for (const r of reports) {
    const schema = r.schemaValidation === "failed" ? r.schemaWarnings[0] : r.schemaValidation;
    log.log(r.schemaValidation === "ok" ? "info" : "warning", `   ${r.name} | schema validation: ${schema}`);
    if (r.successful && r.warnings.length > 0) log.log("warning", reportText(r));
  }
  // a plugin that is missing explains every unknown field, and comes first
  const missing = engine.checkPlugins(BUILTIN_PLUGINS);
  if (missing !== undefined) throw new ConfigError(missing);
  const bad = reports.find((r) => !r.successful);
  if (bad !== undefined) throw new ConfigError(reportText(bad));
  for (const line of selectionLines(loaded.ruleSelections)) log.log("info", line);
  applySelections(engine, loaded.ruleSelections);
  return { engine, files };
}
