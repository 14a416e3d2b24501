import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Root of the installed package, wherever this module, or a bundle of it, lies below it. */
export const PACKAGE_ROOT: string = find(dirname(fileURLToPath(import.meta.url)));

function find(from: string): string {
  for (let dir = from; dir !== "/"; dir = dirname(dir)) if (existsSync(join(dir, "package.json"))) return dir;
  return from;
}

/** The native tool that does what Node.js cannot. */
export const ACTOR: string = join(PACKAGE_ROOT, "build/Release/saker-actor");

/** The rules that ship, in the order in which they are loaded. */
export const SHIPPED_RULES: readonly string[] = [
  "saker_rules.yaml",
  "saker-incubating_rules.yaml",
  "saker-sandbox_rules.yaml",
  "saker-extra_rules.yaml",
].map((f) => join(PACKAGE_ROOT, "rules", f));
