import { stringify } from "yaml";
import type { RuleDescription } from "../../engine/description.js";
import type { Parsed } from "../argv.js";
import { configOf, engineWith } from "./setup.js";

/** `saker rules print`: what the engine makes of the files, as a rules file without lists, macros and exceptions. */
export async function print(flags: Parsed, files: readonly string[]): Promise<number> {
  const loaded = configOf(flags);
  const engine = engineWith(loaded, files);
  const rule = flags.last("rule");
  const { rules } = rule === undefined ? engine.describe() : engine.describe(rule);
  const enabled = new Map(engine.rules.map((r) => [r.name, r.enabled]));
  const items = rules.filter((r) => enabled.has(r.info.name)).map((r) => item(r, enabled.get(r.info.name) ?? true));
  const text = flags.on("json") ? `${JSON.stringify(items, undefined, 2)}\n` : stringify(items, { lineWidth: 110 });
  process.stdout.write(text);
  return 0;
}

function item({ info, details }: RuleDescription, enabled: boolean): Readonly<Record<string, unknown>> {
  return {
    rule: info.name,
    desc: info.description,
    condition: details.condition_compiled,
    output: details.output_compiled,
    priority: info.priority.toUpperCase(),
    ...(info.source !== "syscall" && { source: info.source }),
    ...(!enabled && { enabled }),
    ...(info.tags.length > 0 && { tags: info.tags }),
    ...(info.capture && { capture: true }),
    ...(info.capture_duration > 0 && { capture_duration: info.capture_duration }),
  };
}
