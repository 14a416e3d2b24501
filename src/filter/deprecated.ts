import type { Expr, FieldRef, MacroRef, Right, Span, TransformerArg } from "./ast.js";
import type { Advice } from "./typed.js";

const NO_ENTER = "field is not available due to the drop of enter events.";

/** Fields that are still known but say nothing any more, and why. */
export const DEPRECATED_FIELDS: ReadonlyMap<string, string> = new Map([
  [
    "evt.dir",
    "due to the drop of enter events, 'evt.dir = <' always evaluates to true, and 'evt.dir = >' always evaluates to false. The rule expression can be simplified by removing the condition on 'evt.dir'",
  ],
  ["evt.latency", NO_ENTER],
  ["evt.latency.s", NO_ENTER],
  ["evt.latency.ns", NO_ENTER],
  ["evt.latency.human", NO_ENTER],
  ["evt.wait_latency", NO_ENTER],
]);

const UNSAFE_FIELD = /^(ka|jevt)\./;
const UNSAFE_OPS: ReadonlySet<string> = new Set(["=", "==", "!=", "in", "intersects", "pmatch"]);

/**
 * What in a condition is allowed but not wise, as far as its text alone tells: deprecated fields (each told once),
 * and comparisons of fields with `<NA>`, which does not stand for a missing value.
 * @param macros conditions of macros; what is found in one is reported where the macro is used
 */
export function conditionWarnings(e: Expr, macros?: (ref: MacroRef) => Expr | undefined): Advice[] {
  const w = new Warner(macros);
  w.expr(e, undefined);
  return w.found;
}

class Warner {
  readonly found: Advice[] = [];
  private readonly told = new Set<string>();
  private readonly seen = new Set<Expr>();

  constructor(private readonly macros: ((ref: MacroRef) => Expr | undefined) | undefined) {}

  expr(e: Expr, at: Span | undefined): void {
    if (this.seen.has(e)) return;
    this.seen.add(e);
    switch (e.kind) {
      case "and":
      case "or":
        for (const c of e.children) this.expr(c, at);
        break;
      case "not":
        this.expr(e.child, at);
        break;
      case "macro": {
        const tree = this.macros?.(e);
        if (tree !== undefined) this.expr(tree, at ?? e.span);
        break;
      }
      case "exists":
        this.operand(e.left, at);
        break;
      case "binary": {
        this.operand(e.left, at);
        if (e.right.kind === "transformer") this.operand(e.right, at);
        const field = lastField(e.left);
        if (field !== undefined && UNSAFE_FIELD.test(field.name) && UNSAFE_OPS.has(e.op)) this.unsafe(e.right, at);
      }
    }
  }

  private operand(a: TransformerArg, at: Span | undefined): void {
    if (a.kind === "transformer") for (const x of a.args) this.operand(x, at);
    else if (a.kind === "arglist") for (const x of a.items) this.operand(x, at);
    else if (a.kind === "field") {
      const why = DEPRECATED_FIELDS.get(a.name);
      if (why === undefined || this.told.has(a.name)) return;
      this.told.add(a.name);
      const message = why.includes(a.name) ? why : `'${a.name}': ${why}`;
      this.found.push({ code: "LOAD_DEPRECATED_ITEM", message, span: at ?? a.span, field: a.name });
    }
  }

  private unsafe(right: Right, at: Span | undefined): void {
    const values = right.kind === "list" ? right.values : right.kind === "value" ? [right] : [];
    const na = values.find((v) => v.value === "<NA>");
    if (na === undefined || this.told.has("<NA>")) return;
    this.told.add("<NA>");
    const message = "comparing a field value with <NA> is unsafe: use the 'exists' operator";
    this.found.push({ code: "LOAD_UNSAFE_NA_CHECK", message, span: at ?? na.span });
  }
}

/** The field that a left-hand side comes down to; of several the last. */
function lastField(a: TransformerArg): FieldRef | undefined {
  if (a.kind === "field") return a;
  const inner = a.kind === "transformer" ? a.args : a.kind === "arglist" ? a.items : [];
  for (let i = inner.length - 1; i >= 0; i--) {
    const f = lastField(inner[i] as TransformerArg);
    if (f !== undefined) return f;
  }
  return undefined;
}
