import { type LoadedConfig, loadConfig } from "../../config/config.js";
import { ConfigError } from "../../config/errors.js";
import { type RulesFile, readRules } from "../../config/rules-files.js";
import type { Engine } from "../../engine/engine.js";
import { applySelections } from "../../engine/selections.js";
import { reportText } from "../../rules/result.js";
import type { Parsed } from "../argv.js";
import { checkFiles } from "./validate.js";

/** No configuration is looked for: what a rules file comes to must not depend on the machine. */
const NO_CONFIG = "";

/** The configuration that the flags ask for. */
export function configOf(flags: Parsed): LoadedConfig {
  return loadConfig(flags.last("config"), NO_CONFIG, flags.all("option"));
}

/** Rules files, and those of directories. Rule tests beside them are left out: shells expand `*.yaml` to both. */
export function filesOf(paths: readonly string[]): RulesFile[] {
  const rules = paths.filter((p) => !/\.test\.ya?ml$/.test(p));
  return readRules(rules.length > 0 ? rules : paths, true);
}

/** An engine with the files loaded and the configured selection made. @throws ConfigError if one is at fault */
export function engineWith(loaded: LoadedConfig, paths: readonly string[]): Engine {
  const { engine, reports } = checkFiles(loaded, filesOf(paths));
  const bad = reports.filter((r) => !r.successful);
  if (bad.length > 0) throw new ConfigError(bad.map(reportText).join("\n"));
  applySelections(engine, loaded.ruleSelections);
  return engine;
}
