import { parseVersion, satisfies, type Version } from "./versions.js";

/** A plugin and the oldest version of it that will do. */
export interface PluginVersion {
  readonly name: string;
  readonly version: Version;
  /** The version as it was written. */
  readonly text: string;
}

/** Plugins of which one has to be loaded. */
export type PluginRequirement = readonly PluginVersion[];

/**
 * Check what rules ask of plugins against those that are loaded.
 * @param loaded name and version of each plugin
 * @returns what is wrong; undefined if all is well
 */
export function checkPlugins(
  needs: readonly PluginRequirement[],
  loaded: readonly { readonly name: string; readonly version: string }[],
): string | undefined {
  const versions = new Map(loaded.map((p) => [p.name, p.version]));
  for (const need of needs) {
    let problem: string | undefined;
    let met = false;
    for (const n of need) {
      const text = versions.get(n.name);
      if (text === undefined) continue;
      const have = parseVersion(text);
      if (have !== undefined && satisfies(have, n.version)) {
        met = true;
        break;
      }
      problem ??= `Plugin '${n.name}' version '${text}' is not compatible with required plugin version '${n.text}'`;
    }
    if (met) continue;
    if (problem !== undefined) return problem;
    const names = need.map((n) => `${n.name} (>= ${n.text})`).join(", ");
    return `Plugin requirement not satisfied, must load one of: ${names}`;
  }
  return undefined;
}
