import { Attr } from "../state/attr.js";
import { definer } from "./define.js";
import type { Registry } from "./registry.js";

/** Add a field `static.NAME` for each value that the configuration sets (static_fields). */
export function addStaticFields(registry: Registry, values: Readonly<Record<string, string>>): Registry {
  const define = definer("static");
  for (const [name, value] of Object.entries(values)) {
    const attr = Attr.of(value);
    registry.add(define.attr(`static.${name}`, "A value that the configuration sets.", () => attr));
  }
  return registry;
}
