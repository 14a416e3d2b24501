import type { Context, SourceText } from "./place.js";

/** One scalar of a rules file. */
export interface SourceScalar {
  readonly value: string;
  readonly source: SourceText;
  /** Offsets of the scalar in the file, marks included. */
  readonly start: number;
  readonly end: number;
  readonly context: Context;
}

/** Largest condition, lists included. */
const MAX_LENGTH = 1 << 21;

/** A run of characters of a condition, up to where the next one starts. */
interface Piece {
  readonly start: number;
  /** The scalar that it is from; -1 = none. */
  readonly from: number;
  /** Index of its first character in the scalar's value. */
  readonly at: number;
  /** 1: the characters follow each other in the scalar; 0: all stand for the one at `at`. */
  readonly step: 0 | 1;
}

interface Parts {
  readonly pieces: readonly Piece[];
  readonly scalars: readonly SourceScalar[];
}

/**
 * The text of a condition, put together from scalars and changed by list names, that still knows where in the
 * files each character came from.
 */
export class ConditionText {
  private constructor(
    readonly text: string,
    /** Where the characters come from; or what was appended to what, which is put together when it is needed. */
    private made: Parts | { readonly before: ConditionText; readonly scalar: SourceScalar },
  ) {}

  static of(s: SourceScalar): ConditionText {
    return new ConditionText(s.value, { pieces: [{ start: 0, from: 0, at: 0, step: 1 }], scalars: [s] });
  }

  private get parts(): Parts {
    const added: { scalar: SourceScalar; start: number }[] = [];
    let { made } = this;
    while ("before" in made) {
      added.push({ scalar: made.scalar, start: made.before.text.length });
      made = made.before.made;
    }
    if (added.length === 0) return made;
    const pieces = [...made.pieces];
    const scalars = [...made.scalars];
    for (const { scalar, start } of added.reverse()) {
      pieces.push({ start, from: -1, at: 0, step: 0 }, { start: start + 1, from: scalars.length, at: 0, step: 1 });
      scalars.push(scalar);
    }
    made = { pieces, scalars };
    this.made = made;
    return made;
  }

  private get pieces(): readonly Piece[] {
    return this.parts.pieces;
  }

  private get scalars(): readonly SourceScalar[] {
    return this.parts.scalars;
  }

  /** The first scalar: the condition's own. */
  get context(): Context {
    return (this.scalars[0] as SourceScalar).context;
  }

  /** This text, a blank, and that of another scalar. */
  append(s: SourceScalar): ConditionText {
    return new ConditionText(`${this.text} ${s.value}`, { before: this, scalar: s });
  }

  /** This text with other text around it that comes from nowhere in particular. */
  wrap(before: string, after: string): ConditionText {
    const n = before.length;
    const pieces: Piece[] = [
      { start: 0, from: -1, at: 0, step: 0 },
      ...this.pieces.map((p) => ({ ...p, start: p.start + n })),
      { start: n + this.text.length, from: -1, at: 0, step: 0 },
    ];
    return new ConditionText(before + this.text + after, { pieces, scalars: this.scalars });
  }

  /**
   * Replace ranges of the text; the new characters point to where the old ones began.
   * @param changes in order, none over another
   * @throws {Error} if the text becomes too long
   */
  replace(changes: readonly { start: number; end: number; text: string }[]): ConditionText {
    if (changes.length === 0) return this;
    const parts: string[] = [];
    const pieces: Piece[] = [];
    let length = 0;
    let p = 0;
    const put = (text: string): void => {
      parts.push(text);
      length += text.length;
      if (length > MAX_LENGTH) throw new Error("the condition becomes too long when its lists are filled in");
    };
    const keep = (a: number, b: number): void => {
      if (a >= b) return;
      p = this.pieceAt(a, p);
      for (let i = a; i < b; p++) {
        const piece = this.pieces[p] as Piece;
        const end = Math.min(b, this.pieces[p + 1]?.start ?? b);
        pieces.push({ ...piece, start: length + i - a, at: piece.at + piece.step * (i - piece.start) });
        i = end;
      }
      p--;
      put(this.text.slice(a, b));
    };
    let done = 0;
    for (const c of changes) {
      keep(done, c.start);
      p = this.pieceAt(c.start, p);
      const piece = this.pieces[p] as Piece;
      const at = piece.at + piece.step * (c.start - piece.start);
      pieces.push({ start: length, from: piece.from, at, step: 0 });
      put(c.text);
      done = c.end;
    }
    keep(done, this.text.length);
    return new ConditionText(parts.join(""), { pieces, scalars: this.scalars });
  }

  /** Index of the piece that holds a character, looked for from piece `p` on. */
  private pieceAt(offset: number, p: number): number {
    let i = p;
    while (i + 1 < this.pieces.length && (this.pieces[i + 1] as Piece).start <= offset) i++;
    return i;
  }

  /** Context of the character at an offset. */
  locate(offset: number): Context {
    let i = Math.max(0, Math.min(offset, this.text.length - 1));
    let p = this.pieceAt(i, 0);
    while (p > 0 && (this.pieces[p] as Piece).from < 0) i = (this.pieces[p--] as Piece).start - 1;
    const { start, from, at, step } = this.pieces[p] as Piece;
    const s = this.scalars[Math.max(0, from)] as SourceScalar;
    return this.context.expression(this.text, offset, s.source, offsetInFile(s, at + step * (i - start)));
  }
}

/**
 * Offset in the file of a character of a scalar's value. Blanks differ between the two (folding, indentation), so
 * the other characters are matched in order.
 */
export function offsetInFile(s: SourceScalar, index: number): number {
  const { text } = s.source;
  let p = s.start;
  const mark = text[p];
  if (mark === '"' || mark === "'") p++;
  else if (mark === ">" || mark === "|") {
    const nl = text.indexOf("\n", p);
    if (nl >= 0) p = nl + 1;
  }
  let found = p;
  for (let i = 0; i <= index && i < s.value.length; i++) {
    const c = s.value[i] as string;
    if (/\s/.test(c)) continue;
    let q = p;
    while (q < s.end && text[q] !== c) q++;
    if (q >= s.end) break;
    found = q;
    p = q + 1;
  }
  return found;
}
