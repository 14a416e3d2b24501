import { defaultConfig } from "../config/config.js";

type Schema = Readonly<Record<string, unknown>>;

const TEXT: Schema = { type: "string" };

function object(properties: Readonly<Record<string, unknown>>, more = false): Schema {
  return { type: "object", additionalProperties: more, properties };
}

/** Keys that are no plain values. */
const STRUCTURED: Readonly<Record<string, Schema>> = {
  append_output: {
    type: "array",
    items: object({
      match: object({ source: TEXT, rule: TEXT, tags: { type: "array", items: TEXT } }),
      extra_output: TEXT,
      extra_fields: {
        type: "array",
        items: { anyOf: [TEXT, { type: "object", additionalProperties: TEXT, minProperties: 1, maxProperties: 1 }] },
      },
      suggested_output: { type: "boolean" },
    }),
  },
  config_files: { type: "array", items: { anyOf: [TEXT, object({ path: TEXT, strategy: TEXT })] } },
  load_plugins: { type: "array", items: TEXT },
  plugins: {
    type: "array",
    items: object({ name: TEXT, library_path: TEXT, init_config: {}, open_params: TEXT }),
  },
  rules: {
    type: "array",
    items: object({ enable: object({ rule: TEXT, tag: TEXT }), disable: object({ rule: TEXT, tag: TEXT }) }),
  },
};

/** The JSON schema of the configuration, made from its defaults. Keys of Falco's that have no effect here may stay. */
export function configSchema(): Schema {
  const keys = { ...(ofValue(defaultConfig()).properties as object), ...STRUCTURED };
  return { $schema: "http://json-schema.org/draft-06/schema#", title: "Saker configuration", ...object(keys, true) };
}

function ofValue(v: unknown): Schema {
  if (Array.isArray(v)) return { type: "array", items: TEXT };
  if (typeof v === "object" && v !== null) {
    return object(Object.fromEntries(Object.entries(v).map(([k, x]) => [k, ofValue(x)])));
  }
  return { type: typeof v, default: v };
}
