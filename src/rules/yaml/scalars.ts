import { COLON, type Cursor, DASH, END, HASH, NEWLINE, SPACE, UNSURE } from "./cursor.js";
import type { ScalarNode } from "./node.js";

/** What a scalar without quotes does not begin with; the dash only if a blank follows. */
const NOT_FIRST = codes(",[]{}#&*!|>'\"%@`?:");
const FLOW = codes(",[]{}");
export const DOUBLE = 34;
export const SINGLE = 39;
const BACKSLASH = 92;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", '"': '"', "\\": "\\", "/": "/" };

function codes(chars: string): Uint8Array {
  const set = new Uint8Array(128);
  for (const c of chars) set[c.charCodeAt(0)] = 1;
  return set;
}

/** Lines of a flow scalar made one: blanks at the breaks go, a break becomes a blank, an empty line a break. */
function fold(text: string): string {
  if (!text.includes("\n")) return text;
  const lines = text.split("\n");
  const last = lines.length - 1;
  let out = (lines[0] as string).replace(/ +$/, "");
  let gap = " ";
  for (let i = 1; i <= last; i++) {
    const line = (lines[i] as string).replace(i === last ? /^ +/ : /^ +| +$/g, "");
    if (line === "" && i < last) gap = gap === " " ? "\n" : `${gap}\n`;
    else {
      out += gap + line;
      gap = " ";
    }
  }
  return out;
}

/**
 * A scalar outside brackets.
 * @param parent column that its further lines must be beyond
 */
export function scalar(c: Cursor, parent: number): ScalarNode {
  switch (c.text[c.pos]) {
    case "'":
    case '"': {
      const s = quoted(c, parent);
      c.endOfLine();
      return s;
    }
    case "|":
    case ">":
      return block(c, parent);
    default:
      return plain(c, parent);
  }
}

function first(c: Cursor, inFlow: boolean): void {
  const code = c.code(c.pos);
  if (NOT_FIRST[code] === 1) throw UNSURE;
  if (code !== DASH) return;
  const next = c.code(c.pos + 1);
  if (next === SPACE || next === NEWLINE || next === END || (inFlow && FLOW[next] === 1)) throw UNSURE;
}

/** Over the text of a plain scalar on this line; returns the offset after its last character. */
function plainLine(c: Cursor, inFlow: boolean): number {
  let end = c.pos;
  for (; ; c.pos++) {
    const code = c.code(c.pos);
    if (code === SPACE) continue;
    if (code === NEWLINE || code === END || (inFlow && FLOW[code] === 1)) return end;
    if (code === HASH && c.code(c.pos - 1) === SPACE) return end;
    if (code === COLON) {
      const next = c.code(c.pos + 1);
      if (next === SPACE || next === NEWLINE || next === END || (inFlow && FLOW[next] === 1)) throw UNSURE;
    }
    end = c.pos + 1;
  }
}

/** A scalar without quotes in brackets: never longer than a line, or else the library looks at it. */
export function flowPlain(c: Cursor): ScalarNode {
  first(c, true);
  const start = c.pos;
  const end = plainLine(c, true);
  return { kind: "scalar", text: c.text.slice(start, end), plain: true, start, end };
}

function plain(c: Cursor, parent: number): ScalarNode {
  first(c, false);
  const start = c.pos;
  let end = plainLine(c, false);
  while (c.code(c.pos) === NEWLINE) {
    let p = c.pos + 1;
    let line = p;
    for (let code = c.code(p); code === SPACE || code === NEWLINE; code = c.code(p)) {
      p++;
      if (code === NEWLINE) line = p;
    }
    if (p - line <= parent || p >= c.text.length || c.code(p) === HASH) break;
    c.pos = p;
    c.line = line;
    end = plainLine(c, false);
  }
  return { kind: "scalar", text: fold(c.text.slice(start, end)), plain: true, start, end };
}

/** A scalar in quotes. */
export function quoted(c: Cursor, parent: number): ScalarNode {
  const start = c.pos;
  const mark = c.code(start);
  let escapes = false;
  let breaks = false;
  let p = start + 1;
  for (; ; p++) {
    const code = c.code(p);
    if (code === END) throw UNSURE;
    if (code === mark) {
      if (mark === DOUBLE || c.code(p + 1) !== SINGLE) break;
      escapes = true;
      p++;
    } else if (code === BACKSLASH && mark === DOUBLE) {
      escapes = true;
      p++;
    } else if (code === NEWLINE) {
      breaks = true;
      c.line = p + 1;
      while (c.code(p + 1) === SPACE) p++;
      if (c.code(p + 1) !== NEWLINE && p + 1 - c.line <= parent) throw UNSURE;
    }
  }
  const inner = c.text.slice(start + 1, p);
  c.pos = p + 1;
  if (breaks && escapes) throw UNSURE;
  const text = escapes ? withoutEscapes(inner, mark) : fold(inner);
  return { kind: "scalar", text, plain: false, start, end: c.pos };
}

function withoutEscapes(text: string, mark: number): string {
  if (mark === SINGLE) return text.replaceAll("''", "'");
  return text.replace(/\\([\s\S])/g, (_, e: string) => {
    const to = ESCAPES[e];
    if (to === undefined) throw UNSURE;
    return to;
  });
}

/** `|` and `>`. */
function block(c: Cursor, parent: number): ScalarNode {
  const start = c.pos;
  const folded = c.text[c.pos++] === ">";
  const strip = c.text[c.pos] === "-";
  if (strip) c.pos++;
  c.blanks();
  if (c.code(c.pos) !== NEWLINE) throw UNSURE;
  const lines: string[] = [];
  let indent = -1;
  let widest = 0;
  let p = c.pos + 1;
  let end = p;
  let last = 0;
  while (p < c.text.length) {
    const nl = c.lineEnd(p);
    let q = p;
    while (q < nl && c.code(q) === SPACE) q++;
    if (q === nl) {
      // a line of blanks: more of them than the indentation would count as text
      widest = Math.max(widest, q - p);
      if (nl === c.text.length || (indent >= 0 && widest > indent)) throw UNSURE;
      lines.push("");
    } else {
      if (indent < 0) {
        indent = q - p;
        if (indent <= parent || widest > indent) throw UNSURE;
      }
      if (q - p < indent) {
        if (q - p > parent) throw UNSURE;
        break;
      }
      lines.push(c.text.slice(p + indent, nl));
      last = lines.length;
      end = Math.min(nl + 1, c.text.length);
    }
    p = nl + 1;
  }
  if (indent < 0) throw UNSURE;
  c.pos = Math.min(p, c.text.length);
  c.line = c.pos;
  lines.length = last;
  const text = (folded ? foldBlock(lines) : lines.join("\n")) + (strip ? "" : "\n");
  return { kind: "scalar", text, plain: false, start, end };
}

/** Lines of a `>` scalar made one; those that are indented further keep their breaks. */
function foldBlock(lines: readonly string[]): string {
  let i = 0;
  while (lines[i] === "") i++;
  let out = "\n".repeat(i);
  let gap = "";
  let further = false;
  for (; i < lines.length; i++) {
    const line = lines[i] as string;
    if (line.charCodeAt(0) === SPACE) {
      if (gap === " ") gap = "\n";
      else if (!further && gap === "\n") gap = "\n\n";
      out += gap + line;
      gap = "\n";
      further = true;
    } else if (line === "") {
      if (gap === "\n") out += "\n";
      else gap = "\n";
    } else {
      out += gap + line;
      gap = " ";
      further = false;
    }
  }
  return out;
}
