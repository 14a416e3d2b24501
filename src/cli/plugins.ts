import type { PluginConfig } from "../config/config.js";
import { ConfigError } from "../config/errors.js";
import { BUILTIN_PLUGINS } from "../engine/builtin.js";
import type { Parsed } from "./argv.js";
import { UsageError } from "./errors.js";
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

/** Check --enable-source and --disable-source. @throws UsageError */
export function refuseUnknownSources(flags: Parsed, engineKind: string): void {
  const on = flags.all("enable-source");
  const off = flags.all("disable-source");
  if (on.length > 0 && off.length > 0) throw new UsageError("You can not mix --enable-source and --disable-source");
  if (engineKind === "replay") return;
  for (const s of on) if (!SOURCES.includes(s)) throw wrong("enabling", s);
  for (const s of off) if (!SOURCES.includes(s)) throw wrong("disabling", s);
  if (SOURCES.every((s) => off.includes(s))) throw new UsageError("Must enable at least one event source");
}

function wrong(doing: string, source: string): UsageError {
  return new UsageError(`Attempted ${doing} an unknown event source: ${source} (there is ${SOURCES.join(", ")})`);
}
