import { breathe } from "../event/breath.js";
import { EVENT_CODES, EVENTS } from "../event/table.js";
import type { BoundField } from "../fields/field.js";
import { ClassFields } from "./attrclasses.js";
import { AttrTests } from "./attrtests.js";
import { buildJudge, type Judge, type PartJudge } from "./build.js";
import type { BytesTest } from "./bytetests.js";
import { type EmitShared, Emitter } from "./emit.js";
import { NAMED_AT_RUN_TIME } from "./eventnames.js";
import type { EventSet } from "./eventtypes.js";
import { Interpreter } from "./interpret.js";
import { bytesTest } from "./predicates.js";
import type { RegexEngine } from "./regex.js";
import { type Screen, Screener, type Specialised } from "./screen.js";
import { Specialiser } from "./specialise.js";
import { type Check, eachCheck, eachField, type Node, NodeSet, type NodeTable } from "./typed.js";

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
  /** Counts by rule how often its condition is evaluated, which most events do not come to. */
  readonly judged?: Float64Array | undefined;
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

/** So few rules are not worth a screen. */
const UNSCREENED = 1;

/** Compile rules, given in order of evaluation. */
export function compileRules(rules: readonly RuleCondition[], options: CompileOptions): CompiledRules {
  const interpreter = new Interpreter(options.regex);
  const builder = new Builder(options, interpreter, options.matching === "first");
  const built = new Map<string, Judge>();
  const judge = (own: readonly Specialised[]): Judge | undefined => {
    if (own.length === 0) return undefined;
    const key = own.map((r) => `${r.index}:${r.root.id}`).join();
    let j = built.get(key);
    if (j === undefined) {
      j = builder.judge(own);
      built.set(key, j);
    }
    return j;
  };
  const pathDependent = pathTest();
  const dependent = new Map<Node, boolean>();
  // all versions of an event decide alike
  const byName = new Map<string, Specialiser>();
  const specialiser = (code: number): Specialiser => {
    const key = NAMED_AT_RUN_TIME.has(code) ? `${code}` : (EVENTS[code]?.name ?? "");
    let s = byName.get(key);
    if (s === undefined) {
      s = new Specialiser(code, options.table, interpreter, dependent);
      byName.set(key, s);
    }
    return s;
  };
  const judges: (Judge | undefined)[] = [];
  const pathJudges: (Judge | undefined)[] = [];
  for (let code = 0; code < EVENT_CODES; code++) {
    breathe();
    const own = specialise(rules, specialiser(code), code, options.table);
    judges.push(judge(own));
    pathJudges.push(judge(own.filter((r) => pathDependent(r.root))));
  }
  return { judges, pathJudges };
}

function specialise(rules: readonly RuleCondition[], s: Specialiser, code: number, table: NodeTable): Specialised[] {
  const out: Specialised[] = [];
  for (const r of rules) {
    if (!r.events.has(code)) continue;
    breathe();
    const root = s.node(r.root);
    if (root !== table.false) out.push({ index: r.index, root });
  }
  return out;
}

/** Answers whether a condition reads a field whose value depends on path resolution. */
function pathTest(): (n: Node) => boolean {
  const known = new Map<Node, boolean>();
  const test = (n: Node): boolean => {
    let yes = known.get(n);
    if (yes === undefined) {
      if (n.kind === "check") yes = isPathDependent(n);
      else if (n.kind === "not") yes = test(n.child);
      else yes = n.kind !== "const" && n.children.some(test);
      known.set(n, yes);
    }
    return yes;
  };
  return test;
}

function isPathDependent(c: Check): boolean {
  let yes = false;
  const visit = (f: BoundField): void => {
    yes ||= f.def.pathDependent === true;
  };
  eachField(c.left, visit);
  eachField(c.right, visit);
  return yes;
}

/** Does a condition read a field whose value depends on path resolution? */
export function readsPath(n: Node): boolean {
  return pathTest()(n);
}

/** Makes the functions of one compiled set. */
class Builder {
  private readonly interpreter: Interpreter;
  private readonly shared: EmitShared;
  private readonly screener: Screener;

  constructor(
    o: CompileOptions,
    interpreter: Interpreter,
    private readonly first: boolean,
  ) {
    this.interpreter = interpreter;
    const attrs = new AttrTests();
    const tests = new Map<Check, BytesTest>();
    const testOf = (c: Check): BytesTest => {
      let t = tests.get(c);
      if (t === undefined) {
        t = bytesTest(c, o.regex);
        tests.set(c, t);
      }
      return t;
    };
    this.shared = {
      regex: o.regex,
      interpreter: this.interpreter,
      attrs,
      attrTest: attrs.tester(),
      tests: new Map(),
      judged: o.judged,
    };
    this.screener = new Screener(o.table, new ClassFields(attrs.generation, testOf), testOf);
  }

  /** One function for all rules: it turns most of them away, and calls others for the rest if those are too many. */
  judge(rules: readonly Specialised[]): Judge {
    if (rules.length <= UNSCREENED) return this.plain(rules);
    const screen = this.screener.screen(rules);
    const parts = split(rules);
    const small = parts.length === 1 ? parts[0] : undefined;
    const e = new Emitter(this.shared, countUses(small?.rules ?? [], screen));
    e.screen(screen, rules.length);
    if (small !== undefined) for (const [i, r] of rules.entries()) e.rule(r.index, r.root, this.first, i);
    else {
      e.parts(
        parts.map((p) => ({ ...p, judge: this.part(p) })),
        this.first,
      );
    }
    return buildJudge(e.source(), e.constants);
  }

  /** Rules too few to be turned away together: each is judged from its first test on. */
  private plain(rules: readonly Specialised[]): Judge {
    const e = new Emitter(this.shared, countUses(rules));
    for (const r of rules) e.rule(r.index, r.root, this.first);
    return buildJudge(e.source(), e.constants);
  }

  /** Made when it is first called: most are not for long, as the screen leaves so little in play. */
  private part(p: Part): PartJudge {
    let judge: PartJudge = (x, out, n, w0) => {
      judge = this.makePart(p);
      return judge(x, out, n, w0);
    };
    return (x, out, n, w0) => judge(x, out, n, w0);
  }

  private makePart(p: Part): PartJudge {
    const e = new Emitter(this.shared, countUses(p.rules));
    for (const [i, r] of p.rules.entries()) e.rule(r.index, r.root, this.first, (p.from + i) & 31);
    return buildJudge(e.source(), e.constants, true);
  }
}

/** Rules that one function judges: consecutive, of one word. */
interface Part {
  readonly rules: readonly Specialised[];
  readonly from: number;
  readonly word: number;
  readonly bits: number;
}

function split(rules: readonly Specialised[]): Part[] {
  const parts: Part[] = [];
  let from = 0;
  let bits = 0;
  const seen = new NodeSet();
  let checks = 0;
  rules.forEach((r, i) => {
    eachCheck(r.root, () => checks++, seen);
    bits |= 1 << (i & 31);
    if (checks < MAX_CHECKS && (i & 31) !== 31 && i !== rules.length - 1) return;
    parts.push({ rules: rules.slice(from, i + 1), from, word: i >> 5, bits });
    from = i + 1;
    bits = 0;
    seen.clear();
    checks = 0;
  });
  return parts;
}

/** How often each node is asked for. */
function countUses(rules: readonly Specialised[], screen?: Screen): Map<Node, number> {
  const uses = new Map<Node, number>();
  const count = (n: Node): void => {
    const u = uses.get(n) ?? 0;
    uses.set(n, u + 1);
    if (u > 0) return;
    if (n.kind === "not") count(n.child);
    else if (n.kind === "and" || n.kind === "or") for (const c of n.children) count(c);
  };
  for (const g of screen?.guards ?? []) count(g.node);
  for (const r of rules) count(r.root);
  return uses;
}
