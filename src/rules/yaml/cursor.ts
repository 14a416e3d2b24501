/** Thrown where the quick reader is not sure what a text means. */
export const UNSURE = new Error("not in the part of YAML that the quick reader knows");

export const NEWLINE = 10;
export const SPACE = 32;
export const HASH = 35;
export const DASH = 45;
export const COLON = 58;
export const END = -1;

/** A place in a YAML text. */
export class Cursor {
  pos = 0;
  /** Start of the line that `pos` is in. */
  line = 0;

  constructor(readonly text: string) {}

  /** Character code at an offset; `END` after the last. */
  code(at: number): number {
    return at < this.text.length ? this.text.charCodeAt(at) : END;
  }

  get column(): number {
    return this.pos - this.line;
  }

  get atEnd(): boolean {
    return this.pos >= this.text.length;
  }

  /** Over blanks. */
  blanks(): void {
    while (this.code(this.pos) === SPACE) this.pos++;
  }

  /** Offset of the end of the line that an offset is in. */
  lineEnd(at: number): number {
    const i = this.text.indexOf("\n", at);
    return i < 0 ? this.text.length : i;
  }

  /** Is there nothing more on this line? A comment must have a blank before it. */
  restIsEmpty(): boolean {
    const c = this.code(this.pos);
    if (c === HASH && this.pos > this.line && this.code(this.pos - 1) !== SPACE) throw UNSURE;
    return c === NEWLINE || c === END || c === HASH;
  }

  /** Over what may stand behind a value. */
  endOfLine(): void {
    this.blanks();
    if (!this.restIsEmpty()) throw UNSURE;
    this.pos = this.lineEnd(this.pos);
  }

  /** To the next thing that is neither blank nor comment. */
  skip(): void {
    for (;;) {
      this.blanks();
      if (this.atEnd || !this.restIsEmpty()) return;
      this.pos = this.lineEnd(this.pos);
      if (this.atEnd) return;
      this.line = ++this.pos;
    }
  }

  /** Is there a mark of a sequence's entry here? */
  atDash(): boolean {
    if (this.code(this.pos) !== DASH) return false;
    const c = this.code(this.pos + 1);
    return c === SPACE || c === NEWLINE || c === END;
  }
}
