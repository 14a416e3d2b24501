import { type SourceText, snippetAt } from "../rules/place.js";

/** A test file that makes no sense; says where and what would be right. */
export class RuleTestError extends Error {
  override readonly name = "RuleTestError";
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
  /** The line in question with a caret under the column. */
  readonly snippet: string;

  constructor(
    message: string,
    source: SourceText,
    offset: number,
    /** What might have been meant; empty if nothing comes close. */
    readonly hint: string = "",
  ) {
    super(message);
    const { line, column } = source.position(offset);
    this.file = source.name;
    this.line = line + 1;
    this.column = column + 1;
    this.snippet = snippetAt(source.text, offset);
  }

  /** The whole story in a few lines. */
  describe(): string {
    const more = this.hint === "" ? "" : `${this.hint}\n`;
    return `${this.file}:${this.line}:${this.column}: ${this.message}\n${this.snippet}${more}`;
  }
}
