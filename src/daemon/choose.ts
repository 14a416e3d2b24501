import { existsSync, readdirSync, statSync } from "node:fs";
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

/** Where a stock falco.yaml looks for Falco's own rules, which come with Falco and not with its configuration. */
const STOCK_RULES: ReadonlySet<string> = new Set([
  "/etc/falco/falco_rules.yaml",
  "/etc/falco/falco_rules.local.yaml",
  "/etc/falco/rules.d",
]);

/**
 * Those given with -r, else the configured ones. Without any configuration those that are installed, or else the
 * shipped ones; a configuration that names none is a mistake. The same instead of Falco's own rules where a stock
 * falco.yaml finds none of them.
 * @param tell is told of what the configuration does not say
 * @throws ConfigError
 */
export function chooseRules(
  given: readonly string[],
  loaded: LoadedConfig,
  tell: (text: string) => void = () => {},
): RulesFile[] {
  if (given.length > 0) return readRules(given, true);
  if (!loaded.tree.has("rules_files") && !loaded.tree.has("rules_file")) {
    if (loaded.file !== undefined) {
      const where = `-r or a rules_files entry in ${loaded.file}`;
      throw new ConfigError(`You must specify at least one rules file/directory via ${where}`);
    }
    if (!existsSync(RULES_DIR)) return readRules(SHIPPED_RULES, true);
  }
  const paths = loaded.config.rules_files;
  if (paths.length > 0 && paths.every((p) => STOCK_RULES.has(p) && !hasRules(p))) {
    const instead = existsSync(RULES_DIR) ? [RULES_DIR] : SHIPPED_RULES;
    tell(`Falco's rules are not installed (${paths.join(", ")}): used in their place: ${instead.join(", ")}`);
    return readRules(instead, true);
  }
  return readRules(loaded.config.rules_files, false);
}

function hasRules(path: string): boolean {
  const info = statSync(path, { throwIfNoEntry: false });
  return info?.isDirectory() === true ? readdirSync(path).some((f) => /\.ya?ml$/.test(f)) : info !== undefined;
}
