// A quick reader for the part of YAML that rules files are written in: block sequences and mappings with plain keys,
// scalars in every style, collections in brackets and braces, comments. It gives exactly what the YAML library gives, or nothing:
// whatever is rare (anchors, tags, tabs, several documents) or wrong is left to the library. A property test holds
// the two against each other.
import { Cursor, HASH, UNSURE } from "./cursor.js";
import { atFlow, flow, keyAt } from "./flow.js";
import type { MapNode, Pair, SeqNode, YamlNode } from "./node.js";
import { scalar } from "./scalars.js";

const MAX_DEPTH = 50;
/** Tabs, carriage returns, marks of byte order and the like. */
const UNUSUAL = /[^\n\x20-\x7e\xa0-\u2027\u202a-\ufefe\uff00-\ufffd]/;

/** The root of the only document of a text; undefined if the library has to look at it. */
export function readQuick(text: string): YamlNode | undefined {
  if (UNUSUAL.test(text)) return undefined;
  try {
    return new Reader(text).root();
  } catch (e) {
    if (e === UNSURE) return undefined;
    throw e;
  }
}

class Reader {
  private readonly c: Cursor;
  private depth = 0;

  constructor(text: string) {
    this.c = new Cursor(text);
  }

  root(): YamlNode {
    const { c } = this;
    c.skip();
    if (c.column !== 0 || !c.atDash()) throw UNSURE;
    const root = this.seq();
    if (!c.atEnd) throw UNSURE;
    return root;
  }

  /** The sequence whose first dash is here. */
  private seq(): SeqNode {
    const { c } = this;
    if (++this.depth > MAX_DEPTH) throw UNSURE;
    const start = c.pos;
    const { column } = c;
    const items: SeqNode["items"] = [];
    do {
      c.pos++;
      c.blanks();
      const from = c.pos;
      if (c.restIsEmpty()) {
        c.skip();
        if (c.atEnd || c.column <= column) throw UNSURE;
      }
      items.push(this.node(column, from));
      c.skip();
    } while (this.goesOn(column) && c.atDash());
    this.depth--;
    return { kind: "seq", items, start };
  }

  /** Does a collection in this column have more, or does it end? */
  private goesOn(column: number): boolean {
    const { c } = this;
    if (c.atEnd || c.column < column) return false;
    if (c.column > column) throw UNSURE;
    return true;
  }

  /** The mapping whose first key is here. */
  private map(): MapNode {
    const { c } = this;
    if (++this.depth > MAX_DEPTH) throw UNSURE;
    const start = c.pos;
    const { column } = c;
    const pairs: Pair[] = [];
    do {
      const key = keyAt(c);
      if (key === undefined) throw UNSURE;
      pairs.push({ key, value: this.value(column) });
      c.skip();
    } while (this.goesOn(column));
    this.depth--;
    return { kind: "map", pairs, start };
  }

  /** The value behind the colon of a key in a column. */
  private value(column: number): YamlNode {
    const { c } = this;
    c.blanks();
    if (!c.restIsEmpty()) return this.inline(column);
    const start = c.pos;
    c.skip();
    if (!c.atEnd) {
      if (c.column > column) return this.node(column, start);
      if (c.column === column && c.atDash()) return this.seq();
    }
    return { kind: "scalar", text: "", plain: true, start, end: start };
  }

  /**
   * Whatever is here, below something in a column.
   * @param from where the mark that it belongs to ends
   */
  private node(parent: number, from: number): YamlNode {
    const { c } = this;
    if (c.atDash()) return this.seq();
    const at = c.pos;
    if (keyAt(c) !== undefined) {
      c.pos = at;
      return this.map();
    }
    // a comment between a mark and a scalar can mislead the library about the scalar's indentation
    for (let i = from; i < c.pos; i++) if (c.code(i) === HASH) throw UNSURE;
    return this.inline(parent);
  }

  /** Whatever is no block collection. */
  private inline(parent: number): YamlNode {
    const { c } = this;
    if (!atFlow(c)) return scalar(c, parent);
    const collection = flow(c, parent, 0);
    c.endOfLine();
    return collection;
  }
}
