import { breathe } from "../event/breath.js";
import { EVENTS, SYSCALLS } from "../event/table.js";
import type { Expr, MacroRef } from "../filter/ast.js";
import { FilterError } from "../filter/error.js";
import { substituteMacros, treeDepth } from "../filter/macros.js";
import { parseCondition, RULE_DEPTH } from "../filter/parser.js";
import type { ConditionText } from "./condition.js";
import { didYouMean, type ErrorCode, RulesError } from "./errors.js";
import type { MacroItem } from "./items.js";
import { applyLists, type ListNames } from "./lists.js";
import { nearest } from "./nearest.js";

/** Turns a fault of a condition into one of the rules file. */
export function conditionError(e: FilterError, text: ConditionText, candidates: Iterable<string>): RulesError {
  const code: ErrorCode = e.kind === "macro" ? "LOAD_ERR_VALIDATE" : "LOAD_ERR_COMPILE_CONDITION";
  const near = suggestions(e, candidates);
  const via = e.inMacro === undefined ? "" : `In the condition of macro '${e.inMacro}'. `;
  return new RulesError(code, e.message, text.locate(e.span.start).place(), (via + didYouMean(near)).trim());
}

/** Events by all the names that evt.type knows. */
const EVENT_NAMES: ReadonlySet<string> = new Set([...EVENTS.map((e) => e.name), ...SYSCALLS.map((s) => s.name)]);

function suggestions(e: FilterError, candidates: Iterable<string>): readonly string[] {
  if (e.kind === "macro") return nearest(quotedName(e.message), candidates);
  if (e.kind === "unknown-event") return nearest(e.message.split(" ").at(-1) ?? "", EVENT_NAMES);
  return e.suggestions;
}

function quotedName(message: string): string {
  return /'([^']*)'/.exec(message)?.[1] ?? "";
}

/** Parse a condition whose lists are filled in. */
export function parseText(text: ConditionText): Expr {
  try {
    return parseCondition(text.text, RULE_DEPTH);
  } catch (e) {
    if (e instanceof FilterError) throw conditionError(e, text, []);
    throw e;
  }
}

/** Nodes that one condition may have once its macros are filled in. */
const MAX_TREE = 200_000;

/** The macros of a rule set: parsed, and with the macros they use put in place. */
export class Macros {
  private readonly trees = new Map<string, Expr>();
  private readonly open = new Set<string>();
  private readonly depths = new Map<Expr, number>();
  private readonly sizes = new Map<Expr, number>();
  /** Names that something refers to. */
  readonly used = new Set<string>();

  constructor(
    private readonly items: ReadonlyMap<string, MacroItem>,
    private readonly lists: ListNames,
    private readonly listUsed: (name: string) => void,
  ) {
    for (const m of items.values()) {
      breathe();
      this.resolve(m);
    }
  }

  /** Names of all macros. */
  names(): Iterable<string> {
    return this.items.keys();
  }

  /** Tree of a macro with the macros that it uses in place. */
  tree(name: string): Expr | undefined {
    return this.trees.get(name);
  }

  /** Tree of a macro for use in a rule; undefined if there is no such macro. */
  lookup(ref: MacroRef): Expr | undefined {
    const tree = this.trees.get(ref.name);
    if (tree !== undefined) this.used.add(ref.name);
    return tree;
  }

  /**
   * A condition with its macros in place; undefined if it would be too deep or too big.
   * References to unknown macros stay.
   */
  expand(e: Expr): Expr | undefined {
    const tree = substituteMacros(e, (ref) => this.trees.get(ref.name));
    return this.fits(tree) ? tree : undefined;
  }

  private fits(e: Expr): boolean {
    return treeDepth(e, this.depths) <= RULE_DEPTH && treeSize(e, this.sizes) <= MAX_TREE;
  }

  private resolve(m: MacroItem): Expr {
    const known = this.trees.get(m.name);
    if (known !== undefined) return known;
    this.open.add(m.name);
    const text = applyLists(m.condition, this.lists, this.listUsed);
    const parsed = parseText(text);
    try {
      const tree = substituteMacros(parsed, (ref) => this.reference(m, ref));
      if (!this.fits(tree)) throw new FilterError(`exceeded max depth limit of ${RULE_DEPTH}`, "syntax", tree.span);
      this.trees.set(m.name, tree);
      this.open.delete(m.name);
      return tree;
    } catch (e) {
      if (e instanceof FilterError) throw conditionError(e, text, this.names());
      throw e;
    }
  }

  /** A macro sees those that were first defined before its own last change. */
  private reference(m: MacroItem, ref: MacroRef): Expr {
    const other = this.items.get(ref.name);
    if (other === undefined || other.index >= m.visibility || (other === m && m.index === m.visibility)) {
      throw new FilterError(`Undefined macro '${ref.name}' used in filter.`, "macro", ref.span);
    }
    if (this.open.has(other.name)) {
      throw new FilterError(`reference loop in macro '${other.name}'`, "macro", ref.span);
    }
    this.used.add(other.name);
    return this.resolve(other);
  }
}

function treeSize(e: Expr, known: Map<Expr, number>): number {
  if (e.kind !== "and" && e.kind !== "or" && e.kind !== "not") return 1;
  let n = known.get(e);
  if (n !== undefined) return n;
  n = 1;
  if (e.kind === "not") n += treeSize(e.child, known);
  else for (const c of e.children) n += treeSize(c, known);
  known.set(e, n);
  return n;
}
