import type { Parsed } from "../argv.js";
import { describeText } from "./describe.js";
import { configOf, engineWith } from "./setup.js";

/** `saker rules describe` */
export async function describe(flags: Parsed, files: readonly string[]): Promise<number> {
  const loaded = configOf(flags);
  const engine = engineWith(loaded, files);
  const rule = flags.last("rule");
  const described = rule === undefined ? engine.describe() : engine.describe(rule);
  const json = flags.on("json") || loaded.config.json_output;
  process.stdout.write(json ? `${JSON.stringify(described, undefined, 2)}\n` : describeText(described));
  return 0;
}
