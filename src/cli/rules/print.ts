import { stringify } from "yaml";
import type { RuleDescription } from "../../engine/description.js";
import type { EngineRule } from "../../engine/engine.js";
import { printCondition } from "../../filter/print.js";
import type { Parsed } from "../argv.js";
import { configOf, engineWith } from "./setup.js";

/** `saker rules print`: what the engine makes of the files, as a rules file without lists, macros and exceptions. */
export async function print(flags: Parsed, files: readonly string[]): Promise<number> {
  const loaded = configOf(flags);
  const engine = engineWith(loaded, files);
  const rule = flags.last("rule");
  const { rules } = rule === undefined ? engine.describe() : engine.describe(rule);
  const loadedRules = new Map(engine.rules.map((r) => [r.name, r]));
  const items = rules.flatMap((r) => {
    const loadedRule = loadedRules.get(r.info.name);
    return loadedRule === undefined ? [] : [item(r, loadedRule)];
  });
  const text = flags.on("json") ? `${JSON.stringify(items, undefined, 2)}\n` : stringify(items, { lineWidth: 110 });
  process.stdout.write(text);
  return 0;
}

/** The description has the condition in Falco's way of printing, which does not quote all that needs it. */
function item({ info, details }: RuleDescription, { enabled, rule }: EngineRule): Readonly<Record<string, unknown>> {
  return {
    rule: info.name,
    desc: info.description,
    condition: printCondition(rule.tree),
    output: details.output_compiled,
    priority: info.priority.toUpperCase(),
    ...(info.source !== "syscall" && { source: info.source }),
    ...(!enabled && { enabled }),
    ...(info.tags.length > 0 && { tags: info.tags }),
    ...(info.capture && { capture: true }),
    ...(info.capture_duration > 0 && { capture_duration: info.capture_duration }),
  };
}
