import { EVENTS, SYSCALLS } from "../event/table.js";
import type { BinaryExpr, Expr } from "../filter/ast.js";
import { codesOfName, GENERIC_CALLS, GENERIC_EVENT } from "../filter/eventnames.js";

const ASYNC_EVENT = "asyncevent";

/**
 * Names of the events on which a condition can hold; system calls without an event of their own count by their own
 * name. Follows the same algebra as eventTypesOf, but for names and without types, so that it serves macros too.
 */
export function eventNamesOf(e: Expr, source: string): string[] {
  if (source !== "syscall" && source !== "") return [ASYNC_EVENT, "pluginevent"];
  const names = new Names().walk(e, false);
  return [...new Set([...names, ASYNC_EVENT])].sort();
}

/** Every name an event can be listed by. */
const ALL: ReadonlySet<string> = new Set([
  ...EVENTS.filter((_, code) => code > GENERIC_EVENT).map((e) => e.name),
  ...SYSCALLS.filter((s) => s.exitEvent === GENERIC_EVENT).map((s) => s.name),
]);

class Names {
  private readonly done = [new Map<Expr, ReadonlySet<string>>(), new Map<Expr, ReadonlySet<string>>()];

  walk(e: Expr, negated: boolean): ReadonlySet<string> {
    const known = this.done[negated ? 1 : 0] as Map<Expr, ReadonlySet<string>>;
    let s = known.get(e);
    if (s === undefined) {
      s = this.compute(e, negated);
      known.set(e, s);
    }
    return s;
  }

  private compute(e: Expr, negated: boolean): ReadonlySet<string> {
    switch (e.kind) {
      case "not":
        return this.walk(e.child, !negated);
      case "and":
      case "or": {
        const sets = e.children.map((c) => this.walk(c, negated));
        return (e.kind === "and") !== negated ? sets.reduce(common) : union(sets);
      }
      case "exists":
        return negated && isEventType(e) ? new Set() : ALL;
      case "binary":
        return leaf(e, negated);
      default:
        return ALL;
    }
  }
}

function isEventType(e: { readonly left: BinaryExpr["left"] }): boolean {
  return (
    e.left.kind === "field" &&
    e.left.arg === undefined &&
    (e.left.name === "evt.type" || e.left.name === "syscall.type")
  );
}

function leaf(e: BinaryExpr, negated: boolean): ReadonlySet<string> {
  if (e.left.kind === "field" && e.left.name === "evt.num") return eventNumber(e, negated);
  if (!isEventType(e) || e.right.kind === "transformer") return ALL;
  const values = e.right.kind === "value" ? [e.right.value] : e.right.values.map((v) => v.value);
  const is = EXACT.includes(e.op);
  if (e.modifier !== undefined || !(is || e.op === "!=")) return ALL;
  const names = new Set(values.flatMap(listed));
  return is !== negated ? names : new Set([...ALL].filter((n) => !names.has(n)));
}

const EXACT: readonly string[] = ["=", "==", "in"];

/** Events are numbered from 1. */
function eventNumber(e: BinaryExpr, negated: boolean): ReadonlySet<string> {
  const text = e.right.kind === "value" && e.modifier === undefined ? e.right.value : "";
  const n = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  const zero = e.right.kind === "list" && e.op === "in" && e.right.values.every((v) => /^0+$/.test(v.value));
  const never = zero || ((e.op === "=" || e.op === "==" || e.op === "<=") && n === 0) || (e.op === "<" && n <= 1);
  const always = ((e.op === "!=" || e.op === ">") && n === 0) || (e.op === ">=" && n <= 1);
  return (negated ? always : never) ? new Set() : ALL;
}

/** Names under which the events of an evt.type value are listed. */
function listed(name: string): string[] {
  if (GENERIC_CALLS.has(name)) return [name];
  return codesOfName(name)
    .filter((code) => code > GENERIC_EVENT)
    .map((code) => (EVENTS[code] as (typeof EVENTS)[number]).name);
}

function common(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  if (a === ALL) return b;
  return b === ALL ? a : new Set([...a].filter((n) => b.has(n)));
}

function union(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  if (sets.includes(ALL)) return ALL;
  return new Set(sets.flatMap((s) => [...s]));
}
