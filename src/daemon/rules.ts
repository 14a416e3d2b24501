import type { LoadedConfig } from "../config/config.js";
import { priorityNumber } from "../config/config.js";
import type { RulesFile } from "../config/rules-files.js";
import { Engine } from "../engine/engine.js";
import { builtinRegistry } from "../fields/registry.js";
import { addStaticFields } from "../fields/static.js";
import { RulesError } from "../rules/errors.js";
import type { LoadReport } from "../rules/result.js";
import { extraOutputs } from "./additions.js";

/** An engine as configured, without rules. */
export function makeEngine(loaded: LoadedConfig, print?: string): Engine {
  const { config } = loaded;
  return new Engine({
    registry: addStaticFields(builtinRegistry(), config.static_fields),
    ruleMatching: config.rule_matching,
    minPriority: priorityNumber(config.priority),
    extraOutput: extraOutputs(loaded.appendOutput, print, Object.keys(config.static_fields)),
  });
}

/** Add a rules file; gives what came of it instead of throwing. */
export function tryLoad(engine: Engine, text: string, name: string): LoadReport {
  try {
    engine.loadText(text, name);
  } catch (e) {
    if (!(e instanceof RulesError)) throw e;
  }
  return engine.report as LoadReport;
}

/** Add rules files until one is at fault; gives the report of each that was looked at. */
export function loadUntilFault(engine: Engine, files: readonly RulesFile[]): LoadReport[] {
  const reports: LoadReport[] = [];
  for (const { name, text } of files) {
    const report = tryLoad(engine, text, name);
    reports.push(report);
    if (!report.successful) break;
  }
  return reports;
}
