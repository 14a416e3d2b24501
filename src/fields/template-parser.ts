import type { BoundField, FieldRegistry } from "./field.js";
import { TRANSFORMERS } from "./transform.js";

/** A part of an output format. */
export type Token =
  | { readonly kind: "text"; readonly text: string; readonly width: number }
  | { readonly kind: "field"; readonly field: BoundField; readonly width: number }
  | {
      readonly kind: "call";
      readonly name: string;
      readonly args: readonly Token[];
      /** The letter that `getopt(...)[c]` asks for. */
      readonly option?: string;
      /** Canonical text: no blanks, quotes dropped. */
      readonly text: string;
      readonly width: number;
    }
  | { readonly kind: "items"; readonly items: readonly Token[]; readonly width: number };

/** Trouble in an output format. */
export class TemplateError extends Error {
  constructor(
    message: string,
    /** Offset into the format of the place the message is about. */
    readonly offset: number,
    /** Names that may have been meant, nearest first. */
    readonly near: readonly string[] = [],
  ) {
    super(message);
  }
}

/** Split an output format into literal text, fields and transformer calls. */
export function parseTemplate(text: string, registry: FieldRegistry, shift: number): Token[] {
  return new Parser(text, registry, shift).parse();
}

const NAME = /[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)+/y;
const CALL = /([a-z0-9_]+)\(/y;
const BRACKET = /\[(?:"[^"]*"|'[^']*'|[^\]]*)\]/y;
const DIGITS = /\d+/y;
const BLANKS = /\s*/y;
const NUMBER = /[+-]?\d+/y;
const OPTION = /\[["']?([^\][\s"'])["']?\]/y;
const MAX_WIDTH = 4096;

const TEXTS: ReadonlySet<string> = new Set(["CHARBUF", "FSPATH", "FSRELPATH"]);
const ARGUMENT_TYPES: Readonly<Record<string, ReadonlySet<string>>> = {
  tolower: TEXTS,
  toupper: TEXTS,
  basename: TEXTS,
  concat: TEXTS,
  b64: new Set(["CHARBUF", "BYTEBUF"]),
  len: new Set([...TEXTS, "BYTEBUF"]),
};

/** Transformers that make a list of a list. */
const ITEM_BY_ITEM: ReadonlySet<string> = new Set(["tolower", "toupper", "basename", "b64"]);

/** Longest field that is looked for, dotted argument included. */
const MAX_NAME = 1024;

/** How deep arguments may nest. */
const MAX_DEPTH = 100;

class Parser {
  private pos = 0;
  private depth = 0;
  constructor(
    private readonly text: string,
    private readonly registry: FieldRegistry,
    private readonly shift: number,
  ) {}

  parse(): Token[] {
    const out: Token[] = [];
    const { text } = this;
    while (this.pos < text.length) {
      const at = text.indexOf("%", this.pos);
      if (at !== this.pos) {
        const end = at < 0 ? text.length : at;
        out.push({ kind: "text", text: text.slice(this.pos, end), width: 0 });
        this.pos = end;
        continue;
      }
      this.pos++;
      if (this.pos === text.length) this.fail("invalid formatting syntax: formatting cannot end with a %", at);
      const digits = this.match(DIGITS);
      if (digits !== undefined && this.pos === text.length)
        this.fail("invalid formatting syntax: formatting cannot end with a number", at);
      const width = Math.min(Number(digits?.[0] ?? 0), MAX_WIDTH);
      out.push({ ...this.expression(at), width });
    }
    return out;
  }

  /** A transformer call or a field at the current position. */
  private expression(at: number): Token {
    const start = this.pos;
    const call = this.match(CALL);
    const name = call?.[1];
    if (name !== undefined) {
      const arity = TRANSFORMERS[name];
      if (arity === undefined) this.fail(`invalid formatting token: there is no transformer '${name}'`, start);
      return this.call(name, arity, start);
    }
    return this.field(at);
  }

  private call(name: string, [min, max]: readonly [number, number], start: number): Token {
    const args: Token[] = [];
    const texts: string[] = [];
    for (;;) {
      this.match(BLANKS);
      const arg = this.argument();
      args.push(arg);
      texts.push(textOf(arg));
      this.match(BLANKS);
      const c = this.text[this.pos++];
      if (c === ")") break;
      if (c !== ",") this.fail(`invalid formatting token: '${name}(' is not closed`, start);
    }
    if (args.length < min || args.length > max)
      this.fail(
        `transformer '${name}' takes ${min === max ? min : `${min} or more`} argument${max === 1 ? "" : "s"}, not ${args.length}`,
        start,
      );
    for (const a of args) this.checkArgument(name, a, start);
    this.checkLists(name, args, start);
    const text = `${name}(${texts.join(",")})`;
    const option = name === "getopt" ? this.match(OPTION)?.[1] : undefined;
    if (option === undefined) return { kind: "call", name, args, text, width: 0 };
    return { kind: "call", name, args, option, text: `${text}[${option}]`, width: 0 };
  }

  /** Transformers of several arguments want texts, and lists of them, in certain places. */
  private checkLists(name: string, args: readonly Token[], at: number): void {
    const lists = args.map(isList);
    if (name === "join" && (lists[0] === true || lists[1] !== true))
      this.fail("join() takes a single separator and a list", at);
    if (name === "getopt" && (lists[0] !== true || lists[1] === true))
      this.fail("getopt() takes a list of arguments and a single text of option letters", at);
    if (name === "concat" && lists.includes(true)) this.fail("concat() takes single texts, not lists", at);
  }

  /** Transformers of one text take texts only, and no field that may have many values at once. */
  private checkArgument(name: string, arg: Token, at: number): void {
    if (arg.kind === "call" && arg.name === "len" && name !== "join")
      this.fail(`transformer '${name}' does not take '${arg.text}', which is a number`, at);
    if (arg.kind !== "field") return;
    const { def } = arg.field;
    if (def.noTransformer === true) this.fail(`field '${arg.field.text}' does not support transformers`, at);
    const wants = ARGUMENT_TYPES[name];
    if (wants !== undefined && !wants.has(def.type) && !(name === "len" && def.list === true))
      this.fail(`transformer '${name}' does not take '${arg.field.text}', which is of type ${def.type}`, at);
  }

  private argument(): Token {
    const start = this.pos;
    if (++this.depth > MAX_DEPTH) this.fail("invalid formatting token: nested too deeply", start);
    const token = this.plainArgument(start);
    this.depth--;
    return token;
  }

  private plainArgument(start: number): Token {
    const c = this.text[start];
    if (c === '"' || c === "'") {
      const end = this.text.indexOf(c, start + 1);
      if (end < 0) this.fail("invalid formatting token: the quote is not closed", start);
      this.pos = end + 1;
      return { kind: "text", text: this.text.slice(start + 1, end), width: 0 };
    }
    if (c === "(") {
      this.pos++;
      const items: Token[] = [];
      for (;;) {
        this.match(BLANKS);
        if (items.length === 0 && this.text[this.pos] === ")") break;
        items.push(this.argument());
        this.match(BLANKS);
        if (this.text[this.pos] === ")") break;
        if (this.text[this.pos++] !== ",") this.fail("invalid formatting token: the list is not closed", start);
      }
      this.pos++;
      return { kind: "items", items, width: 0 };
    }
    const number = this.match(NUMBER);
    if (number !== undefined) return { kind: "text", text: number[0], width: 0 };
    return this.expression(start);
  }

  /** The longest piece of text that names a field. */
  private field(at: number): Token {
    const start = this.pos;
    const full = this.match(NAME)?.[0];
    if (full === undefined) {
      const shown = /^[^\s%]*/.exec(this.text.slice(start))?.[0] ?? "";
      this.fail(`invalid formatting token: '%${shown}' names no field`, at);
    }
    let trouble: string | undefined;
    const bracket = this.match(BRACKET)?.[0];
    const tries = bracket === undefined ? [] : [full + bracket];
    for (let n = Math.min(full.length, MAX_NAME); n > 0 && full.slice(0, n).includes("."); n--)
      tries.push(full.slice(0, n));
    for (const name of tries) {
      try {
        const field = this.registry.lookup(name);
        if (field === undefined) continue;
        this.pos = start + name.length;
        return { kind: "field", field, width: 0 };
      } catch (e) {
        trouble ??= e instanceof Error ? e.message : String(e);
      }
    }
    if (trouble !== undefined) this.fail(trouble, at);
    throw new TemplateError(`invalid formatting token ${full}`, at + this.shift, this.registry.suggest(full));
  }

  private match(re: RegExp): RegExpExecArray | undefined {
    re.lastIndex = this.pos;
    const m = re.exec(this.text);
    if (m === null) return undefined;
    this.pos = re.lastIndex;
    return m;
  }

  private fail(message: string, offset: number): never {
    throw new TemplateError(message, offset + this.shift);
  }
}

/** Does it have several values? */
function isList(t: Token): boolean {
  switch (t.kind) {
    case "text":
      return false;
    case "items":
      return true;
    case "field":
      return t.field.def.list === true;
    case "call":
      if (t.name === "getopt") return t.option === undefined;
      return ITEM_BY_ITEM.has(t.name) && t.args.some(isList);
  }
}

function textOf(t: Token): string {
  switch (t.kind) {
    case "text":
      return t.text;
    case "field":
      return t.field.text;
    case "call":
      return t.text;
    case "items":
      return `(${t.items.map(textOf).join(",")})`;
  }
}
