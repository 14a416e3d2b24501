import { decodeText, EMPTY, encodeText } from "../event/bytes.js";

const NO_CLASSES: Uint16Array = new Uint16Array(0);

/**
 * An immutable text attribute of a process (its name, path, command line ...), kept as bytes.
 *
 * Compiled rules remember the outcome of their tests on it in `memo`, so that a test like
 * `proc.name in (...)` costs one byte load the second time. `gen` says which compiled rule set the memo
 * belongs to; any other set starts afresh.
 */
export class Attr {
  readonly bytes: Uint8Array;
  /** 0 = not tested, 1 = false, 2 = true; indexed by the compiler's test numbers. */
  memo: Uint8Array = EMPTY;
  gen = 0;
  /** Classes that compiled rules have sorted it into, by field; 0 = not yet. Of the rule set `classesGen`. */
  classes: Uint16Array = NO_CLASSES;
  classesGen = 0;
  private text: string | undefined;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  static of(text: string): Attr {
    return new Attr(encodeText(text));
  }

  /** The bytes as text, decoded once. */
  get str(): string {
    this.text ??= decodeText(this.bytes, 0, this.bytes.length);
    return this.text;
  }
}

export const EMPTY_ATTR: Attr = new Attr(EMPTY);
