import type { FieldDef } from "../fields/field.js";
import { type ListedClass, type ListingChoice, listedClasses } from "../fields/listing.js";
import { builtinRegistry } from "../fields/registry.js";
import type { ListFormat } from "./options.js";

/** How fields are listed. */
export interface FieldListing extends ListingChoice {
  readonly format: ListFormat;
  /** Names only. */
  readonly namesOnly: boolean;
  /** With types (text only). */
  readonly verbose: boolean;
  /** Event sources there are. */
  readonly sources: readonly string[];
}

/** The text of `--list`. */
export function fieldListing(o: FieldListing): string {
  const classes = listedClasses(builtinRegistry().all(), o);
  if (o.namesOnly) {
    const names = classes.flatMap((c) => c.fields.map((f) => f.name));
    return o.format === "json" ? json({ fieldnames: names }) : names.map((n) => `${n}\n`).join("");
  }
  if (o.format === "json") return json({ fieldclasses: classes.map((c) => classJson(c, o.sources)) });
  const one = o.format === "markdown" ? markdown : text;
  return classes.map((c) => `${one(c, o)}\n`).join("");
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function sourcesOf(c: ListedClass, all: readonly string[]): readonly string[] {
  return [...(c.cls.sources ?? all)].sort();
}

const COLUMN = 30;
const WIDTH = 120;

/** Words wrapped into the right column, each with a blank behind it. */
function wrap(words: string): string {
  let out = "";
  let length = 0;
  for (const word of words.split(/\s+/).filter((w) => w !== "")) {
    if (length + word.length + 1 > WIDTH - COLUMN) {
      out += `\n${" ".repeat(COLUMN)}`;
      length = 0;
    }
    length += word.length + 1;
    out += `${word} `;
  }
  return out;
}

function text(c: ListedClass, o: FieldListing): string {
  const { cls } = c;
  const lines = ["-------------------------------"];
  lines.push("Field Class:".padEnd(COLUMN) + cls.name + (cls.shortDesc === undefined ? "" : ` (${cls.shortDesc})`));
  if (cls.desc !== "") lines.push("Description:".padEnd(COLUMN) + wrap(cls.desc));
  lines.push(
    "Event Sources:".padEnd(COLUMN) +
      sourcesOf(c, o.sources)
        .map((s) => `${s} `)
        .join(""),
    "",
  );
  for (const f of c.fields) {
    const head = f.name.length > COLUMN ? `${f.name}\n${" ".repeat(COLUMN)}` : f.name.padEnd(COLUMN);
    const tags = tagsOf(f);
    const type = o.verbose ? `(Type: ${f.type}) ` : "";
    lines.push(head + wrap(`${type}${tags.length > 0 ? `(${tags.join(",")}) ` : ""}${f.desc}`));
  }
  return `${lines.join("\n")}\n`;
}

/** Marks of a field, sorted. */
function tagsOf(f: FieldDef): string[] {
  const kinds = f.argKinds ?? [];
  const arg = f.arg ?? "none";
  const tags: string[] = [];
  if (arg !== "none") {
    tags.push(arg === "required" ? "ARG_REQUIRED" : "ARG_ALLOWED");
    if (kinds.includes("index")) tags.push("ARG_INDEX");
    if (kinds.includes("key") || kinds.includes("dotted")) tags.push("ARG_KEY");
  }
  if (f.list === true) tags.push("EPF_IS_LIST");
  if (f.noRhs === true) tags.push("EPF_NO_RHS");
  if (f.noTransformer === true) tags.push("EPF_NO_TRANSFORMER");
  if (f.filterOnly === true) tags.push("FILTER_ONLY");
  return tags.sort();
}

function markdown(c: ListedClass, o: FieldListing): string {
  const { cls } = c;
  const out = [`## Field Class: ${cls.name}`, ""];
  if (cls.desc !== "") out.push(cls.desc, "");
  out.push(
    `Event Sources: ${sourcesOf(c, o.sources)
      .map((s) => `${s} `)
      .join("")}`,
    "",
  );
  out.push("Name | Type | Description", ":----|:-----|:-----------");
  for (const f of c.fields) out.push(`\`${f.name}\` | ${f.list === true ? `LIST(${f.type})` : f.type} | ${f.desc}`);
  return `${out.join("\n")}\n`;
}

function classJson(c: ListedClass, all: readonly string[]): unknown {
  const { cls } = c;
  return {
    ...(cls.desc !== "" && { desc: cls.desc }),
    event_sources: sourcesOf(c, all),
    fields: c.fields.map((f) => ({
      argument: argumentJson(f),
      desc: f.desc,
      is_list: f.list === true,
      name: f.name,
      // not upstream's
      ...(f.ours === true && { ours: true }),
      type: f.type,
    })),
    name: cls.name,
  };
}

function argumentJson(f: FieldDef): unknown {
  if ((f.arg ?? "none") === "none") return null;
  const kinds = f.argKinds ?? [];
  const type = [];
  if (kinds.includes("index")) type.push("INDEX");
  if (kinds.includes("key") || kinds.includes("dotted")) type.push("KEY");
  return { required: f.arg === "required", type };
}
