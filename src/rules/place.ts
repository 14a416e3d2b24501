import type { Location, Place, Position } from "./errors.js";

const HALF_WINDOW = 80;

/** The text of one rules file, with its lines. */
export class SourceText {
  /** Offset of the start of each line. */
  private readonly starts: number[] = [0];

  constructor(
    readonly name: string,
    readonly text: string,
  ) {
    for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) this.starts.push(i + 1);
  }

  /** Line and column of an offset, both from 0. */
  position(offset: number): { line: number; column: number } {
    const at = Math.max(0, Math.min(offset, this.text.length));
    let line = 0;
    for (let after = this.starts.length; after - line > 1; ) {
      const middle = (line + after) >> 1;
      if ((this.starts[middle] as number) <= at) line = middle;
      else after = middle;
    }
    return { line, column: at - (this.starts[line] as number) };
  }
}

/** The line around an offset with a caret below it; long lines are cut to a window. */
export function snippetAt(text: string, offset: number): string {
  if (text === "") return "<No context available>\n";
  const at = Math.max(0, Math.min(offset, text.length - (text.endsWith("\n") ? 1 : 0)));
  const start = at === 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1;
  const nl = text.indexOf("\n", at);
  const end = nl < 0 ? text.length : nl;
  const from = Math.max(start, at - HALF_WINDOW);
  const to = Math.min(end, at + HALF_WINDOW);
  const head = from > start ? "..." : "";
  const tail = to < end ? "..." : "";
  const line = `${head}${text.slice(from, to).replace(/[\t\r]/g, " ")}${tail}`;
  return `${line}\n${" ".repeat(head.length + at - from)}^\n`;
}

/**
 * A place in a file together with the chain of items that leads to it. Many are made and few are asked for anything:
 * lines and columns are worked out when they are.
 */
export class Context {
  private constructor(
    readonly source: SourceText,
    readonly offset: number,
    private readonly parent: Context | undefined,
    private readonly itemType: string,
    private readonly itemName: string,
    /** Text of the condition that the place is in, lists filled in. */
    private readonly condition?: { readonly text: string; readonly offset: number },
  ) {}

  /** The file as a whole. */
  static file(source: SourceText): Context {
    return new Context(source, 0, undefined, "rules content", "");
  }

  /** One step further in. */
  child(itemType: string, itemName: string, offset: number): Context {
    return new Context(this.source, offset, this, itemType, itemName);
  }

  /**
   * A place inside a condition.
   * @param text the condition as it was parsed
   * @param start offset in that text
   * @param source file that this part of the text comes from
   * @param offset offset in that file
   */
  expression(text: string, start: number, source: SourceText, offset: number): Context {
    return new Context(source, offset, this, "condition expression", "", { text, offset: start });
  }

  /** From the outside in. */
  get locations(): readonly Location[] {
    const out: Location[] = [];
    for (let c: Context | undefined = this; c !== undefined; c = c.parent) {
      out.push({ itemType: c.itemType, itemName: c.itemName, position: c.position() });
    }
    return out.reverse();
  }

  private position(): Position {
    const { source, offset, condition } = this;
    if (condition === undefined) return { name: source.name, ...source.position(offset), offset };
    const { text, offset: start } = condition;
    const before = text.slice(0, start).split("\n");
    const base = this.parent?.position() ?? { line: 0, column: 0, offset: 0 };
    const shown = (text.length <= 20 ? text : `${text.slice(0, 17)}...`).replace(/[\n\r]/g, " ");
    return {
      name: `"${shown}"`,
      line: base.line + before.length,
      column: base.column + (before[before.length - 1] as string).length + 1,
      offset: base.offset + start,
    };
  }

  /** Everything that a report needs. */
  place(): Place {
    const { line, column } = this.source.position(this.offset);
    const snippet = snippetAt(this.source.text, this.offset);
    const { condition } = this;
    return {
      file: this.source.name,
      line: line + 1,
      column: column + 1,
      snippet,
      excerpt: condition === undefined ? snippet : snippetAt(condition.text, condition.offset),
      locations: this.locations,
    };
  }
}
