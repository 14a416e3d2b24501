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

/**
 * The text of a condition, put together from scalars and changed by list names, that still knows where in the
 * files each character came from.
 */
export class ConditionText {
  private constructor(
    readonly text: string,
    /** For each character the scalar that it is from; -1 = none. */
    private readonly from: readonly number[],
    /** For each character its index in the scalar's value. */
    private readonly at: readonly number[],
    private readonly scalars: readonly SourceScalar[],
  ) {}

  static of(s: SourceScalar): ConditionText {
    const n = s.value.length;
    return new ConditionText(s.value, new Array<number>(n).fill(0), [...new Array(n).keys()], [s]);
  }

  /** The first scalar: the condition's own. */
  get context(): Context {
    return (this.scalars[0] as SourceScalar).context;
  }

  /** This text, a blank, and that of another scalar. */
  append(s: SourceScalar): ConditionText {
    const n = s.value.length;
    const k = this.scalars.length;
    return new ConditionText(
      `${this.text} ${s.value}`,
      [...this.from, -1, ...new Array<number>(n).fill(k)],
      [...this.at, 0, ...new Array<number>(n).keys()],
      [...this.scalars, s],
    );
  }

  /** This text with other text around it that comes from nowhere in particular. */
  wrap(before: string, after: string): ConditionText {
    const none = (t: string) => new Array<number>(t.length).fill(-1);
    return new ConditionText(
      before + this.text + after,
      [...none(before), ...this.from, ...none(after)],
      [...none(before), ...this.at, ...none(after)],
      this.scalars,
    );
  }

  /**
   * Replace ranges of the text; the new characters point to where the old ones began.
   * @throws {Error} if the text becomes too long
   */
  replace(changes: readonly { start: number; end: number; text: string }[]): ConditionText {
    if (changes.length === 0) return this;
    let text = "";
    const from: number[] = [];
    const at: number[] = [];
    const keep = (a: number, b: number) => {
      text += this.text.slice(a, b);
      for (let i = a; i < b; i++) {
        from.push(this.from[i] as number);
        at.push(this.at[i] as number);
      }
    };
    let done = 0;
    for (const c of changes) {
      keep(done, c.start);
      text += c.text;
      if (text.length > MAX_LENGTH) throw new Error("the condition becomes too long when its lists are filled in");
      for (let i = 0; i < c.text.length; i++) {
        from.push(this.from[c.start] ?? -1);
        at.push(this.at[c.start] ?? 0);
      }
      done = c.end;
    }
    keep(done, this.text.length);
    return new ConditionText(text, from, at, this.scalars);
  }

  /** Context of the character at an offset. */
  locate(offset: number): Context {
    let i = Math.min(offset, this.text.length - 1);
    while (i > 0 && (this.from[i] ?? -1) < 0) i--;
    const s = this.scalars[this.from[i] ?? 0] ?? (this.scalars[0] as SourceScalar);
    return this.context.expression(this.text, offset, s.source, offsetInFile(s, this.at[i] ?? 0));
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
