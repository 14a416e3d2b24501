import { DEFAULT_RULESET, Engine, type EngineOptions, type ExtraOutput, RulesError, rules } from "../../src/index.js";
import type { Case } from "./judge.js";

type PathStep = number | string | { readonly cpp: string };

interface Looked {
  readonly path: readonly PathStep[];
  readonly eq?: unknown;
  readonly size?: number;
  readonly contains?: string;
}

interface Finding {
  readonly message: string;
  readonly code?: string;
}

interface LoadCase extends Case {
  readonly rules: string;
  readonly filename?: string;
  readonly sources?: readonly string[];
  readonly min_priority?: string;
  readonly before?: readonly Record<string, unknown>[];
  readonly expect: {
    readonly valid: boolean;
    readonly schema_validation?: string;
    readonly has_warnings?: boolean;
    readonly warnings_contain?: readonly Finding[];
    readonly warnings_not_contain?: readonly Finding[];
    readonly errors_contain?: readonly Finding[];
    readonly compiled_conditions?: Readonly<Record<string, string>>;
    readonly compiled_outputs?: Readonly<Record<string, string>>;
    readonly compiled_formatted_fields?: Readonly<Record<string, Readonly<Record<string, string>>>>;
    readonly num_enabled_rules?: Readonly<Record<string, number>>;
    readonly describe?: readonly (Looked & { readonly rule: string | null })[];
    readonly result_json?: readonly Looked[];
    readonly warning_snippets?: readonly {
      readonly code?: string;
      readonly snippet_contains: readonly string[];
      readonly snippet_not_contains: readonly string[];
    }[];
    readonly lists?: readonly string[];
    readonly macros?: readonly string[];
    readonly rules?: readonly string[];
    readonly enabled_count_when_all_enabled?: number;
  };
}

/** Upstream's name of the ruleset that is meant where none is named. */
const UPSTREAM_DEFAULT = "falco-default-ruleset";

function rulesetName(name: unknown): string {
  return name === undefined || name === UPSTREAM_DEFAULT ? DEFAULT_RULESET : String(name);
}

/** Additions to outputs, as the steps before loading ask for them. */
function extraOutput(before: LoadCase["before"]): ExtraOutput[] {
  return (before ?? []).map((b): ExtraOutput => {
    const match = {
      rule: String(b.rule ?? ""),
      source: String(b.source ?? ""),
      tags: (b.tags ?? []) as string[],
    };
    switch (b.op) {
      case "add_extra_output_format":
        return { ...match, format: String(b.format) };
      case "add_extra_output_formatted_field":
        return { ...match, field: String(b.key), value: String(b.format) };
      case "add_extra_output_raw_field":
        return { ...match, field: String(b.key) };
      default:
        throw new Error(`unknown step before loading: ${String(b.op)}`);
    }
  });
}

/** Load rules into a fresh engine and hold everything that can be asked of it against the expectations. */
export function judgeLoad(c: LoadCase): string | undefined {
  const options: EngineOptions = {
    extraOutput: extraOutput(c.before),
    ...(c.sources !== undefined && { sources: c.sources }),
    ...(c.min_priority !== undefined && { minPriority: rules.parsePriority(c.min_priority) ?? 7 }),
  };
  const engine = new Engine(options);
  let valid = true;
  try {
    engine.loadText(c.rules, c.filename ?? "rules.yaml");
  } catch (e) {
    if (!(e instanceof RulesError)) throw e;
    valid = false;
  }
  const report = engine.report;
  if (report === undefined) return "the engine has no report of the file";
  const wrong: string[] = [];
  const x = c.expect;
  if (valid !== x.valid) wrong.push(`valid is ${valid}: ${report.errors[0]?.message ?? ""}`);
  if (x.schema_validation !== undefined && report.schemaValidation !== x.schema_validation) {
    wrong.push(`schema validation is ${report.schemaValidation}: ${report.schemaWarnings.join("; ")}`);
  }
  if (x.has_warnings !== undefined && report.warnings.length > 0 !== x.has_warnings) {
    wrong.push(`warnings are ${shown(report.warnings)}`);
  }
  for (const f of x.errors_contain ?? []) {
    if (!report.errors.some((e) => fits(e, f))) wrong.push(`no error ${JSON.stringify(f)}: ${shown(report.errors)}`);
  }
  for (const f of x.warnings_contain ?? []) {
    if (!report.warnings.some((w) => fits(w, f))) {
      wrong.push(`no warning ${JSON.stringify(f)}: ${shown(report.warnings)}`);
    }
  }
  for (const f of x.warnings_not_contain ?? []) {
    if (report.warnings.some((w) => fits(w, f))) wrong.push(`unwanted warning ${JSON.stringify(f)}`);
  }
  for (const [name, text] of Object.entries(x.compiled_conditions ?? {})) {
    const got = engine.describe(name).rules[0]?.details.condition_compiled;
    if (got !== text) wrong.push(`condition of ${name} is ${got}, want ${text}`);
  }
  for (const [name, text] of Object.entries(x.compiled_outputs ?? {})) {
    const got = engine.describe(name).rules[0]?.details.output_compiled;
    if (got !== text) wrong.push(`output of ${name} is ${got}, want ${text}`);
  }
  for (const [name, fields] of Object.entries(x.compiled_formatted_fields ?? {})) {
    const got = engine.describe(name).rules[0]?.details.extra_output_formatted_fields ?? {};
    for (const [key, text] of Object.entries(fields)) {
      if (got[key] !== text) wrong.push(`field ${key} of ${name} is ${got[key]}, want ${text}`);
    }
  }
  for (const [name, n] of Object.entries(x.num_enabled_rules ?? {})) {
    const got = engine.numRules(rulesetName(name));
    if (got !== n) wrong.push(`${got} rules are enabled in ${name}, want ${n}`);
  }
  for (const d of x.describe ?? []) {
    const json = d.rule === null ? engine.describe() : engine.describe(d.rule);
    wrong.push(...look(json, d));
  }
  for (const r of x.result_json ?? []) wrong.push(...look(rules.reportJson(report), r));
  for (const s of x.warning_snippets ?? []) wrong.push(...snippets(report, s));
  if (valid) wrong.push(...names(engine, x));
  return wrong.length === 0 ? undefined : wrong.join("; ");
}

function fits(got: { readonly code: string; readonly message: string }, want: Finding): boolean {
  return got.message.includes(want.message) && (want.code === undefined || got.code === want.code);
}

function shown(list: readonly { readonly code: string; readonly message: string }[]): string {
  return list.map((i) => `${i.code}: ${i.message}`).join(" | ") || "none";
}

function look(json: unknown, want: Looked): string[] {
  let at: unknown = json;
  const keys = want.path.map((s) => (typeof s === "object" ? s.cpp.replace(/^'|'$/g, "") : s));
  for (const k of keys) at = (at as Record<string | number, unknown> | undefined)?.[k];
  const where = keys.join(".");
  const wrong: string[] = [];
  if (want.size !== undefined && (at as unknown[] | undefined)?.length !== want.size) {
    wrong.push(`${where} has ${(at as unknown[] | undefined)?.length} items, want ${want.size}`);
  }
  if (want.contains !== undefined && !String(at).includes(want.contains)) {
    wrong.push(`${where} does not contain ${want.contains}: ${String(at)}`);
  }
  if (want.eq !== undefined && JSON.stringify(at) !== JSON.stringify(want.eq)) {
    wrong.push(`${where} is ${JSON.stringify(at)}, want ${JSON.stringify(want.eq)}`);
  }
  return wrong;
}

type Snippet = NonNullable<LoadCase["expect"]["warning_snippets"]>[number];

/** With a code the first warning of that code must fit, otherwise any. */
function snippets(report: rules.LoadReport, want: Snippet): string[] {
  const all = rules.reportJson(report).warnings;
  const candidates = want.code === undefined ? all : all.filter((w) => w.code === want.code).slice(0, 1);
  const ok = candidates.some(
    ({ context: { snippet } }) =>
      want.snippet_contains.every((s) => snippet.includes(s)) &&
      want.snippet_not_contains.every((s) => !snippet.includes(s)),
  );
  return ok ? [] : [`no snippet as wanted among ${JSON.stringify(candidates.map((w) => w.context.snippet))}`];
}

function names(engine: Engine, x: LoadCase["expect"]): string[] {
  const wrong: string[] = [];
  const all = engine.describe();
  for (const key of ["lists", "macros", "rules"] as const) {
    const want = x[key];
    if (want === undefined) continue;
    const got = all[key].map((i) => i.info.name);
    if (JSON.stringify(got) !== JSON.stringify(want)) wrong.push(`${key} are ${got.join(", ")}`);
  }
  if (x.enabled_count_when_all_enabled !== undefined) {
    engine.enable({ name: "*" });
    const n = engine.numRules();
    if (n !== x.enabled_count_when_all_enabled) wrong.push(`${n} rules can be enabled`);
  }
  return wrong;
}

type Step = Record<string, unknown> & { readonly op: string };

const MATCH = {
  enable_rule: "substring",
  enable_rule_exact: "exact",
  enable_rule_wildcard: "wildcard",
} as const;

/** Load rules, enable and disable them, count them. */
export function judgeSequence(c: Case & { readonly steps: readonly Step[] }): string | undefined {
  const engine = new Engine();
  for (const [i, s] of c.steps.entries()) {
    const ruleset = rulesetName(s.ruleset);
    const choose = (selector: Parameters<Engine["enable"]>[0]) =>
      s.enabled === false ? engine.disable(selector, ruleset) : engine.enable(selector, ruleset);
    switch (s.op) {
      case "load_rules":
        engine.loadText(String(s.content), String(s.filename));
        break;
      case "enable_rule":
      case "enable_rule_exact":
      case "enable_rule_wildcard":
        choose({ name: String(s.pattern), match: MATCH[s.op] });
        break;
      case "enable_rule_by_tag":
        choose({ tags: s.tags as string[] });
        break;
      case "num_rules": {
        const n = engine.numRules(ruleset);
        if (n !== s.eq) return `step ${i}: ${n} rules in ${String(s.ruleset)}, want ${String(s.eq)}`;
        break;
      }
      default:
        return `step ${i}: unknown operation ${s.op}`;
    }
  }
  return undefined;
}

/** The same for rules that exist in name and tags only, in rulesets that go by number. */
export function judgeRuleset(c: Case & { readonly steps: readonly Step[] }): string | undefined {
  const engine = new Engine();
  const text = c.steps
    .filter((s) => s.op === "add")
    .map((s) => ({
      rule: s.rule,
      desc: "-",
      condition: "evt.type=open",
      output: "-",
      priority: "INFO",
      source: s.source ?? "syscall",
      enabled: false,
      tags: s.tags ?? [],
    }));
  engine.loadText(JSON.stringify(text), "ruleset.yaml");
  for (const [i, s] of c.steps.entries()) {
    const ruleset = `#${String(s.ruleset)}`;
    const name = String(s.pattern ?? s.rule ?? s.name ?? s.substring ?? "");
    const match = (s.match ?? "substring") as "exact" | "substring" | "wildcard";
    switch (s.op) {
      case "add":
        break;
      case "enable":
        engine.enable({ name, match }, ruleset);
        break;
      case "disable":
        engine.disable({ name, match }, ruleset);
        break;
      case "enable_tags":
        engine.enable({ tags: s.tags as string[] }, ruleset);
        break;
      case "disable_tags":
        engine.disable({ tags: s.tags as string[] }, ruleset);
        break;
      case "enabled_count": {
        const n = engine.numRules(ruleset);
        if (n !== s.eq) return `step ${i}: ${n} rules in ${ruleset}, want ${String(s.eq)}`;
        break;
      }
      default:
        return `step ${i}: unknown operation ${s.op}`;
    }
  }
  return undefined;
}
