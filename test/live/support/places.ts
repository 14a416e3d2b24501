import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Root of the repository; compiled files lie in `<root>/<dist>/test/live/support`. */
export const ROOT: string = fileURLToPath(new URL("../../../../", import.meta.url));

/** The multi-tool that does what coreutils cannot, built beside the compiled tests. */
export const DEED: string = fileURLToPath(new URL("../../deeds/deed", import.meta.url));

/** The tool that makes system calls with known arguments. */
export const CALLS: string = fileURLToPath(new URL("../../calls/calls", import.meta.url));

/** A program of 32 bits that opens a file; only built on x86-64. */
export const NARROW: string = fileURLToPath(new URL("../../deeds/narrow", import.meta.url));

/** The sensor's command. */
export const SAKER: string = join(ROOT, "bin/saker");

/** The rules that are loaded by default. */
export const RULES: readonly string[] = ["saker_rules.yaml", "saker-extra_rules.yaml"].map((f) =>
  join(ROOT, "rules", f),
);

/** All rules that ship. */
export const ALL_RULES: readonly string[] = [
  ...RULES,
  ...["saker-incubating_rules.yaml", "saker-sandbox_rules.yaml"].map((f) => join(ROOT, "rules", f)),
];

/** A private directory of a test file, removed at its end. */
export interface Scratch {
  readonly dir: string;
  /** A fresh path inside, in a directory of its own. */
  path(name: string): string;
  /** The same, with an empty file there. */
  file(name: string): string;
  remove(): void;
}

/**
 * @param parent where to make it; /tmp unless told, which rules know as open to all
 */
export function makeScratch(parent = "/tmp"): Scratch {
  const make = (prefix: string): string => {
    const made = mkdtempSync(prefix);
    // Deeds done as another user must get through.
    chmodSync(made, 0o711);
    return made;
  };
  const dir = make(join(parent, "saker-live-"));
  const path = (name: string): string => join(make(join(dir, "d-")), name);
  return {
    dir,
    path,
    file: (name) => {
      const at = path(name);
      writeFileSync(at, "");
      return at;
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}
