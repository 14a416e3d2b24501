/**
 * Quoted text and raw bytes.
 *
 * A literal may hold any bytes (`"\xff"`), a JavaScript string may not: a byte from 0x80 that was written as an
 * escape is kept as the lone surrogate U+DC00 + byte, and turned back by {@link literalBytes}.
 */
const SIMPLE: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  "\\": "\\",
  "/": "/",
  " ": "\\",
};

/** Raised for a bad escape; `at` is the offset of the backslash in the quoted text. */
export class EscapeError extends Error {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}

/**
 * Value of a quoted string.
 * @param quoted the text with its two quotes
 * @throws {EscapeError}
 */
export function unescapeText(quoted: string): string {
  const quote = quoted[0] as string;
  let out = "";
  const end = quoted.length - 1;
  for (let i = 1; i < end; i++) {
    const c = quoted[i] as string;
    if (c !== "\\") {
      out += c;
      continue;
    }
    const at = i;
    const e = quoted[++i] as string;
    if (e === "'" || e === '"') {
      if (e !== quote) throw new EscapeError(`invalid \\${e} escape in ${quote}-quoted string`, at);
      out += e;
    } else if (e === "x") {
      const hex = quoted.slice(i + 1, i + 3);
      if (i + 2 >= end || !/^[0-9a-fA-F]{2}$/.test(hex)) {
        throw new EscapeError("a \\x escape needs two hexadecimal digits, as in \\x41", at);
      }
      const byte = Number.parseInt(hex, 16);
      out += String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte);
      i += 2;
    } else {
      const s = Object.hasOwn(SIMPLE, e) ? SIMPLE[e] : undefined;
      if (s === undefined) throw new EscapeError(`unsupported string escape sequence: \\${e}`, at);
      out += s;
    }
  }
  return out;
}

const BARE = /^[^()"' \t\n\v\f\r=,]+$/;
const NEEDS_ESCAPE = /["\\\b\f\n\r\t\0]|[\udc80-\udcff]/;

/** A literal as it can be written in a condition: bare where possible, else in double quotes. */
export function quoteText(text: string): string {
  return BARE.test(text) && !NEEDS_ESCAPE.test(text) ? text : quoteAlways(text);
}

/**
 * A literal as Falco prints it: quoted only for blanks, quotes, backslashes, control characters and `=`. Text with
 * brackets or commas stays bare and does not parse again, see {@link quoteText}.
 */
export function plainText(text: string): string {
  if (!/[\b\f\n\r\t =\\"'\0]/.test(text)) return text;
  let out = '"';
  for (const c of text) out += c === "\0" ? c : (ESCAPES.get(c) ?? c);
  return `${out}"`;
}

/** A literal in double quotes. */
export function quoteAlways(text: string): string {
  let out = '"';
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    const code = text.charCodeAt(i);
    if (code >= 0xd800 && code < 0xdc00 && isLow(text.charCodeAt(i + 1))) {
      out += c + (text[++i] as string);
    } else if (code >= 0xdc80 && code <= 0xdcff) out += `\\x${(code - 0xdc00).toString(16)}`;
    else out += ESCAPES.get(c) ?? c;
  }
  // A backslash may not stand right before the closing quote; "\ " is the other way to write one.
  if (out.endsWith("\\\\")) out = `${out.slice(0, -2)}\\ `;
  return `${out}"`;
}

const ESCAPES = new Map([
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\b", "\\b"],
  ["\f", "\\f"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
  ["\0", "\\x00"],
]);

function isLow(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

/** The literal that stands for these bytes. */
export function literalOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString("utf8");
  if (!text.includes("\ufffd")) return text;
  let out = "";
  for (let i = 0; i < bytes.length; ) {
    let n = 1;
    let c: string | undefined;
    for (; n <= 4 && c === undefined; n++) c = wholeCharacter(bytes.subarray(i, i + n));
    out += c ?? String.fromCharCode(0xdc00 + (bytes[i] as number));
    i += c === undefined ? 1 : n - 1;
  }
  return out;
}

/** The one character that the bytes are; undefined if they are no character, or more. */
function wholeCharacter(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes).toString("utf8");
  if ([...text].length !== 1) return undefined;
  return Buffer.compare(Buffer.from(text, "utf8"), bytes) === 0 ? text : undefined;
}

/** Bytes that a literal stands for. */
export function literalBytes(text: string): Uint8Array {
  if (!/[\ud800-\udfff]/.test(text)) return new Uint8Array(Buffer.from(text, "utf8"));
  const parts: Buffer[] = [];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0xd800 && code < 0xdc00 && isLow(text.charCodeAt(i + 1))) {
      parts.push(Buffer.from(text.slice(i, i + 2), "utf8"));
      i++;
    } else if (code >= 0xdc80 && code <= 0xdcff) parts.push(Buffer.from([code - 0xdc00]));
    else parts.push(Buffer.from(text[i] as string, "utf8"));
  }
  return new Uint8Array(Buffer.concat(parts));
}
