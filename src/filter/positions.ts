import type { AstNode } from "./ast.js";

/** A node and the place in the text where it begins. */
export interface NodePosition {
  readonly node: AstNode;
  readonly offset: number;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
}

/** All nodes of a condition, each before what it contains, with their places in the text they were parsed from. */
export function nodePositions(root: AstNode, text: string): NodePosition[] {
  const out: NodePosition[] = [];
  const visit = (node: AstNode): void => {
    const offset = node.span.start;
    const before = text.slice(0, offset).split("\n");
    out.push({ node, offset, line: before.length, column: (before[before.length - 1] as string).length + 1 });
    for (const c of children(node)) visit(c);
  };
  visit(root);
  return out;
}

function children(n: AstNode): readonly AstNode[] {
  switch (n.kind) {
    case "and":
    case "or":
      return n.children;
    case "not":
      return [n.child];
    case "exists":
      return [n.left];
    case "binary":
      return [n.left, n.right];
    case "transformer":
      return n.args;
    case "arglist":
      return n.items;
    default:
      return [];
  }
}
