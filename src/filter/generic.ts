import { syscallNamed } from "../event/table.js";
import { isEventTypeField } from "./check.js";
import { GENERIC_EVENT } from "./eventnames.js";
import type { Check, Node } from "./typed.js";

/** Some of the system calls without an event of their own (by portable code), or all but some. */
interface Calls {
  readonly codes: ReadonlySet<number>;
  readonly allBut: boolean;
}

const ALL: Calls = { codes: new Set(), allBut: true };
const NONE: Calls = { codes: new Set(), allBut: false };

function inverse(c: Calls): Calls {
  return { codes: c.codes, allBut: !c.allBut };
}

function meet(a: Calls, b: Calls): Calls {
  if (a.allBut && b.allBut) return { codes: new Set([...a.codes, ...b.codes]), allBut: true };
  const [some, other] = a.allBut ? [b, a] : [a, b];
  const keep = [...some.codes].filter((c) => other.codes.has(c) !== other.allBut);
  return { codes: new Set(keep), allBut: false };
}

function join(a: Calls, b: Calls): Calls {
  return inverse(meet(inverse(a), inverse(b)));
}

function named(texts: readonly string[]): Calls {
  const codes = texts.flatMap((t) => {
    const call = syscallNamed(t);
    return call?.exitEvent === GENERIC_EVENT ? [call.ppmSc] : [];
  });
  return { codes: new Set(codes), allBut: false };
}

function leaf(c: Check, negated: boolean): Calls {
  if (!isEventTypeField(c.left) || c.right !== undefined) return ALL;
  let s: Calls;
  if (c.op === "in" || c.op === "intersects" || (c.op === "=" && c.modifier === "anyof")) s = named(c.texts);
  else if (c.op === "=" && c.modifier === undefined) s = named(c.texts.slice(0, 1));
  else if (c.op === "!=" && c.modifier === undefined) s = inverse(named(c.texts.slice(0, 1)));
  else return ALL;
  return negated ? inverse(s) : s;
}

/**
 * System calls without an event of their own on which a condition can hold: they share one event code, so the set of
 * codes cannot tell them apart.
 *
 * @returns their portable codes; undefined if that is not a short list
 */
export function genericCallsOf(root: Node): ReadonlySet<number> | undefined {
  const walk = (n: Node, negated: boolean): Calls => {
    switch (n.kind) {
      case "const":
        return n.value === negated ? NONE : ALL;
      case "not":
        return walk(n.child, !negated);
      case "check":
        return leaf(n, negated);
      default:
        return n.children.map((c) => walk(c, negated)).reduce((n.kind === "and") !== negated ? meet : join);
    }
  };
  const calls = walk(root, false);
  return calls.allBut ? undefined : calls.codes;
}
