import type { Check, Node, NodeTable } from "./typed.js";

/**
 * Weakens conditions to what only some checks decide: the strongest consequence of a condition that reads nothing but
 * checks that `keep` names. Every other check counts as "may hold, may not". Where the consequence is false, the
 * condition is false.
 */
export class Consequence {
  private readonly over = new Map<Node, Node>();
  private readonly under = new Map<Node, Node>();

  constructor(
    private readonly table: NodeTable,
    private readonly keep: (c: Check) => boolean,
  ) {}

  of(n: Node): Node {
    return this.rewrite(n, true);
  }

  /** `weaker`: a consequence of n; else: something n is a consequence of. Negation swaps the two. */
  private rewrite(n: Node, weaker: boolean): Node {
    const memo = weaker ? this.over : this.under;
    let r = memo.get(n);
    if (r === undefined) {
      r = this.make(n, weaker);
      memo.set(n, r);
    }
    return r;
  }

  private make(n: Node, weaker: boolean): Node {
    const { table } = this;
    switch (n.kind) {
      case "const":
        return n;
      case "check":
        return this.keep(n) ? n : weaker ? table.true : table.false;
      case "not":
        return table.not(this.rewrite(n.child, !weaker));
      default:
        return table.logic(
          n.kind,
          n.children.map((c) => this.rewrite(c, weaker)),
        );
    }
  }
}
