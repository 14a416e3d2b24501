import { arch, hostname, machine, type, version } from "node:os";
import type { LoadedConfig } from "../config/config.js";
import type { RulesFile } from "../config/rules-files.js";
import type { Tree } from "../config/tree.js";
import { versionJson } from "./versions.js";

/** The JSON of `--support`. */
export function supportJson(
  argv: readonly string[],
  loaded: LoadedConfig,
  files: readonly RulesFile[],
  kernel: string,
): unknown {
  const engine = versionJson();
  return {
    cmdline: ["saker", ...argv].join(" "),
    config: flow(loaded.tree),
    engine_info: engine,
    rules_files: files.map((f) => ({ name: f.name, variants: [{ content: f.text }] })),
    system_info: {
      machine: machine() || arch(),
      nodename: hostname(),
      release: kernel,
      sysname: type(),
      version: version(),
    },
    version: engine.falco_version,
  };
}

/** A tree as YAML in one line, all texts in quotes. */
function flow(t: Tree): string {
  if (t === null) return "null";
  if (typeof t === "string") return JSON.stringify(t);
  if (Array.isArray(t)) return `[${t.map(flow).join(", ")}]`;
  return `{${[...t].map(([k, v]) => `${JSON.stringify(k)}: ${flow(v)}`).join(", ")}}`;
}
