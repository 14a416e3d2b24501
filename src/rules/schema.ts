// The shape of a rules file as a JSON schema: `--rule-schema` prints it, and every file is held against it. A file
// that departs from it still loads if its values make sense; the departure is reported next to the warnings.

/** The few words of JSON Schema that the rules files need. */
export interface Schema {
  readonly $schema?: string;
  readonly title?: string;
  readonly type?: "array" | "boolean" | "integer" | "object" | "string";
  readonly enum?: readonly string[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: false;
  readonly required?: readonly string[];
  readonly minProperties?: number;
  readonly anyOf?: readonly Schema[];
}

const STRING: Schema = { type: "string" };
const BOOLEAN: Schema = { type: "boolean" };

function listOf(items: Schema): Schema {
  return { type: "array", items };
}

function record(title: string, properties: Readonly<Record<string, Schema>>, required: readonly string[]): Schema {
  return { title, type: "object", additionalProperties: false, properties, required };
}

const PLUGIN_VERSION = { name: STRING, version: STRING };

const PRIORITY: Schema = {
  title: "Priority",
  type: "string",
  enum: ["EMERGENCY", "ALERT", "CRITICAL", "ERROR", "WARNING", "NOTICE", "INFO", "INFORMATIONAL", "DEBUG"],
};

const OPERATION: Schema = { title: "OverriddenItem", type: "string", enum: ["append", "replace"] };

/** Keys that `override` may name. */
const OVERRIDABLE = [
  "items",
  "desc",
  "condition",
  "output",
  "priority",
  "enabled",
  "exceptions",
  "capture",
  "capture_duration",
  "tags",
  "warn_evttypes",
  "skip-if-unknown-filter",
];

const OVERRIDE: Schema = {
  ...record("Override", Object.fromEntries(OVERRIDABLE.map((k) => [k, OPERATION])), []),
  minProperties: 1,
};

const ITEM: Schema = record(
  "FalcoRule",
  {
    required_engine_version: STRING,
    required_plugin_versions: listOf(
      record(
        "RequiredPluginVersion",
        { ...PLUGIN_VERSION, alternatives: listOf(record("Alternative", PLUGIN_VERSION, ["name", "version"])) },
        ["name", "version"],
      ),
    ),
    macro: STRING,
    condition: STRING,
    list: STRING,
    items: listOf({ title: "Item", anyOf: [{ type: "integer" }, STRING] }),
    rule: STRING,
    desc: STRING,
    enabled: BOOLEAN,
    output: STRING,
    append: BOOLEAN,
    priority: PRIORITY,
    capture: BOOLEAN,
    capture_duration: { type: "integer" },
    source: STRING,
    exceptions: listOf(record("Exception", { name: STRING, fields: {}, comps: {}, values: {} }, ["name"])),
    override: OVERRIDE,
    tags: listOf(STRING),
    warn_evttypes: BOOLEAN,
    "skip-if-unknown-filter": BOOLEAN,
  },
  [],
);

/** JSON schema of a rules file. */
export const RULES_SCHEMA: Schema = {
  $schema: "http://json-schema.org/draft-06/schema#",
  ...listOf(ITEM),
};
