import type { Context } from "./place.js";
import { RULES_SCHEMA, type Schema } from "./schema.js";
import { YamlDoc } from "./view.js";
import { isNull, type MapNode, type YamlNode } from "./yaml/node.js";

/** Departures that are told of one document; the rest would only be noise. */
const MAX_COMPLAINTS = 100;

/**
 * Hold a document against the schema of rules files. Scalars of YAML have no type here: `"3"` is as good an integer
 * as `3`, and any scalar is a string.
 * @returns one line for each departure; empty if there is none
 */
export function validateSchema(root: YamlNode | null, doc: YamlDoc, top: Context): string[] {
  if (fits(root, RULES_SCHEMA, doc, top)) return [];
  const v = new Validator(new YamlDoc(doc.source), top);
  v.check(root, RULES_SCHEMA, "<root>");
  return v.complaints.slice(0, MAX_COMPLAINTS);
}

/** Does a document meet the schema? Without a word about where not: most do. */
function fits(n: YamlNode | null, s: Schema, doc: YamlDoc, top: Context): boolean {
  if (s.type !== undefined && !hasType(n, s.type)) return false;
  if (s.enum !== undefined && !(n?.kind === "scalar" && s.enum.includes(n.text))) return false;
  if (s.anyOf !== undefined && !s.anyOf.some((t) => t.type === undefined || hasType(n, t.type))) return false;
  const { items, properties } = s;
  if (items !== undefined && n?.kind === "seq") return n.items.every((i) => fits(doc.deref(i, top), items, doc, top));
  if (properties === undefined || n?.kind !== "map") return true;
  const names: string[] = [];
  for (const pair of n.pairs) {
    const key = doc.deref(pair.key, top);
    const name = key?.kind === "scalar" ? key.text : "";
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (property === undefined || !fits(doc.deref(pair.value, top), property, doc, top)) return false;
    if (s.required !== undefined) names.push(name);
  }
  return (s.required ?? []).every((r) => names.includes(r)) && n.pairs.length >= (s.minProperties ?? 0);
}

class Validator {
  readonly complaints: string[] = [];

  constructor(
    private readonly doc: YamlDoc,
    private readonly top: Context,
  ) {}

  private complain(path: string, what: string): false {
    this.complaints.push(`failed for ${path}: ${what}`);
    return false;
  }

  check(n: YamlNode | null, s: Schema, path: string): boolean {
    if (this.complaints.length > MAX_COMPLAINTS) return false;
    let ok = true;
    if (s.type !== undefined && !hasType(n, s.type)) {
      ok = this.complain(path, "Value type not permitted by 'type' constraint.");
    }
    if (s.enum !== undefined && !(n?.kind === "scalar" && s.enum.includes(n.text))) {
      ok = this.complain(path, "Failed to match against any enum values.");
    }
    if (s.anyOf !== undefined && !s.anyOf.some((t) => t.type === undefined || hasType(n, t.type))) {
      ok = this.complain(path, "Failed to validate against any schemas allowed by anyOf constraint.");
    }
    if (s.items !== undefined && n?.kind === "seq") ok = this.items(n.items, s.items, path) && ok;
    if (s.properties !== undefined && n?.kind === "map") ok = this.map(n, s, path) && ok;
    return ok;
  }

  private items(items: readonly (YamlNode | null)[], s: Schema, path: string): boolean {
    let ok = true;
    items.forEach((item, i) => {
      if (this.check(this.doc.deref(item, this.top), s, `${path}[${i}]`)) return;
      ok = this.complain(path, `Failed to validate item #${i} in array.`);
    });
    return ok;
  }

  private map(map: MapNode, s: Schema, path: string): boolean {
    let ok = true;
    const names = new Set<string>();
    for (const pair of map.pairs) {
      const key = this.doc.deref(pair.key, this.top);
      const name = key?.kind === "scalar" ? key.text : "";
      names.add(name);
      const property = s.properties !== undefined && Object.hasOwn(s.properties, name) ? s.properties[name] : undefined;
      if (property === undefined) {
        const why = `Object contains a property that could not be validated using 'properties' or 'additionalProperties' constraints: '${name}'.`;
        ok = this.complain(path, why);
      } else if (!this.check(this.doc.deref(pair.value, this.top), property, `${path}["${name}"]`)) {
        const why = `Failed to validate against schema associated with property name '${name}'.`;
        ok = this.complain(path, why);
      }
    }
    for (const r of s.required ?? []) {
      if (!names.has(r)) ok = this.complain(path, `Missing required property '${r}'.`);
    }
    if (s.minProperties !== undefined && names.size < s.minProperties) {
      ok = this.complain(path, `Object should have no fewer than ${s.minProperties} properties.`);
    }
    return ok;
  }
}

function hasType(n: YamlNode | null, type: NonNullable<Schema["type"]>): boolean {
  switch (type) {
    case "array":
      return n?.kind === "seq";
    case "object":
      return n?.kind === "map";
    case "string":
      return n?.kind === "scalar" && !isNull(n);
    case "boolean":
      return n?.kind === "scalar" && /^(true|false)$/.test(n.text);
    case "integer":
      return n?.kind === "scalar" && /^\s*[+-]?\d+$/.test(n.text);
  }
}
