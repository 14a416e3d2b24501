// What a worker judges by: made at its start, and again beside the one in use when rules or configuration change.
import { BUILTIN_PLUGINS } from "../engine/builtin.js";
import { Engine } from "../engine/engine.js";
import { EngineError } from "../engine/errors.js";
import { applySelections } from "../engine/selections.js";
import { compileTemplate } from "../fields/format.js";
import { builtinRegistry } from "../fields/registry.js";
import { addStaticFields } from "../fields/static.js";
import { describe, RulesError } from "../rules/errors.js";
import { addon } from "./addon.js";
import type { Judgement, LoadedRules } from "./protocol.js";
import { silentRules } from "./silent.js";

/**
 * An engine with rules loaded, selected and compiled.
 * @throws {RulesError | EngineError}
 */
export function loadEngine(j: Judgement): Engine {
  const native = addon();
  const engine = new Engine({
    registry: addStaticFields(builtinRegistry(), j.staticFields),
    compileTemplate,
    regex: { compile: (pattern) => new native.Regex(pattern) },
    ruleMatching: j.ruleMatching,
    minPriority: j.minPriority,
    extraOutput: j.extraOutput,
  });
  for (const { name, text } of j.rules) engine.loadText(text, name);
  const missing = engine.checkPlugins(BUILTIN_PLUGINS);
  if (missing !== undefined) throw new EngineError(missing);
  applySelections(engine, j.selections);
  engine.compile();
  engine.compileKeys();
  return engine;
}

/** What the main thread is told of an engine. */
export function summary(engine: Engine): LoadedRules {
  const generic = engine.genericCalls();
  return {
    rules: engine.rules.map((r) => ({
      name: r.name,
      priority: r.priorityName,
      tags: r.tags,
      source: r.source,
      capture: r.capture,
      captureMs: r.captureDuration,
    })),
    costs: engine.costs.shared,
    eventTypes: [...engine.eventTypes()],
    genericCalls: generic === undefined ? undefined : [...generic],
    warnings: [...engine.warnings.map((w) => describe(w.code, w.message, w)), ...silentRules(engine)],
  };
}

/** All that a person needs to know of rules that were refused. */
export function refusal(e: unknown): string {
  if (e instanceof RulesError) return e.describe();
  return e instanceof EngineError ? e.message : ((e as Error).stack ?? String(e));
}
