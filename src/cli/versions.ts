import { readFileSync } from "node:fs";
import { ENGINE_VERSION, formatVersion } from "../rules/versions.js";

/** The Falco release whose rules, captures and consumers this version works with, and what that release is made of. */
const FALCO_VERSION = "0.44.1";
const LIBS_VERSION = "0.25.4";
const PLUGIN_API_VERSION = "3.12.0";
const DRIVER_API_VERSION = "10.0.0";
const DRIVER_VERSION = "10.1.0+driver";

/** Version of the event table. */
export const SCHEMA_VERSION = "4.3.0";

/** Saker's own version. */
export function sakerVersion(): string {
  const url = new URL("../../../package.json", import.meta.url);
  return (JSON.parse(readFileSync(url, "utf8")) as { version: string }).version;
}

/** The JSON of `--version`: Falco's keys, and our own. */
export function versionJson(): Readonly<Record<string, string>> {
  return {
    default_driver_version: DRIVER_VERSION,
    driver_api_version: DRIVER_API_VERSION,
    driver_schema_version: SCHEMA_VERSION,
    engine_version: String(ENGINE_VERSION[1]),
    engine_version_semver: formatVersion(ENGINE_VERSION),
    falco_version: FALCO_VERSION,
    libs_version: LIBS_VERSION,
    plugin_api_version: PLUGIN_API_VERSION,
    saker_version: sakerVersion(),
  };
}

/** The text of `--version`. */
export function versionText(): string {
  const v = versionJson();
  return [
    `Saker version: ${v.saker_version}, compatible with`,
    `Falco version: ${v.falco_version}`,
    `Libs version:  ${v.libs_version}`,
    `Plugin API:    ${v.plugin_api_version}`,
    `Engine:        ${v.engine_version_semver}`,
    "Driver:",
    `  API version:    ${v.driver_api_version}`,
    `  Schema version: ${v.driver_schema_version}`,
    `  Default driver: ${v.default_driver_version}`,
    "",
  ].join("\n");
}
