import { parseBracket } from "./bracket.js";
import { type BytesTest, equals, FOLD } from "./bytetests.js";

/**
 * fnmatch(3) without flags: `*` and `?` match any byte, `/` and leading dots included.
 *
 * The pattern is cut at its stars. The first piece is anchored at the start and the last at the end; each piece
 * between is taken at its leftmost place, which is never worse than a later one. So there is no backtracking: the
 * cost is at most text length times piece length.
 */
export function glob(pattern: Uint8Array, fold = false): BytesTest {
  const text = Buffer.from(pattern).toString("latin1");
  if (!/[*?[\\]/.test(text) && !fold) return equals(pattern);
  const pieces = cut(text, fold);
  if (pieces === undefined) return () => false;
  const map = fold ? FOLD : IDENTITY;
  const head = pieces[0] as Piece;
  if (pieces.length === 1) return (buf, off, len) => len === head.length && at(head, map, buf, off);

  const tail = pieces[pieces.length - 1] as Piece;
  const middle = pieces.slice(1, -1).filter((p) => p.length > 0);
  const fixed = head.length + tail.length;
  return (buf, off, len) => {
    if (len < fixed || !at(head, map, buf, off)) return false;
    const end = off + len - tail.length;
    if (!at(tail, map, buf, end)) return false;
    let p = off + head.length;
    for (let i = 0; i < middle.length; i++) {
      const piece = middle[i] as Piece;
      const last = end - piece.length;
      while (p <= last && !at(piece, map, buf, p)) p++;
      if (p > last) return false;
      p += piece.length;
    }
    return true;
  };
}

/** Consecutive single-byte matchers: a byte, -1 for any byte, or -2 - i for bracket i. */
interface Piece {
  readonly length: number;
  readonly codes: Int16Array;
  readonly sets: readonly Uint8Array[];
}

const IDENTITY: Uint8Array = new Uint8Array(256).map((_, b) => b);

function at(p: Piece, map: Uint8Array, buf: Uint8Array, off: number): boolean {
  const codes = p.codes;
  for (let i = 0; i < codes.length; i++) {
    const c = codes[i] as number;
    const b = map[buf[off + i] as number] as number;
    if (c >= 0 ? b !== c : c !== -1 && (p.sets[-2 - c] as Uint8Array)[b] === 0) return false;
  }
  return true;
}

/** Pieces between the stars; undefined if the pattern can match nothing (a backslash at its end). */
function cut(text: string, fold: boolean): Piece[] | undefined {
  const pieces: Piece[] = [];
  let codes: number[] = [];
  let sets: Uint8Array[] = [];
  const close = () => {
    pieces.push({ length: codes.length, codes: Int16Array.from(codes), sets });
    codes = [];
    sets = [];
  };
  const source = fold ? text.replace(/[A-Z]+/g, (m) => m.toLowerCase()) : text;
  for (let i = 0; i < source.length; i++) {
    const c = source[i];
    const bracket = c === "[" ? parseBracket(source, i) : undefined;
    if (c === "*") close();
    else if (c === "?") codes.push(-1);
    else if (bracket !== undefined) {
      codes.push(-2 - sets.length);
      sets.push(bracket.set);
      i = bracket.end - 1;
    } else {
      if (c === "\\" && ++i >= source.length) return undefined;
      codes.push(source.charCodeAt(i));
    }
  }
  close();
  return pieces;
}
