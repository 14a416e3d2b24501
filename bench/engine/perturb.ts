// Makes many rules out of few: copies whose names, lists and literals are their own, so that no test is shared by
// accident. What says which events a rule is about, and what kind of thing it looks at, stays as it is.
import { parse, stringify } from "yaml";
import type { Expr, Left, ListLit, Right, ValueLit } from "../../src/filter/ast.js";
import { parseCondition } from "../../src/filter/parser.js";
import { printCondition } from "../../src/filter/print.js";

type Item = Record<string, unknown>;

/** Fields whose values are words of the language rather than names that a rule's author chose. */
const FIXED =
  /^(evt\.(type|dir|res|rawres|category|arg|is_|num)|syscall\.|fd\.(typechar|type|l4proto|sockfamily|num)|container\.id)/;

/** A rules file followed by `times - 1` perturbed copies of it. */
export function multiply(text: string, times: number): string {
  const items = (parse(text, { schema: "failsafe", uniqueKeys: false }) as Item[]).filter((i) => isNamed(i));
  const names = {
    lists: new Set(items.flatMap((i) => (typeof i.list === "string" ? [i.list] : []))),
    macros: new Set(items.flatMap((i) => (typeof i.macro === "string" ? [i.macro] : []))),
  };
  const fixed = fixedLists(items);
  const out: string[] = [text];
  for (let n = 1; n < times; n++) {
    const copy = new Copy(n, names, fixed);
    out.push(
      stringify(
        items.map((i) => copy.item(i)),
        { lineWidth: 0 },
      ),
    );
  }
  return out.join("\n");
}

function isNamed(i: Item): boolean {
  return "list" in i || "macro" in i || "rule" in i;
}

/** Lists that stand behind a fixed field. */
function fixedLists(items: readonly Item[]): Set<string> {
  const found = new Set<string>();
  for (const i of items) {
    if (typeof i.condition !== "string") continue;
    let tree: Expr;
    try {
      tree = parseCondition(i.condition);
    } catch {
      continue; // the rest of a condition that is appended
    }
    eachBinary(tree, (left, right) => {
      if (FIXED.test(left) && right.kind === "list") for (const v of right.values) found.add(v.value);
    });
  }
  return found;
}

function eachBinary(e: Expr, visit: (left: string, right: Right) => void): void {
  if (e.kind === "not") eachBinary(e.child, visit);
  else if (e.kind === "and" || e.kind === "or") for (const c of e.children) eachBinary(c, visit);
  else if (e.kind === "binary") visit(e.left.kind === "field" ? e.left.name : "", e.right);
}

class Copy {
  constructor(
    private readonly n: number,
    private readonly names: { readonly lists: ReadonlySet<string>; readonly macros: ReadonlySet<string> },
    private readonly fixed: ReadonlySet<string>,
  ) {}

  item(i: Item): Item {
    const out: Item = { ...i };
    for (const key of ["list", "macro", "rule"]) if (typeof i[key] === "string") out[key] = this.name(i[key]);
    if (Array.isArray(i.items)) {
      const keep = this.fixed.has(i.list as string);
      out.items = i.items.map((v) => this.word(String(v), keep));
    }
    if (typeof i.condition === "string") out.condition = this.condition(i.condition);
    // the exceptions of a rule are conditions in another form; what they name is perturbed by their macros
    delete out.exceptions;
    return out;
  }

  private name(s: string): string {
    return `${s}_${this.n}`;
  }

  private condition(text: string): string {
    const lead = /^\s*(and|or)\s/.exec(text);
    const rest = lead === null ? text : text.slice(lead[0].length);
    return (lead === null ? "" : `${lead[1]} `) + printCondition(this.expr(parseCondition(rest)));
  }

  private expr(e: Expr): Expr {
    switch (e.kind) {
      case "macro":
        return this.names.macros.has(e.name) ? { ...e, name: this.name(e.name) } : e;
      case "not":
        return { ...e, child: this.expr(e.child) };
      case "and":
      case "or":
        return { ...e, children: e.children.map((c) => this.expr(c)) };
      case "binary":
        return { ...e, right: this.right(e.left, e.right) };
      default:
        return e;
    }
  }

  private right(left: Left, r: Right): Right {
    const keep = left.kind !== "field" || FIXED.test(left.name);
    if (r.kind === "value") return this.value(r, keep);
    if (r.kind === "list") return { ...r, values: r.values.map((v) => this.value(v, keep)) } as ListLit;
    return r;
  }

  private value(v: ValueLit, keep: boolean): ValueLit {
    return { ...v, value: this.word(v.value, keep) };
  }

  /** A list's name follows the list; numbers, addresses and empty texts stay; any other text gets a tail of its own. */
  private word(s: string, keep: boolean): string {
    if (this.names.lists.has(s)) return this.name(s);
    if (keep || !/[a-zA-Z]/.test(s) || /^(true|false|host|<NA>|N\/A)$/.test(s) || /[:/]\d+$/.test(s)) return s;
    // paths keep their slash at the end, so that prefixes stay prefixes of directories
    return s.replace(/((?:[*/ ]|\\?["'])*)$/, `-${this.n}$1`);
  }
}
