import { type Cursor, HASH, NEWLINE, UNSURE } from "./cursor.js";
import type { MapNode, Pair, ScalarNode, SeqNode, YamlNode } from "./node.js";
import { DOUBLE, flowPlain, quoted, SINGLE } from "./scalars.js";

const MAX_DEPTH = 50;
const OPEN = 91;
const CLOSE = 93;
const BRACE = 123;
const UNBRACE = 125;
const COMMA = 44;
const KEY = /[A-Za-z_][\w.-]*:(?=[ \n]|$)/y;

/** Does a collection in brackets or braces begin here? */
export function atFlow(c: Cursor): boolean {
  const code = c.code(c.pos);
  return code === OPEN || code === BRACE;
}

/** The plain key that is here, with its colon; undefined if there is none. */
export function keyAt(c: Cursor): ScalarNode | undefined {
  KEY.lastIndex = c.pos;
  if (!KEY.test(c.text)) return undefined;
  const start = c.pos;
  c.pos = KEY.lastIndex;
  const end = c.pos - 1;
  return { kind: "scalar", text: c.text.slice(start, end), plain: true, start, end };
}

/**
 * `[a, b]` or `{a: b}`.
 * @param parent column that its further lines must be beyond
 */
export function flow(c: Cursor, parent: number, depth: number): SeqNode | MapNode {
  if (depth > MAX_DEPTH) throw UNSURE;
  const start = c.pos;
  const isMap = c.code(c.pos++) === BRACE;
  const close = isMap ? UNBRACE : CLOSE;
  const items: SeqNode["items"] = [];
  const pairs: Pair[] = [];
  for (;;) {
    skip(c, parent, depth);
    let code = c.code(c.pos);
    if (code !== close) {
      if (isMap) pairs.push(pair(c, parent, depth));
      else items.push(item(c, parent, depth));
      skip(c, parent, depth);
      code = c.code(c.pos);
    }
    c.pos++;
    if (code === close) return isMap ? { kind: "map", pairs, start } : { kind: "seq", items, start };
    if (code !== COMMA) throw UNSURE;
  }
}

function pair(c: Cursor, parent: number, depth: number): Pair {
  const key = keyAt(c);
  if (key === undefined) throw UNSURE;
  skip(c, parent, depth);
  return { key, value: item(c, parent, depth) };
}

function item(c: Cursor, parent: number, depth: number): YamlNode {
  if (atFlow(c)) return flow(c, parent, depth + 1);
  const code = c.code(c.pos);
  return code === SINGLE || code === DOUBLE ? quoted(c, parent) : flowPlain(c);
}

/** To the next token. Only the last bracket of all may stand right under the parent. */
function skip(c: Cursor, parent: number, depth: number): void {
  const { line, pos } = c;
  c.skip();
  if (c.line === line) return;
  // right behind a line break, the library may take a comment for one that has no blank before it
  for (let i = pos + 1; i < c.pos; i++) if (c.code(i) === HASH && c.code(i - 1) === NEWLINE) throw UNSURE;
  if (c.column > parent) return;
  const code = c.code(c.pos);
  if (c.column !== parent || depth > 0 || (code !== CLOSE && code !== UNBRACE)) throw UNSURE;
}
