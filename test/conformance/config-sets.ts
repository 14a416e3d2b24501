// Cases about what rules and base_syscalls select.
import { config, Engine, events, filter } from "../../src/index.js";
import { same as compare } from "./judge.js";

interface Expect {
  readonly names?: readonly string[];
  readonly not_contains?: readonly string[];
  readonly contains?: readonly string[];
  readonly disjoint_from?: string;
  readonly equals?: string;
  readonly size?: number;
  readonly event_names?: readonly string[];
  readonly event_names_also?: string;
  readonly sc_event_names?: readonly string[];
}

export interface SetCase {
  readonly kind: string;
  readonly rule_conditions?: readonly string[];
  readonly config?: { readonly all: boolean; readonly custom_set: readonly string[]; readonly repair: boolean };
  readonly expect: Expect;
}

function check(what: string, have: unknown, want: unknown): string | undefined {
  const why = compare(have, want);
  return why === undefined ? undefined : `${what}: ${why}`;
}

/** An engine with a rule for each condition. */
function engineWith(conditions: readonly string[]): Engine {
  const rule = (condition: string, i: number): string =>
    `- {rule: r${i}, desc: d, output: o, priority: INFO, condition: ${JSON.stringify(condition)}}\n`;
  const engine = new Engine();
  engine.loadText(conditions.map(rule).join(""), "conditions.yaml");
  return engine;
}

function union<T>(sets: readonly ReadonlySet<T>[]): Set<T> {
  return new Set(sets.flatMap((s) => [...s]));
}

function same(what: string, have: Iterable<string>, want: Iterable<string>): string | undefined {
  return check(what, [...new Set(have)].sort(), [...new Set(want)].sort());
}

/** A set that an expectation names, e.g. `(state set + rules set) minus ignored set`. */
function named(text: string, rules: ReadonlySet<string>): Set<string> {
  const ignored = config.ignoredSyscalls();
  const state = events.syscallsIn("state");
  const minus = / minus ignored set$/.exec(text);
  const left = (minus === null ? text : text.slice(0, minus.index)).replace(/^\((.*)\)$/, "$1");
  const repair = /repair_state_sc_set\((.*)\)$/.exec(left);
  const parts = (repair?.[1] ?? left).split(" + ").map((p) => {
    if (p === "state set") return state;
    if (p === "rules set") return rules;
    if (p === "ignored set") return new Set(ignored);
    throw new Error(`the runner does not know the set '${p}'`);
  });
  const sum = union(parts);
  const out = repair === null ? sum : events.withNeededSyscalls(sum);
  out.add("sched_process_exit");
  if (minus !== null) for (const n of ignored) out.delete(n);
  return out;
}

/** What is wrong; undefined if all is well. */
export function judgeSets(c: SetCase): string | undefined {
  const e = c.expect;
  const asts = (c.rule_conditions ?? []).map((t) => filter.parseCondition(t));
  const rules = union(asts.map((a) => filter.syscallsOfCondition(a)));
  if (c.kind === "ruleset_events") {
    const codes = engineWith(c.rule_conditions ?? []).eventTypes();
    const generic = e.event_names_also === undefined ? [] : events.namesOfEvents(events.GENERIC_CODES);
    const names = [...(e.event_names ?? []), ...generic];
    return (
      same("names of the events", events.namesOfEvents(codes), names) ??
      (e.sc_event_names && same("names of the calls", events.eventNamesOfSyscalls(rules), e.sc_event_names))
    );
  }
  if (c.kind === "ignored_set") {
    const ignored = config.ignoredSyscalls();
    const both = ignored.filter((n) => events.syscallsIn("state").has(n));
    return check("size", ignored.length, e.size) ?? check("shared with the state set", both, []);
  }
  const base = c.config ?? { all: false, custom_set: [], repair: false };
  const { selected } = config.selectSyscalls(rules, base);
  const names = events.eventNamesOfSyscalls(selected);
  const absent = (e.contains ?? []).filter((n) => !names.has(n));
  if (absent.length > 0) return `not selected: ${absent.join(", ")}`;
  const surplus = (e.not_contains ?? []).filter((n) => names.has(n));
  if (surplus.length > 0) return `selected: ${surplus.join(", ")}`;
  if (e.disjoint_from !== undefined) {
    const no = named(e.disjoint_from, rules);
    no.delete("sched_process_exit");
    const both = [...no].filter((n) => selected.has(n));
    if (both.length > 0) return `selected: ${both.join(", ")}`;
  }
  if (e.equals !== undefined) return same("selected", selected, named(e.equals, rules));
  return e.names && same("names", names, e.names);
}
