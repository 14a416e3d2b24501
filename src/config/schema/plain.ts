import { parseBool } from "../overlay.js";
import type { Tree } from "../tree.js";

/** A JSON value. */
export type Plain = boolean | string | Plain[] | { [key: string]: Plain };

/**
 * A tree as JSON for a validator that converts texts to numbers by itself. Truth values become such in all their
 * spellings; a key without a value has its default and is left out.
 */
export function plainTree(t: Tree): Plain | undefined {
  if (t === null) return undefined;
  if (typeof t === "string") return parseBool(t) ?? t;
  if (Array.isArray(t)) return t.map((v) => plainTree(v) ?? "");
  const out: { [key: string]: Plain } = {};
  for (const [key, value] of t) {
    const plain = plainTree(value);
    if (plain !== undefined) Object.defineProperty(out, key, { value: plain, enumerable: true, writable: true });
  }
  return out;
}
