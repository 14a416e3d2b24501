import type { Attr } from "../state/attr.js";
import type { BytesTest } from "./bytetests.js";
import type { RuleBits } from "./rulebits.js";
import type { Check, Node } from "./typed.js";

/** Class of a value that was given none because there are too many: it may match any rule. */
const ANY = 1;
/** Class of the absent value. */
const ABSENT = 2;
const FIRST = 3;
/** Beyond this many classes of one field, values are no longer told apart. */
const MAX_CLASSES = 4096;

/** The attribute fields that rules are sorted by, each with its slot in {@link Attr.classes}. */
export class ClassFields {
  private readonly fields = new Map<string, AttrClasses>();

  /**
   * @param generation number of the compiled rule set
   * @param testOf the test of a check on bytes
   */
  constructor(
    private readonly generation: number,
    private readonly testOf: (c: Check) => BytesTest,
  ) {}

  /** Classes of a field; `key` tells fields and their arguments apart. */
  field(key: string): AttrClasses {
    let f = this.fields.get(key);
    if (f === undefined) {
      f = new AttrClasses(this.fields.size, this.generation, this.testOf, () => this.fields.size);
      this.fields.set(key, f);
    }
    return f;
  }
}

/**
 * Sorts the values of one attribute field into classes: two values are of one class if every demand that rules make on
 * this field alone comes out the same for both. An attribute remembers its class ({@link Attr.classes}), so all that a
 * thousand rules say about `proc.name` costs one load an event.
 */
export class AttrClasses {
  /** What rules demand of the field, each demand once. */
  private readonly demands: Node[] = [];
  private readonly numbers = new Map<Node, number>();
  private readonly known = new Map<string, number>();
  /** By class: 1 for each demand that holds. */
  private readonly vectors: Uint8Array[] = [];

  /**
   * @param slot place of the field in {@link Attr.classes}
   */
  constructor(
    private readonly slot: number,
    private readonly generation: number,
    private readonly testOf: (c: Check) => BytesTest,
    private readonly slots: () => number,
  ) {}

  /** Number of a demand. All must be known before the first value is classified. */
  demand(n: Node): number {
    let i = this.numbers.get(n);
    if (i === undefined) {
      i = this.demands.push(n) - 1;
      this.numbers.set(n, i);
    }
    return i;
  }

  /** Class of a value. */
  of(a: Attr | null): number {
    if (a === null) return ABSENT;
    if (a.classesGen === this.generation) {
      const c = a.classes[this.slot] as number;
      if (c !== 0) return c;
    }
    return this.classify(a);
  }

  private classify(a: Attr): number {
    if (a.classesGen !== this.generation) {
      a.classesGen = this.generation;
      a.classes = new Uint16Array(this.slots());
    }
    const vector = this.judge(a);
    const key = Buffer.from(vector).toString("latin1");
    let c = this.known.get(key);
    if (c === undefined) {
      c = FIRST + this.known.size;
      if (c >= MAX_CLASSES) c = ANY;
      else {
        this.known.set(key, c);
        this.vectors[c] = vector;
      }
    }
    a.classes[this.slot] = c;
    return c;
  }

  private judge(a: Attr | null): Uint8Array {
    const memo = new Map<Node, boolean>();
    const holds = (n: Node): boolean => {
      let yes = memo.get(n);
      if (yes === undefined) {
        yes = compute(n);
        memo.set(n, yes);
      }
      return yes;
    };
    const compute = (n: Node): boolean => {
      switch (n.kind) {
        case "const":
          return n.value;
        case "not":
          return !holds(n.child);
        case "and":
          return n.children.every(holds);
        case "or":
          return n.children.some(holds);
        case "check":
          return a !== null && (n.op === "exists" || this.testOf(n)(a.bytes, 0, a.bytes.length));
      }
    };
    return Uint8Array.from(this.demands, (n) => (holds(n) ? 1 : 0));
  }

  /** Does a demand hold for the values of a class? */
  holds(c: number, demand: number): boolean {
    if (c === ANY) return true;
    let v = this.vectors[c];
    if (v === undefined) {
      v = this.judge(null);
      this.vectors[c] = v;
    }
    return v[demand] === 1;
  }
}

/** For the rules of one judge: which of them a value of one field leaves in play, by class. */
export class ClassRows {
  /** Words of class c from c * words on. */
  rows: RuleBits = new Int32Array(0);
  private filled = new Uint8Array(0);

  /**
   * @param demands rules (by place in the judge) and what they demand of the field
   */
  constructor(
    private readonly classes: AttrClasses,
    private readonly demands: readonly { readonly rule: number; readonly demand: number }[],
    private readonly words: number,
  ) {}

  /** Offset in {@link rows} of the words for a value. */
  at(a: Attr | null): number {
    const c = this.classes.of(a);
    if (c >= this.filled.length || this.filled[c] === 0) this.fill(c);
    return c * this.words;
  }

  private fill(c: number): void {
    const { words } = this;
    if (c >= this.filled.length) {
      const size = Math.max(16, 2 * c);
      const filled = new Uint8Array(size);
      filled.set(this.filled);
      this.filled = filled;
      const rows = new Int32Array(size * words);
      rows.set(this.rows);
      this.rows = rows;
    }
    const from = c * words;
    this.rows.fill(-1, from, from + words);
    for (const { rule, demand } of this.demands) {
      if (this.classes.holds(c, demand)) continue;
      const w = from + (rule >> 5);
      this.rows[w] = (this.rows[w] as number) & ~(1 << (rule & 31));
    }
    this.filled[c] = 1;
  }
}
