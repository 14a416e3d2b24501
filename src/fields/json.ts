/** A JSON value; 64-bit integers are bigint and print exactly. */
export type JsonValue =
  | string
  | number
  | boolean
  | bigint
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** Compact JSON text. Objects keep the order of their keys. */
export function toJson(value: JsonValue): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "number":
      return Number.isFinite(value) ? String(value) : "null";
    case "bigint":
    case "boolean":
      return String(value);
    default:
      if (value === null) return "null";
      if (isArray(value)) return `[${value.map(toJson).join(",")}]`;
      return `{${Object.keys(value)
        .map((k) => `${JSON.stringify(k)}:${toJson(value[k] ?? null)}`)
        .join(",")}}`;
  }
}

function isArray(v: readonly JsonValue[] | { readonly [key: string]: JsonValue }): v is readonly JsonValue[] {
  return Array.isArray(v);
}

/** The same object with its keys in byte order. */
export function sortedKeys(o: Readonly<Record<string, JsonValue>>): Record<string, JsonValue> {
  const out: Record<string, JsonValue> = {};
  for (const k of Object.keys(o).sort()) out[k] = o[k] ?? null;
  return out;
}
