import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { Engine } from "../../src/engine/engine.js";
import { compileTemplate } from "../../src/fields/format.js";
import { builtinRegistry } from "../../src/fields/registry.js";
import { addon } from "../../src/sensor/addon.js";

/** Rules as text, with a name to show. */
export interface RulesText {
  readonly name: string;
  readonly text: string;
}

/** Read rules files. */
export function readRulesFiles(paths: readonly string[]): RulesText[] {
  return paths.map((p) => ({ name: basename(p), text: readFileSync(p, "utf8") }));
}

/** An engine with these rules, compiled. */
export function engineWith(rules: readonly RulesText[], ruleMatching: "first" | "all" = "first"): Engine {
  const native = addon();
  const engine = new Engine({
    registry: builtinRegistry(),
    compileTemplate,
    regex: { compile: (p) => new native.Regex(p) },
    ruleMatching,
  });
  for (const r of rules) engine.loadText(r.text, r.name);
  engine.compile();
  return engine;
}
