import { encodeEvent } from "../../src/index.js";
import type { Stage } from "./filters-eval-stage.js";
import { compare, type Step } from "./filters-eval-step.js";

/** Operators by their symbols. */
const OPS: Readonly<Record<string, string>> = {
  CO_EQ: "=",
  CO_NE: "!=",
  CO_LT: "<",
  CO_LE: "<=",
  CO_GT: ">",
  CO_GE: ">=",
  CO_CONTAINS: "contains",
  CO_ICONTAINS: "icontains",
  CO_BCONTAINS: "bcontains",
  CO_STARTSWITH: "startswith",
  CO_BSTARTSWITH: "bstartswith",
  CO_ENDSWITH: "endswith",
  CO_GLOB: "glob",
  CO_IGLOB: "iglob",
  CO_PMATCH: "pmatch",
  CO_REGEX: "regex",
  CO_IN: "in",
  CO_INTERSECTS: "intersects",
  CO_EXISTS: "exists",
};
const LISTS: ReadonlySet<string> = new Set(["in", "intersects", "pmatch"]);

/** A check put together piece by piece. */
interface Draft {
  readonly field: string;
  readonly op: string;
  readonly transformers: string[];
  readonly values: string[];
  rhs: Draft | undefined;
}

/** Puts checks together the way upstream's tests do, and has the product judge the conditions that they stand for. */
export class CheckBench {
  private readonly drafts = new Map<unknown, Draft>();

  constructor(private readonly stage: Stage) {}

  judge(s: Step): string | undefined {
    if (s.op === "check_new") {
      const op = OPS[String(s.cmp)];
      if (op === undefined) return `no operator for ${String(s.cmp)}`;
      this.drafts.set(s.id, { field: String(s.field), op, transformers: [], values: [], rhs: undefined });
      return undefined;
    }
    const d = this.drafts.get(s.id);
    if (d === undefined) return "there is no such check";
    switch (s.op) {
      case "check_add_values":
        return this.wants(s, () => this.addValues(d, s.values as string[]));
      case "check_add_rhs":
        return this.wants(s, () => this.addRhs(d, this.drafts.get(s.rhs)));
      case "check_add_transformer":
        return this.wants(s, () => this.addTransformer(d, String(s.transformer)));
      case "check_has_rhs":
        return compare(d.rhs !== undefined, s.eq);
      case "check_values_count":
        return compare(d.values.length, s.eq);
      case "check_values_empty":
        return compare(d.values.length === 0, s.eq);
      case "check_compare":
        return this.compareCheck(d, s);
      default:
        return `no judge for steps '${s.op}'`;
    }
  }

  /** Do something that must, or must not, be refused. */
  private wants(s: Step, f: () => void): string | undefined {
    try {
      f();
    } catch (e) {
      return s.error === true ? undefined : e instanceof Error ? e.message : String(e);
    }
    return s.error === true ? "it should be refused" : undefined;
  }

  private addValues(d: Draft, values: readonly string[]): void {
    if (d.rhs !== undefined) throw new Error("the check has a field on its right-hand side already");
    // the product must be able to make sense of the values
    this.stage.inspector.condition(`${left(d)} in (${values.map(quote).join(", ")})`);
    d.values.push(...values);
  }

  private addRhs(d: Draft, rhs: Draft | undefined): void {
    if (rhs === undefined) throw new Error("there is no such check");
    if (d.values.length > 0) throw new Error("the check has values already");
    if (d.rhs !== undefined) throw new Error("the check has a right-hand side already");
    this.stage.inspector.condition(`${left(d)} ${d.op} ${right(rhs)}`);
    d.rhs = rhs;
  }

  private addTransformer(d: Draft, name: string): void {
    const word = name
      .replace(/^FTR_/, "")
      .replace(/^BASE64$/, "B64")
      .toLowerCase();
    const inner = left(d);
    // any comparison will do to see whether the transformer is accepted
    const test = word === "len" ? "= 1" : "exists";
    this.stage.inspector.condition(`${word}(${inner}) ${test}`);
    d.transformers.push(word);
  }

  private compareCheck(d: Draft, s: Step): string | undefined {
    const { inspector } = this.stage;
    if (s.evt === null || s.evt === undefined) inspector.next(encodeEvent({ type: "getcwd", tid: 1 }));
    else this.stage.at(s.evt);
    return this.wants({ ...s }, () => {
      const why = compare(inspector.filter(text(d)), s.eq);
      if (why !== undefined && s.error !== true) throw new Error(why);
    });
  }
}

function left(d: Draft): string {
  return d.transformers.reduce((inner, t) => `${t}(${inner})`, d.field);
}

function right(d: Draft): string {
  return d.transformers.length === 0 ? `val(${d.field})` : left(d);
}

function quote(v: string): string {
  return `"${v.replace(/["\\]/g, "\\$&")}"`;
}

/** The condition that a check stands for. A plain operator with several values holds if it holds for one of them. */
function text(d: Draft): string {
  if (d.op === "exists") return `${left(d)} exists`;
  if (d.rhs !== undefined) return `${left(d)} ${d.op} ${right(d.rhs)}`;
  const values = d.values.map(quote);
  if (LISTS.has(d.op)) return `${left(d)} ${d.op} (${values.join(", ")})`;
  return values.map((v) => `${left(d)} ${d.op} ${v}`).join(" or ");
}
