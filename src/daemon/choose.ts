import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ConfigError, type LoadedConfig, RULES_DIR } from "../config/config.js";
import { type RulesFile, readRules } from "../config/rules-files.js";

/**
 * The rules that ship with the program, beside its `dist` folder: those that are quiet without tuning. The incubating and
 * the sandbox file are for whoever asks for them.
 */
const SHIPPED_RULES = ["saker_rules.yaml", "saker-extra_rules.yaml"].map((name) =>
  fileURLToPath(new URL(`../../../rules/${name}`, import.meta.url)),
);

/**
 * Those given with -r, else the configured ones. Without any configuration those that are installed, or else the
 * shipped ones; a configuration that names none is a mistake.
 * @throws ConfigError
 */
export function chooseRules(given: readonly string[], loaded: LoadedConfig): RulesFile[] {
  if (given.length > 0) return readRules(given, true);
  if (!loaded.tree.has("rules_files") && !loaded.tree.has("rules_file")) {
    if (loaded.file !== undefined) {
      const where = `-r or a rules_files entry in ${loaded.file}`;
      throw new ConfigError(`You must specify at least one rules file/directory via ${where}`);
    }
    if (!existsSync(RULES_DIR)) return readRules(SHIPPED_RULES, true);
  }
  return readRules(loaded.config.rules_files, false);
}
