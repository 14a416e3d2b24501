import type { Expr, TransformerArg } from "../filter/ast.js";

/** Names that a condition uses, each list sorted. */
export interface ConditionDetails {
  /** With their arguments, like `proc.aname[2]`. */
  readonly fields: readonly string[];
  /** Operators, modifiers included, like `startswith anyof`. */
  readonly operators: readonly string[];
  readonly transformers: readonly string[];
  readonly macros: readonly string[];
  readonly lists: readonly string[];
  /** Values that the type of the event is compared with. */
  readonly eventNames: readonly string[];
}

/** Names that mean a macro or a list where they turn up in a condition. */
export interface KnownNames {
  readonly macros: ReadonlySet<string>;
  readonly lists: ReadonlySet<string>;
}

/** What a condition uses. What is not in `known` is no macro or list. */
export function conditionDetails(e: Expr, known: KnownNames): ConditionDetails {
  const c = new Collector(known);
  c.expr(e);
  const sorted = (s: ReadonlySet<string>) => [...s].sort();
  return {
    fields: sorted(c.fields),
    operators: sorted(c.operators),
    transformers: sorted(c.transformers),
    macros: sorted(c.macros),
    lists: sorted(c.lists),
    eventNames: sorted(c.eventNames),
  };
}

const EVENT_NAME_FIELDS: ReadonlySet<string> = new Set(["evt.type", "evt.asynctype"]);

class Collector {
  readonly fields = new Set<string>();
  readonly operators = new Set<string>();
  readonly transformers = new Set<string>();
  readonly macros = new Set<string>();
  readonly lists = new Set<string>();
  readonly eventNames = new Set<string>();
  /** Macros that are used twice are one tree. */
  private readonly seen = new Set<Expr>();

  constructor(private readonly known: KnownNames) {}

  expr(e: Expr): void {
    if (this.seen.has(e)) return;
    this.seen.add(e);
    switch (e.kind) {
      case "and":
      case "or":
        for (const c of e.children) this.expr(c);
        break;
      case "not":
        this.expr(e.child);
        break;
      case "macro":
        if (this.known.macros.has(e.name)) this.macros.add(e.name);
        break;
      case "exists":
        this.operators.add("exists");
        this.operand(e.left);
        break;
      case "binary": {
        this.operators.add(e.modifier === undefined ? e.op : `${e.op} ${e.modifier}`);
        this.operand(e.left);
        const names = e.left.kind === "field" && e.left.arg === undefined && EVENT_NAME_FIELDS.has(e.left.name);
        if (e.right.kind === "value") {
          if (names) this.eventNames.add(e.right.value);
        } else if (e.right.kind === "list") {
          for (const v of e.right.values) {
            if (this.known.lists.has(v.value)) this.lists.add(v.value);
            else if (names) this.eventNames.add(v.value);
          }
        } else this.operand(e.right);
      }
    }
  }

  private operand(a: TransformerArg): void {
    if (a.kind === "field") this.fields.add(a.arg === undefined || a.arg === "" ? a.name : `${a.name}[${a.arg}]`);
    else if (a.kind === "arglist") for (const i of a.items) this.operand(i);
    else if (a.kind === "transformer") {
      this.transformers.add(a.name);
      for (const i of a.args) this.operand(i);
    }
  }
}
