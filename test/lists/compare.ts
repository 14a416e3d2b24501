// Are the events and fields that the command lists those of the reference? Usage: compare.js [--reference DIR]
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BUILTIN_FIELDS } from "../../src/fields/registry.js";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const at = process.argv.indexOf("--reference");
const reference = at >= 0 ? (process.argv[at + 1] ?? "") : join(ROOT, "../shared/reference");

function ours(...args: string[]): unknown {
  const r = spawnSync(join(ROOT, "bin/saker"), [...args, "--json"], { encoding: "utf8", maxBuffer: 1 << 28 });
  if (r.status !== 0) throw new Error(`saker ${args.join(" ")} failed: ${r.stderr}`);
  return JSON.parse(r.stdout);
}

function theirs(file: string): unknown {
  return JSON.parse(readFileSync(join(reference, file), "utf8"));
}

interface Param {
  readonly name: string;
  readonly type: string;
}
interface Event {
  readonly name: string;
  readonly dir: string;
  readonly params?: readonly Param[];
}
interface RefEvent extends Event {
  readonly code: number;
  readonly flags: readonly string[];
  readonly category: readonly string[];
}

/** Types that people are shown by another name. */
const TYPES: Readonly<Record<string, string>> = { DYN: "DYNAMIC" };

const line = (e: Event): string =>
  `${e.dir} ${e.name}(${(e.params ?? []).map((p) => `${TYPES[p.type] ?? p.type} ${p.name}`).join(", ")})`;

function onlyIn(a: Iterable<string>, b: Iterable<string>): string[] {
  const other = new Set(b);
  return [...new Set(a)].filter((x) => !other.has(x));
}

/**
 * Every event that is neither an old version nor unused, nor made only between the kernel and the reader (ITER); the
 * generic one appears as the calls it stands for.
 */
function compareEvents(): string[] {
  const { events, syscalls } = theirs("events.json") as {
    events: readonly RefEvent[];
    syscalls: readonly { name: string; generic: boolean; x86_64?: number }[];
  };
  const listed = Object.values(ours("events") as Record<string, readonly Event[]>)
    .flat()
    .filter((e) => e?.dir !== undefined);
  const dead = ["OLD_VERSION", "UNUSED"];
  const want = events
    .filter(
      (e) => e.code > 1 && e.name !== "NA" && !e.category.includes("ITER") && !dead.some((f) => e.flags.includes(f)),
    )
    .map(line);
  const generic = new Set(syscalls.filter((s) => s.generic && (s.x86_64 ?? -1) >= 0).map((s) => s.name));
  const dedicated = new Set(events.map((e) => e.name));
  const got = listed.filter((e) => !(generic.has(e.name) && !dedicated.has(e.name))).map(line);
  const calls = listed.map((e) => e.name);
  return [
    ...onlyIn(want, got).map((l) => `missing event: ${l}`),
    ...onlyIn(got, want).map((l) => `extra event: ${l}`),
    ...onlyIn(generic, calls).map((n) => `missing call: ${n}`),
  ];
}

interface RefField {
  readonly name: string;
  readonly type: string;
  readonly arg: string;
  readonly arg_kind?: string | readonly string[];
  readonly class: string;
  readonly tables_only?: boolean;
  readonly deprecated?: boolean;
  readonly hidden_class?: boolean;
  readonly list?: boolean;
}
interface Argument {
  readonly type: readonly string[];
  readonly required?: boolean;
  readonly isRequired?: boolean;
  readonly is_required?: boolean;
}
interface Field {
  readonly name: string;
  readonly type: string;
  readonly is_list: boolean;
  readonly argument: Argument | null;
  readonly ours?: boolean;
}

/** Kinds of an argument as the listing has them: `[2]` is an index, all else a key. */
function kindsOf(kind: RefField["arg_kind"]): string {
  const kinds = typeof kind === "string" ? [kind] : (kind ?? []);
  return [...new Set(kinds.map((k) => (k.startsWith("index") ? "INDEX" : "KEY")))].sort().join("|");
}

function compareFields(): string[] {
  const ref = (theirs("fields.json") as { fields: readonly RefField[] }).fields.filter(
    // of the plugins, only the one that everybody has; the others bring their fields themselves
    (f) => !/\(plugin\)/.test(f.class) || f.class === "container (plugin)",
  );
  const classes = (ours("fields") as { fieldclasses: readonly { fields: readonly Field[] }[] }).fieldclasses;
  const got = new Map(classes.flatMap((c) => c.fields).map((f) => [f.name, f]));
  const bound = new Set(BUILTIN_FIELDS.map((f) => f.name));
  const out: string[] = ref.filter((f) => !bound.has(f.name)).map((f) => `unknown field: ${f.name} (${f.class})`);
  for (const f of ref) {
    const g = got.get(f.name);
    if (g === undefined) {
      // rules may use what the list no longer shows
      if (!f.tables_only && !f.deprecated && !f.hidden_class && !bound.has(f.name))
        out.push(`missing field: ${f.name} (${f.class})`);
      continue;
    }
    if (g.type !== f.type) out.push(`${f.name}: type ${g.type}, not ${f.type}`);
    if (g.is_list !== (f.list ?? false)) out.push(`${f.name}: ${g.is_list ? "a" : "no"} list`);
    const a = g.argument;
    const arg = a === null ? "none" : (a.required ?? a.isRequired ?? a.is_required) ? "required" : "optional";
    const kinds = [...(a?.type ?? [])].sort().join("|");
    if (a !== null && kinds !== kindsOf(f.arg_kind))
      out.push(`${f.name}: argument by ${kinds}, not ${kindsOf(f.arg_kind)}`);
    if (arg !== f.arg) out.push(`${f.name}: argument ${arg}, not ${f.arg}`);
  }
  const known = new Set(ref.map((f) => f.name));
  for (const f of got.values())
    if (!known.has(f.name) && f.ours !== true) out.push(`extra field, not marked: ${f.name}`);
  return out;
}

const wrong = [...compareEvents(), ...compareFields()];
for (const w of wrong) console.log(w);
console.log(wrong.length === 0 ? "events and fields are those of the reference" : `${wrong.length} differences`);
process.exitCode = wrong.length === 0 ? 0 : 1;
