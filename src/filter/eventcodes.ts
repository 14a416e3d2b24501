import { allEvents, allSyscalls, eventsNamed, syscallsOfEventNames } from "../event/sets.js";
import type { BinaryExpr, ExistsExpr, Expr, Left, TransformerArg } from "./ast.js";
import { FilterError } from "./error.js";

// Events on which a condition can hold, from its text alone: no field needs to be known. Checks of the event's type
// give exact sets, other checks allow all and stay so when negated; `and` and `or` are meet and union, negation moves
// down to the checks. What the engine itself uses (eventTypesOf) works on typed conditions.

/**
 * Codes of the events on which a condition can hold, macros not looked into.
 * @throws {FilterError} if the event's type is compared with a field or transformed
 */
export function eventsOfCondition(e: Expr): Set<number> {
  return new Set(new Search(allEvents(), eventsNamed).walk(e, false));
}

/**
 * System calls whose events a condition can hold on.
 * @throws {FilterError} as {@link eventsOfCondition}
 */
export function syscallsOfCondition(e: Expr): Set<string> {
  return new Set(new Search(allSyscalls(), syscallsOfEventNames).walk(e, false));
}

/**
 * Refuse a check of the event's type that the search for events cannot see through.
 * @throws {FilterError}
 */
export function assertSearchable(e: BinaryExpr | ExistsExpr): void {
  if (e.kind === "exists") isType(e.left);
  else if (comparesType(e) && e.right.kind === "transformer") {
    const why =
      "right-hand field comparisons on `evt.type`/`syscall.type` checks are not supported by event code search";
    throw new FilterError(why, "type", e.right.span);
  }
}

const TYPE_OPS: ReadonlySet<string> = new Set(["=", "==", "!=", "in"]);

function comparesType(e: BinaryExpr): boolean {
  return e.modifier === undefined && TYPE_OPS.has(e.op) && isType(e.left);
}

class Search<T> {
  private readonly done = [new Map<Expr, ReadonlySet<T>>(), new Map<Expr, ReadonlySet<T>>()];
  private readonly nothing: ReadonlySet<T> = new Set();

  constructor(
    private readonly all: ReadonlySet<T>,
    private readonly named: (names: Iterable<string>) => ReadonlySet<T>,
  ) {}

  walk(e: Expr, negated: boolean): ReadonlySet<T> {
    const known = this.done[negated ? 1 : 0] as Map<Expr, ReadonlySet<T>>;
    let s = known.get(e);
    if (s === undefined) {
      s = this.compute(e, negated);
      known.set(e, s);
    }
    return s;
  }

  private compute(e: Expr, negated: boolean): ReadonlySet<T> {
    switch (e.kind) {
      case "not":
        return this.walk(e.child, !negated);
      case "and":
      case "or": {
        const sets = e.children.map((c) => this.walk(c, negated));
        return (e.kind === "and") !== negated ? sets.reduce((a, b) => this.meet(a, b)) : this.union(sets);
      }
      case "macro":
        return this.all;
      case "exists":
        return isType(e.left) && negated ? this.nothing : this.all;
      case "binary":
        return this.check(e, negated);
    }
  }

  private check(e: BinaryExpr, negated: boolean): ReadonlySet<T> {
    const fixed = invariant(e);
    if (fixed !== undefined) return fixed !== negated ? this.all : this.nothing;
    assertSearchable(e);
    if (!comparesType(e) || e.right.kind === "transformer") return this.all;
    const s = this.named(e.right.kind === "value" ? [e.right.value] : e.right.values.map((v) => v.value));
    return (e.op === "!=") === negated ? s : new Set([...this.all].filter((c) => !s.has(c)));
  }

  private meet(a: ReadonlySet<T>, b: ReadonlySet<T>): ReadonlySet<T> {
    if (a === this.all) return b;
    return b === this.all ? a : new Set([...a].filter((c) => b.has(c)));
  }

  private union(sets: readonly ReadonlySet<T>[]): ReadonlySet<T> {
    return sets.includes(this.all) ? this.all : new Set(sets.flatMap((s) => [...s]));
  }
}

/** Is this the type of the event? Transformers hide it from the search, hence it may not be inside one. */
function isType(left: Left): boolean {
  const named = (a: TransformerArg) =>
    a.kind === "field" && a.arg === undefined && (a.name === "evt.type" || a.name === "syscall.type");
  const inside = (a: TransformerArg): boolean =>
    named(a) || (a.kind === "transformer" && a.args.some(inside)) || (a.kind === "arglist" && a.items.some(inside));
  if (left.kind === "field") return named(left);
  if (inside(left)) {
    throw new FilterError("event code search does not support `evt.type` checks with transformers", "type", left.span);
  }
  return false;
}

/** Events are numbered from 1: is a check of evt.num always true, or never? Undefined if that depends. */
function invariant(e: BinaryExpr): boolean | undefined {
  if (e.left.kind !== "field" || e.left.name !== "evt.num" || e.left.arg !== undefined) return undefined;
  if (e.modifier !== undefined || e.right.kind === "transformer") return undefined;
  if (e.right.kind === "list") {
    return e.op === "in" && e.right.values.every((v) => number(v.value) === 0) ? false : undefined;
  }
  const n = number(e.right.value);
  if (Number.isNaN(n)) return undefined;
  switch (e.op) {
    case "=":
    case "==":
    case "<=":
      return n === 0 ? false : undefined;
    case "<":
      return n <= 1 ? false : undefined;
    case "!=":
    case ">":
      return n === 0 ? true : undefined;
    case ">=":
      return n <= 1 ? true : undefined;
    default:
      return undefined;
  }
}

/** A literal of an unsigned field: negative ones count as very large. */
function number(text: string): number {
  if (!/^\s*[+-]?\d+$/.test(text)) return Number.NaN;
  const n = Number(text);
  return n < 0 ? Number.POSITIVE_INFINITY : n;
}
