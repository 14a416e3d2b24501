import { EVENT_CODES } from "../event/table.js";
import { isEventTypeField } from "./check.js";
import { codesOfName } from "./eventnames.js";
import type { Check, Node } from "./typed.js";

/** A set of event codes. */
export class EventSet {
  private static readonly ALL = new EventSet(new Uint8Array(EVENT_CODES).fill(1));

  private constructor(private readonly bits: Uint8Array) {}

  static none(): EventSet {
    return new EventSet(new Uint8Array(EVENT_CODES));
  }
  static all(): EventSet {
    return EventSet.ALL;
  }
  static of(codes: Iterable<number>): EventSet {
    const s = EventSet.none();
    for (const c of codes) s.bits[c] = 1;
    return s;
  }

  has(code: number): boolean {
    return this.bits[code] === 1;
  }
  get size(): number {
    let n = 0;
    for (const b of this.bits) n += b;
    return n;
  }
  codes(): number[] {
    const out: number[] = [];
    this.bits.forEach((b, code) => {
      if (b === 1) out.push(code);
    });
    return out;
  }
  and(other: EventSet): EventSet {
    if (other === EventSet.ALL || other === this) return this;
    if (this === EventSet.ALL) return other;
    return new EventSet(this.bits.map((b, i) => b & (other.bits[i] as number)));
  }
  or(other: EventSet): EventSet {
    if (other === EventSet.ALL || other === this) return other;
    if (this === EventSet.ALL) return this;
    return new EventSet(this.bits.map((b, i) => b | (other.bits[i] as number)));
  }
  inverse(): EventSet {
    return new EventSet(this.bits.map((b) => 1 - b));
  }
}

/** Events of the nodes of one table, by twice the node's number; plus 1: of its negation. */
export type KnownEvents = Map<number, EventSet>;

/**
 * Events on which a condition can hold, by set algebra over the tree: checks of the event type are exact, any
 * other check allows every event and stays so when it is negated.
 * @param done what is known already of nodes of the same table
 */
export function eventTypesOf(root: Node, done: KnownEvents = new Map()): EventSet {
  const walk = (n: Node, negated: boolean): EventSet => {
    const key = 2 * n.id + (negated ? 1 : 0);
    let s = done.get(key);
    if (s === undefined) {
      s = compute(n, negated);
      done.set(key, s);
    }
    return s;
  };
  const compute = (n: Node, negated: boolean): EventSet => {
    switch (n.kind) {
      case "const":
        return n.value === negated ? EventSet.none() : EventSet.all();
      case "not":
        return walk(n.child, !negated);
      case "check":
        return leaf(n, negated);
      default: {
        const sets = n.children.map((c) => walk(c, negated));
        const meet = (n.kind === "and") !== negated;
        return sets.reduce((a, b) => (meet ? a.and(b) : a.or(b)));
      }
    }
  };
  return walk(root, false);
}

function leaf(c: Check, negated: boolean): EventSet {
  if (c.left.kind === "field" && c.left.field.def.name === "evt.num") return eventNumber(c, negated);
  if (!isEventTypeField(c.left) || c.op === "exists" || c.right !== undefined) return EventSet.all();
  let s: EventSet;
  if (c.op === "in" || c.op === "intersects" || (c.op === "=" && c.modifier === "anyof")) {
    s = EventSet.of(c.texts.flatMap((t) => codesOfName(t)));
  } else if (c.op === "=" && c.modifier === undefined) s = EventSet.of(codesOfName(c.texts[0] as string));
  else if (c.op === "!=" && c.modifier === undefined) s = EventSet.of(codesOfName(c.texts[0] as string)).inverse();
  else return EventSet.all();
  return negated ? s.inverse() : s;
}

/** Events are numbered from 1: `evt.num = 0` is the idiom for "never", `evt.num > 0` for "always". */
function eventNumber(c: Check, negated: boolean): EventSet {
  const text = c.modifier === undefined ? c.texts[0] : undefined;
  const n = text !== undefined && /^\d+$/.test(text) ? Number(text) : Number.NaN;
  const zeros = c.op === "in" && c.right === undefined && c.texts.every((t) => /^0+$/.test(t));
  const never = zeros || (c.op === "=" && n === 0) || (c.op === "<" && n <= 1) || (c.op === "<=" && n === 0);
  const always = (c.op === "!=" && n === 0) || (c.op === ">" && n === 0) || (c.op === ">=" && n <= 1);
  if (negated ? always : never) return EventSet.none();
  return EventSet.all();
}
