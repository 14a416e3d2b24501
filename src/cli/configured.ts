import { type LoadedConfig, loadConfig } from "../config/config.js";
import type { Parsed } from "./argv.js";
import { classicNotices, classicSelections } from "./classic.js";
import { configOptions, DEFAULT_CONFIG } from "./options.js";

/** The configuration that the flags ask for. @throws ConfigError, UsageError */
export function configured(flags: Parsed): LoadedConfig {
  const loaded = loadConfig(flags.last("config"), DEFAULT_CONFIG, configOptions(flags));
  return { ...loaded, ruleSelections: [...loaded.ruleSelections, ...classicSelections(flags)] };
}

/** Say what to write in the place of flags that Falco has dropped. */
export function tellClassic(flags: Parsed): void {
  for (const line of classicNotices(flags)) process.stderr.write(`${line}\n`);
}
