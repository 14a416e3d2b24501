import { EVENT_CODES } from "../event/table.js";
import type { EventContext } from "../state/context.js";
import { AttrTests } from "./attrtests.js";
import { buildJudge, type Judge } from "./build.js";
import { type EmitShared, Emitter } from "./emit.js";
import type { EventSet } from "./eventtypes.js";
import { Interpreter } from "./interpret.js";
import type { RegexEngine } from "./regex.js";
import { Specialiser } from "./specialise.js";
import { eachCheck, eachField, type Node, type NodeTable } from "./typed.js";

/** A rule to be compiled. */
export interface RuleCondition {
  /** Number that is reported when the rule matches. */
  readonly index: number;
  readonly root: Node;
  /** Event codes on which the rule is judged. */
  readonly events: EventSet;
}

export interface CompileOptions {
  /** The table that holds the rules' nodes. */
  readonly table: NodeTable;
  /** `first`: stop at the first match. */
  readonly matching: "first" | "all";
  readonly regex?: RegexEngine | undefined;
}

/** Compiled rules: one function an event code. */
export interface CompiledRules {
  /** By event code; undefined where no rule can match. */
  readonly judges: readonly (Judge | undefined)[];
  /** The same with only those rules that read a field whose value depends on path resolution. */
  readonly pathJudges: readonly (Judge | undefined)[];
}

/** Checks in one function; V8 does not optimise functions that grow far beyond this. */
const MAX_CHECKS = 250;

/** Compile rules, given in order of evaluation. */
export function compileRules(rules: readonly RuleCondition[], options: CompileOptions): CompiledRules {
  const interpreter = new Interpreter(options.regex);
  const attrs = new AttrTests();
  const shared: EmitShared = {
    regex: options.regex,
    interpreter,
    attrs,
    attrTest: attrs.tester(),
    tests: new Map(),
  };
  const first = options.matching === "first";
  const built = new Map<string, Judge>();
  const judge = (own: readonly Specialised[]): Judge | undefined => {
    if (own.length === 0) return undefined;
    const key = own.map((r) => `${r.index}:${r.root.id}`).join();
    let j = built.get(key);
    if (j === undefined) {
      j = fuse(own, shared, first);
      built.set(key, j);
    }
    return j;
  };
  const pathDependent = pathTest();
  const dependent = new Map<Node, boolean>();
  const judges: (Judge | undefined)[] = [];
  const pathJudges: (Judge | undefined)[] = [];
  for (let code = 0; code < EVENT_CODES; code++) {
    const own = specialise(rules, new Specialiser(code, options.table, interpreter, dependent), code, options.table);
    judges.push(judge(own));
    pathJudges.push(judge(own.filter((r) => pathDependent(r.root))));
  }
  return { judges, pathJudges };
}

interface Specialised {
  readonly index: number;
  readonly root: Node;
}

function specialise(rules: readonly RuleCondition[], s: Specialiser, code: number, table: NodeTable): Specialised[] {
  const out: Specialised[] = [];
  for (const r of rules) {
    if (!r.events.has(code)) continue;
    const root = s.node(r.root);
    if (root !== table.false) out.push({ index: r.index, root });
  }
  return out;
}

/** Answers whether a condition reads anything that path resolution can change. */
function pathTest(): (n: Node) => boolean {
  const known = new Map<Node, boolean>();
  return (n) => {
    let yes = known.get(n);
    if (yes === undefined) {
      yes = readsPath(n);
      known.set(n, yes);
    }
    return yes;
  };
}

/** Does a condition read a field whose value depends on path resolution? */
export function readsPath(n: Node): boolean {
  let yes = false;
  eachCheck(n, (c) => {
    const visit = (f: { def: { pathDependent?: boolean } }) => {
      yes ||= f.def.pathDependent === true;
    };
    eachField(c.left, visit);
    eachField(c.right, visit);
  });
  return yes;
}

/** One function for all rules, made of several when there are too many for one. */
function fuse(rules: readonly Specialised[], shared: EmitShared, first: boolean): Judge {
  const parts: Judge[] = [];
  let group: Specialised[] = [];
  let seen = new Set<Node>();
  let checks = 0;
  const close = () => {
    if (group.length > 0) parts.push(build(group, shared, first));
    group = [];
    seen = new Set();
    checks = 0;
  };
  for (const r of rules) {
    eachCheck(r.root, () => checks++, seen);
    group.push(r);
    if (checks >= MAX_CHECKS) close();
  }
  close();
  if (parts.length === 1) return parts[0] as Judge;
  return (x: EventContext, out: Int32Array, n: number) => {
    let count = n;
    for (let i = 0; i < parts.length; i++) {
      count = (parts[i] as Judge)(x, out, count);
      if (first && count > n) break;
    }
    return count;
  };
}

function build(rules: readonly Specialised[], shared: EmitShared, first: boolean): Judge {
  const uses = new Map<Node, number>();
  const count = (n: Node): void => {
    const u = uses.get(n) ?? 0;
    uses.set(n, u + 1);
    if (u > 0) return;
    if (n.kind === "not") count(n.child);
    else if (n.kind === "and" || n.kind === "or") for (const c of n.children) count(c);
  };
  for (const r of rules) count(r.root);
  const e = new Emitter(shared, uses);
  for (const r of rules) e.rule(r.index, r.root, first);
  return buildJudge(e.source(), e.constants);
}
