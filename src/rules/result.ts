import { DEPRECATED_FIELDS } from "../filter/deprecated.js";
import { CODE_TEXT, type Place, type RulesError, type RulesWarning, WARNING_MEANING } from "./errors.js";

/** What came of one rules file. */
export interface LoadReport {
  /** Name of the file. */
  readonly name: string;
  readonly successful: boolean;
  /** `none`: the text is no YAML, or empty. */
  readonly schemaValidation: "ok" | "failed" | "none";
  /** Where the file departs from the JSON schema; it may load nevertheless. */
  readonly schemaWarnings: readonly string[];
  /** Loading stops at the first one. */
  readonly errors: readonly RulesError[];
  readonly warnings: readonly RulesWarning[];
}

/** An error or a warning in the JSON of `-V`. */
export interface IssueJson {
  readonly code: string;
  readonly codedesc: string;
  readonly context: {
    readonly locations: readonly {
      readonly item_name: string;
      readonly item_type: string;
      readonly position: {
        readonly column: number;
        readonly line: number;
        readonly name: string;
        readonly offset: number;
      };
    }[];
    readonly snippet: string;
  };
  readonly deprecated_field?: string;
  readonly message: string;
}

/** The JSON of `-V` for one file: an element of `falco_load_results`. */
export interface LoadReportJson {
  readonly errors: readonly IssueJson[];
  readonly name: string;
  readonly schema_valid?: boolean;
  readonly schema_warnings?: readonly string[];
  readonly successful: boolean;
  readonly warnings: readonly IssueJson[];
}

/** The report of a file as JSON, keys in alphabetical order. */
export function reportJson(r: LoadReport): LoadReportJson {
  const schema =
    r.schemaValidation === "none"
      ? {}
      : { schema_valid: r.schemaValidation === "ok", schema_warnings: r.schemaWarnings };
  return {
    errors: r.errors.map((e) => issue(e, CODE_TEXT[e.code])),
    name: r.name,
    ...schema,
    successful: r.successful,
    warnings: r.warnings.map((w) => issue(w, meaning(w))),
  };
}

function meaning(w: RulesWarning): string {
  const text = WARNING_MEANING[w.code];
  const field = w.deprecatedField === undefined ? undefined : DEPRECATED_FIELDS.get(w.deprecatedField);
  return field === undefined ? text : `${text}: ${field}`;
}

function issue(i: (RulesError | RulesWarning) & { readonly deprecatedField?: string }, codedesc: string): IssueJson {
  const locations = i.locations.map(({ itemName, itemType, position: { column, line, name, offset } }) => ({
    item_name: itemName,
    item_type: itemType,
    position: { column, line, name, offset },
  }));
  return {
    code: i.code,
    codedesc,
    context: { locations, snippet: i.excerpt },
    ...(i.deprecatedField !== undefined && { deprecated_field: i.deprecatedField }),
    message: i.message,
  };
}

/** The report in one line, and one more for each kind of finding. */
export function reportSummary(r: LoadReport): string {
  const out = [headline(r)];
  const list = (n: number, what: string, items: readonly string[]) => {
    if (n > 0) out.push(` ${n} ${what}: [${items.join(" ")}]`);
  };
  list(r.schemaWarnings.length, "schema warnings", r.schemaWarnings);
  list(
    r.errors.length,
    "errors",
    r.errors.map((e) => `${e.code} (${CODE_TEXT[e.code]})`),
  );
  list(
    r.warnings.length,
    "warnings",
    r.warnings.map((w) => `${w.code} (${short(w)})`),
  );
  return out.join("\n");
}

function headline(r: LoadReport): string {
  const name = r.name === "" ? "" : `${r.name}: `;
  if (!r.successful) return `${name}Invalid`;
  return `${name}Ok${r.warnings.length > 0 ? ", with warnings" : ""}`;
}

function short(w: RulesWarning): string {
  const text = CODE_TEXT[w.code];
  return w.deprecatedField === undefined ? text : `${text}: field '${w.deprecatedField}'`;
}

const RULE = "------\n";

/** The whole report for people: every finding with the way to it and the text around it. */
export function reportText(r: LoadReport): string {
  let out = headline(r);
  if (r.schemaWarnings.length > 0) {
    out += `\n${r.schemaWarnings.length} Schema warnings:\n`;
    for (const w of r.schemaWarnings) out += `${RULE}${w}\n`;
    out += RULE;
  }
  if (r.errors.length > 0) {
    out += `\n${r.errors.length} Errors:\n`;
    for (const e of r.errors) {
      out += finding(e, `${e.code} (${CODE_TEXT[e.code]}): ${e.message}`);
      if (e.hint !== "") out += `${e.hint}\n`;
    }
  }
  if (r.warnings.length > 0) {
    out += `\n${r.warnings.length} Warnings:\n`;
    for (const w of r.warnings) {
      out += finding(w, `${w.code} (${short(w)}): ${w.message}`);
      if (w.hint !== undefined) out += `${w.hint}\n`;
    }
  }
  return out;
}

function finding(at: Place, last: string): string {
  let out = "";
  at.locations.forEach(({ itemType, itemName, position: p }, i) => {
    const name = itemName === "" ? "" : ` '${itemName}'`;
    out += `${i === 0 ? "In " : "    "}${itemType}${name}: (${p.name}:${p.line}:${p.column})\n`;
  });
  return `${out}${RULE}${at.excerpt}${RULE}${last}\n`;
}
