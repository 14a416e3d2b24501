import type { PluginConfig } from "../config/config.js";
import { ConfigError } from "../config/errors.js";
import { selectSources } from "../config/sources.js";
import { BUILTIN_PLUGINS } from "../engine/builtin.js";
import type { Parsed } from "./argv.js";
import { SOURCES } from "./sources.js";

/** What Falco needs a plugin for and Saker does itself. */
const BUILTIN: Readonly<Record<string, readonly string[]>> = {
  container: [
    "Name: container",
    "Description: Containers and pods of processes (part of Saker)",
    "Contact: the maintainers of Saker",
    `Version: ${BUILTIN_PLUGINS[0].version}`,
    "Capabilities: ",
    "  - Field Extraction",
  ],
};

/** The text of `--list-plugins`. @throws ConfigError */
export function pluginListing(configured: readonly PluginConfig[]): string {
  refusePlugins(configured);
  const blocks = configured.map((p) => `${(BUILTIN[p.name] ?? []).join("\n")}\n\n`);
  return `${blocks.length} Plugins Loaded:\n\n${blocks.join("")}`;
}

/** The text of `--plugin-info`. @throws ConfigError */
export function pluginInfo(name: string, configured: readonly PluginConfig[]): string {
  const found = configured.find((p) => p.name === name || p.libraryPath === name);
  if (found === undefined) throw new ConfigError(`can't find plugin and no library path provided for '${name}'`);
  const builtin = BUILTIN[found.name];
  if (builtin === undefined) throw unavailable(found);
  const schema =
    "Init config schema type: Not available, plugin does not implement the init config schema functionality";
  return `${builtin.join("\n")}\n${schema}\n`;
}

/** @throws ConfigError if the configuration wants plugins that there are not */
export function refusePlugins(configured: readonly PluginConfig[]): void {
  const first = configured.find((p) => BUILTIN[p.name] === undefined);
  if (first !== undefined) throw unavailable(first);
}

function unavailable(p: PluginConfig): ConfigError {
  return new ConfigError(`cannot load plugin '${p.name}' (${p.libraryPath}): this version of Saker has no plugins yet`);
}

/** Check --enable-source and --disable-source. @throws ConfigError */
export function refuseUnknownSources(flags: Parsed, engineKind: string): void {
  const enable = flags.all("enable-source");
  const disable = flags.all("disable-source");
  // a capture holds what it holds
  if (engineKind === "replay" && (enable.length === 0 || disable.length === 0)) return;
  selectSources(SOURCES, { enable, disable });
}
