import type { Context } from "../place.js";
import { yamlError } from "../yamlerror.js";
import { readFull } from "./full.js";
import type { YamlNode } from "./node.js";
import { readQuick } from "./quick.js";

/**
 * Read a YAML text: the root of each of its documents.
 * @throws {RulesError}
 */
export function readYaml(text: string, top: Context): readonly (YamlNode | null)[] {
  const root = readQuick(text);
  if (root !== undefined) return [root];
  const full = readFull(text);
  if (full.error !== undefined) throw yamlError(full.error, top);
  return full.roots;
}
