import {
  conditionDetails,
  Engine,
  filter,
  isUnixUrl,
  metricName,
  parseDuration,
  wildcardMatch,
} from "../../src/index.js";
import { type AstJson, fromJson, toJson } from "./ast-json.js";
import { attempt, type Case, same } from "./judge.js";

type Places = Readonly<Record<string, readonly number[]>>;

interface MacroRun {
  readonly filter: AstJson | string;
  readonly macros: Readonly<Record<string, AstJson | null>>;
  readonly resolved: Places;
  readonly unknown: Places;
  readonly returns: boolean;
  readonly resolved_count?: number;
  readonly unknown_count?: number;
  readonly result?: AstJson;
  /** Places by what is wrong there. */
  readonly errors?: Places;
  readonly errors_count?: number;
}

/** Put macros in place; a run may go on with the result of the one before. */
export function judgeMacroResolver(c: Case & { readonly runs: readonly MacroRun[] }): string | undefined {
  let last: filter.Expr | undefined;
  for (const [i, run] of c.runs.entries()) {
    const tree = typeof run.filter === "string" ? last : fromJson(run.filter);
    if (tree === undefined) return `run ${i}: there is no earlier result`;
    const macros = new Map<string, filter.Expr>();
    for (const [name, m] of Object.entries(run.macros)) if (m !== null) macros.set(name, fromJson(m));
    const got = filter.resolveMacros(tree, macros);
    last = got.tree;
    const why =
      places("resolved", got.resolved, run.resolved, run.resolved_count) ??
      places("unknown", got.unknown, run.unknown, run.unknown_count) ??
      faults(got.loops, run) ??
      same(got.resolved.length > 0, run.returns) ??
      (run.result === undefined ? undefined : same(toJson(got.tree), toJson(fromJson(run.result))));
    if (why !== undefined) return `run ${i}: ${why}`;
  }
  return undefined;
}

/** The only thing that can be wrong with macros is that one contains itself. */
function faults(loops: readonly filter.MacroRef[], run: MacroRun): string | undefined {
  if (run.errors_count !== undefined && loops.length !== run.errors_count) {
    return `${loops.length} macros contain themselves, want ${run.errors_count}`;
  }
  for (const [message, [offset]] of Object.entries(run.errors ?? {})) {
    const name = /'([^']*)'/.exec(message)?.[1];
    if (!loops.some((r) => r.name === name && r.span.start === offset)) return `not found: ${message}`;
  }
  return undefined;
}

function places(
  what: string,
  got: readonly filter.MacroRef[],
  want: Places,
  count: number | undefined,
): string | undefined {
  if (count !== undefined && got.length !== count) return `${got.length} macros ${what}, want ${count}`;
  for (const [name, [offset]] of Object.entries(want)) {
    if (!got.some((r) => r.name === name && r.span.start === offset)) return `${name} is not among those ${what}`;
  }
  return undefined;
}

interface DetailsCase extends Case {
  readonly cond: string;
  readonly known_macros: readonly string[];
  readonly known_lists: readonly string[];
  readonly expect: Readonly<Record<string, { readonly count?: number; readonly contains?: readonly string[] }>>;
}

/** Names that turn up in a condition. */
export function judgeFilterDetails(c: DetailsCase): string | undefined {
  const known = { macros: new Set(c.known_macros), lists: new Set(c.known_lists) };
  const { eventNames, ...rest } = conditionDetails(filter.parseCondition(c.cond), known);
  const found: Readonly<Record<string, readonly string[]>> = { ...rest, evtnames: eventNames };
  for (const [key, want] of Object.entries(c.expect)) {
    const got = found[key] ?? [];
    if (want.count !== undefined && got.length !== want.count) return `${key}: ${got.join(", ")}, want ${want.count}`;
    for (const name of want.contains ?? []) if (!got.includes(name)) return `${key}: ${got.join(", ")} lacks ${name}`;
  }
  return undefined;
}

/** Is there something unwise in a condition? */
export function judgeFilterWarning(c: Case & { readonly cond: string; readonly warns?: boolean }): string | undefined {
  const found = filter.conditionWarnings(filter.parseCondition(c.cond));
  return c.warns === undefined ? undefined : same(found.length > 0, c.warns);
}

interface PluginCase extends Case {
  readonly rules: string;
  readonly loaded_plugins: readonly { readonly name: string; readonly version: string }[];
  readonly satisfied: boolean;
}

/** Do the loaded plugins do for what the rules ask? Rules that do not load cannot be satisfied. */
export function judgePluginRequirements(c: PluginCase): string | undefined {
  const engine = new Engine();
  const problem = attempt(() => {
    engine.loadText(c.rules, "rules.yaml");
    return engine.checkPlugins(c.loaded_plugins);
  });
  return same("value" in problem && problem.value === undefined, c.satisfied);
}

const UTILITIES: Readonly<Record<string, (...args: string[]) => unknown>> = {
  is_unix_scheme: (url) => isUnixUrl(url as string),
  parse_prometheus_interval: (text) => parseDuration(text as string),
  sanitize_rule_name: (name) => metricName(name as string),
  matches_wildcard: (pattern, name) => wildcardMatch(pattern as string, name as string),
};

/** Small functions on text. */
export function judgeUtil(c: Case & { fn: string; args: string[]; eq: unknown }): string | undefined {
  const f = Object.hasOwn(UTILITIES, c.fn) ? UTILITIES[c.fn] : undefined;
  return f === undefined ? `there is no function ${c.fn}` : same(f(...c.args), c.eq);
}
