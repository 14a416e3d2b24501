import type { Expr, MacroRef } from "./ast.js";

/**
 * Put the trees of macros in place of their names. Trees are shared, not copied: later passes remember what they
 * did per node, so that macros of macros do not multiply.
 *
 * @param lookup tree of a macro (already free of macros), or undefined to leave the reference
 */
export function substituteMacros(e: Expr, lookup: (ref: MacroRef) => Expr | undefined): Expr {
  switch (e.kind) {
    case "macro":
      return lookup(e) ?? e;
    case "not": {
      const child = substituteMacros(e.child, lookup);
      return child === e.child ? e : { ...e, child };
    }
    case "and":
    case "or": {
      const children = e.children.map((c) => substituteMacros(c, lookup));
      return children.every((c, i) => c === e.children[i]) ? e : { ...e, children };
    }
    default:
      return e;
  }
}

/** What putting macros in their places came to. */
export interface MacroResolution {
  readonly tree: Expr;
  /** References that were replaced, those inside macros included, in the order in which they were done. */
  readonly resolved: readonly MacroRef[];
  /** References that stay because there is no such macro, or because the macro would contain itself. */
  readonly unknown: readonly MacroRef[];
  /** Of these, those of macros that contain themselves. */
  readonly loops: readonly MacroRef[];
}

/** Put the conditions of macros, which may use each other, in place of their names. */
export function resolveMacros(e: Expr, macros: ReadonlyMap<string, Expr>): MacroResolution {
  const resolved: MacroRef[] = [];
  const unknown: MacroRef[] = [];
  const loops: MacroRef[] = [];
  const open = new Set<string>();
  const lookup = (ref: MacroRef): Expr | undefined => {
    const macro = macros.get(ref.name);
    if (macro === undefined || open.has(ref.name)) {
      unknown.push(ref);
      if (macro !== undefined) loops.push(ref);
      return undefined;
    }
    open.add(ref.name);
    const tree = substituteMacros(macro, lookup);
    open.delete(ref.name);
    resolved.push(ref);
    return tree;
  };
  return { tree: substituteMacros(e, lookup), resolved, unknown, loops };
}

/** Call `visit` for every macro name in a condition, in order. */
export function eachMacro(e: Expr, visit: (ref: MacroRef) => void): void {
  if (e.kind === "macro") visit(e);
  else if (e.kind === "not") eachMacro(e.child, visit);
  else if (e.kind === "and" || e.kind === "or") for (const c of e.children) eachMacro(c, visit);
}

/** Longest way from the root to a leaf; shared trees are walked once. */
export function treeDepth(e: Expr, seen: Map<Expr, number> = new Map()): number {
  if (e.kind !== "and" && e.kind !== "or" && e.kind !== "not") return 1;
  const known = seen.get(e);
  if (known !== undefined) return known;
  let d = 1;
  if (e.kind === "not") d += treeDepth(e.child, seen);
  else {
    let deepest = 0;
    for (const c of e.children) deepest = Math.max(deepest, treeDepth(c, seen));
    d += deepest;
  }
  seen.set(e, d);
  return d;
}
