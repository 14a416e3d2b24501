import { readFileSync } from "node:fs";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { nearest } from "../../rules/nearest.js";
import { expandEnv } from "../env.js";
import { mapTexts, parseTree } from "../tree.js";
import { Places } from "./places.js";
import { plainTree } from "./plain.js";
import { configSchema } from "./schema.js";
import type { Schema } from "./shapes.js";

/** How a file stands to the schema; `none`: there is nothing in it, or no schema. */
export type SchemaStatus = "ok" | "failed" | "none";

/** One departure from the schema. */
export interface SchemaFinding {
  readonly line: number;
  /** Path of the key, like `falco_libs.snaplen`. */
  readonly key: string;
  /** What is wrong and what would be right. */
  readonly message: string;
}

/** What came of holding a file against the schema. */
export interface SchemaReport {
  readonly file: string;
  readonly status: SchemaStatus;
  readonly findings: readonly SchemaFinding[];
}

let compiled: ValidateFunction | undefined;

function validator(): ValidateFunction {
  // the schema says draft-06, whose words that it uses mean the same in what ajv knows
  const { $schema: _, ...schema } = configSchema();
  compiled ??= new Ajv({ allErrors: true, coerceTypes: true, strict: false, verbose: true }).compile(schema);
  return compiled;
}

/** Hold configuration files against the schema. Departures from it are no errors: they are told. */
export function validateFiles(files: readonly string[]): SchemaReport[] {
  return files.map((file) => {
    try {
      return validateText(readFileSync(file, "utf8"), file);
    } catch {
      // it was there when the configuration was read, which is what counts
      return { file, status: "none", findings: [] };
    }
  });
}

/**
 * Hold the text of a configuration file against the schema.
 * @param file what to call it
 * @throws ConfigError if it is no YAML
 */
export function validateText(text: string, file = "default"): SchemaReport {
  const plain = plainTree(mapTexts(parseTree(text, file), (t) => expandEnv(t))) ?? {};
  const validate = validator();
  if (validate(plain)) return { file, status: "ok", findings: [] };
  const places = new Places(text);
  const findings = unique((validate.errors ?? []).filter((e) => !BRANCHES.has(e.keyword)).map((e) => find(e, places)));
  return { file, status: "failed", findings };
}

/** Only say that none of several branches fits; the branches have said why. */
const BRANCHES: ReadonlySet<string> = new Set(["anyOf"]);

function unique(list: readonly SchemaFinding[]): SchemaFinding[] {
  const seen = new Set<string>();
  return list.filter((f) => !seen.has(f.key) && seen.add(f.key)).sort((a, b) => a.line - b.line);
}

function find(e: ErrorObject, places: Places): SchemaFinding {
  const path = e.instancePath
    .split("/")
    .slice(1)
    .map((s) => s.replaceAll("~1", "/").replaceAll("~0", "~"));
  if (e.keyword === "additionalProperties") {
    const { additionalProperty: name } = e.params as { additionalProperty: string };
    const known = Object.keys((e.parentSchema as { properties?: object }).properties ?? {});
    const near = nearest(name, known);
    const right = near.length > 0 ? `Did you mean ${near.join(" or ")}?` : `Known here: ${known.sort().join(", ")}`;
    const whole = [...path, name];
    return { line: places.lineOf(whole), key: keyOf(whole), message: `there is no such key. ${right}` };
  }
  const line = places.lineOf(path);
  if (e.keyword === "required") {
    const { missingProperty: name } = e.params as { missingProperty: string };
    return { line, key: keyOf(path), message: `${name} is missing` };
  }
  return { line, key: keyOf(path), message: `must be ${wanted(e)}, not ${JSON.stringify(e.data)}` };
}

function keyOf(path: readonly string[]): string {
  return path.reduce((key, s) => (/^\d+$/.test(s) ? `${key}[${s}]` : key === "" ? s : `${key}.${s}`), "");
}

const NAMES: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  integer: "a whole number",
  number: "a number",
  object: "a map",
  string: "a text",
};

function wanted(e: ErrorObject): string {
  const schema = e.parentSchema as Schema;
  switch (e.keyword) {
    case "type":
      return NAMES[String(schema.type)] ?? String(schema.type);
    case "enum":
      return `one of ${(schema.enum as string[]).map((v) => JSON.stringify(v)).join(", ")}`;
    case "minimum":
      return `at least ${String(schema.minimum)}`;
    case "maximum":
      return `at most ${String(schema.maximum)}`;
    default:
      return e.message ?? e.keyword;
  }
}

/** Lines for the log: one for each file, then its departures. */
export function schemaLines(reports: readonly SchemaReport[]): string[] {
  return reports.flatMap((r) => [
    `   ${r.file} | schema validation: ${r.status}`,
    ...r.findings.map((f) => `   ${r.file}:${f.line}: ${f.key}: ${f.message}`),
  ]);
}
