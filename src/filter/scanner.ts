import { FilterError } from "./error.js";
import { EscapeError, unescapeText } from "./escape.js";

const BLANK = /[ \t\b\r\n]+/y;
// one letter, then the rest: two loops over the same letters would try every way to share them
const IDENTIFIER = /[a-zA-Z][a-zA-Z0-9_]*/y;
const FIELD = /[a-zA-Z][a-zA-Z0-9_]*(?:\.[a-zA-Z][a-zA-Z0-9_]*)+/y;
const BARE = /[^()"' \t\n\v\f\r=,]+/y;
const BARE_ARG = /[^\][" '\t\n\v\f\r]+/y;
const NUMBER = /[+-]?[0-9]+\.?[0-9]*(?:[eE][+-][0-9]+)?/y;
const HEX = /0[xX][0-9a-fA-F]+/y;

/**
 * Reads tokens of the condition language at a moving position. What a character means depends on where it stands
 * (`<` is an operator or the start of a value), so the parser asks for the token it expects.
 */
export class Scanner {
  pos = 0;
  /** The last token that was taken, for messages. */
  last = "";
  constructor(readonly text: string) {}

  get done(): boolean {
    return this.pos >= this.text.length;
  }

  private take(re: RegExp): string | undefined {
    re.lastIndex = this.pos;
    const m = re.exec(this.text);
    if (m === null || m[0] === "") return undefined;
    this.pos += m[0].length;
    this.last = m[0];
    return m[0];
  }

  /** Skip blanks; true if there were any. */
  blank(): boolean {
    BLANK.lastIndex = this.pos;
    if (!BLANK.test(this.text)) return false;
    this.pos = BLANK.lastIndex;
    return true;
  }

  /** Go back to an earlier place. */
  back(pos: number, last: string): void {
    this.pos = pos;
    this.last = last;
  }

  /** Take this exact text. */
  literal(text: string): boolean {
    if (!this.text.startsWith(text, this.pos)) return false;
    this.pos += text.length;
    this.last = text;
    return true;
  }

  identifier(): string | undefined {
    return this.take(IDENTIFIER);
  }

  field(): string | undefined {
    try {
      return this.take(FIELD);
    } catch (e) {
      // millions of dots exhaust the stack of the regular expression engine
      if (!(e instanceof RangeError)) throw e;
      throw new FilterError("this name is too long", "syntax", { start: this.pos, end: this.pos + 1 });
    }
  }

  bare(): string | undefined {
    return this.take(BARE);
  }

  bareArg(): string | undefined {
    return this.take(BARE_ARG);
  }

  number(): string | undefined {
    return this.take(HEX) ?? this.take(NUMBER);
  }

  /** A quoted string's value; undefined if the next character is not a quote. */
  quoted(): string | undefined {
    const start = this.pos;
    const quote = this.text[start];
    if (quote !== '"' && quote !== "'") return undefined;
    let end = start + 1;
    for (;;) {
      end = this.text.indexOf(quote, end);
      if (end < 0) {
        throw new FilterError(`this ${quote}-quoted text is never closed`, "syntax", { start, end: this.text.length });
      }
      if (this.text[end - 1] !== "\\") break;
      end++;
    }
    this.pos = end + 1;
    try {
      this.last = unescapeText(this.text.slice(start, end + 1));
      return this.last;
    } catch (e) {
      if (!(e instanceof EscapeError)) throw e;
      throw new FilterError(e.message, "syntax", { start: start + e.at, end: end + 1 });
    }
  }
}
