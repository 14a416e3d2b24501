import { OPEN_MAPS, REALS } from "../overlay.js";
import { defaultConfig } from "../settings.js";
import { object, REFINED, type Schema, STRUCTURED, TEXT, WITHOUT_EFFECT } from "./shapes.js";

/** The JSON schema of the configuration: its defaults tell the keys and their types, shapes.ts the rest. */
export function configSchema(): Schema {
  const keys = properties(defaultConfig(), "");
  return {
    $schema: "http://json-schema.org/draft-06/schema#",
    title: "Saker configuration",
    ...object({ ...keys, ...STRUCTURED }),
  };
}

function properties(map: object, path: string): Record<string, Schema> {
  const out: Record<string, Schema> = {};
  for (const [key, value] of Object.entries(map)) {
    const name = path === "" ? key : `${path}.${key}`;
    out[key] = { ...ofValue(value, name), ...REFINED[name] };
  }
  for (const [name, shape] of Object.entries(WITHOUT_EFFECT)) {
    const at = name.lastIndexOf(".");
    if (name.slice(0, Math.max(at, 0)) === path) out[name.slice(at + 1)] = shape;
  }
  return out;
}

function ofValue(value: unknown, name: string): Schema {
  if (Array.isArray(value)) return { type: "array", items: TEXT, default: value };
  if (OPEN_MAPS.has(name)) return { type: "object", additionalProperties: TEXT };
  if (typeof value === "object" && value !== null) return object(properties(value, name));
  if (typeof value === "number") return { type: REALS.has(name) ? "number" : "integer", minimum: 0, default: value };
  return { type: typeof value, default: value };
}
