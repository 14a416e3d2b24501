import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "./config.js";

/** A rules file's path and text. */
export interface RulesFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Read rules files and the `.yaml`/`.yml` files directly below rules directories, in order of full path; files called
 * `NAME.test.yaml` in a directory are rule tests, not rules.
 * @param required paths that must exist (given with -r); others are skipped when missing, as Falco does
 * @throws ConfigError
 */
export function readRules(paths: readonly string[], required: boolean): RulesFile[] {
  const out: RulesFile[] = [];
  for (const path of paths) {
    const info = statSync(path, { throwIfNoEntry: false });
    if (info === undefined) {
      if (required) throw new ConfigError(`there is no rules file or directory at ${path}`);
      continue;
    }
    const files = info.isDirectory()
      ? readdirSync(path)
          // rule tests lie beside the rules
          .filter((f) => /\.ya?ml$/.test(f) && !/\.test\.ya?ml$/.test(f))
          .map((f) => join(path, f))
          .sort()
      : [path];
    for (const name of files) {
      try {
        out.push({ name, text: readFileSync(name, "utf8") });
      } catch (e) {
        throw new ConfigError(`cannot read the rules file ${name}: ${(e as Error).message}`);
      }
    }
  }
  if (out.length === 0) {
    throw new ConfigError(
      "You must specify at least one rules file/directory via -r or a rules_files entry in the configuration (looked at: " +
        `${paths.join(", ") || "nothing"}${paths.length > 0 && required ? "; no *.yaml or *.yml file there" : ""})`,
    );
  }
  return out;
}
