/**
 * A bracket expression of a glob, `[a-z]`, `[!0-9]`, `[[:alpha:]_]`, as the set of bytes that it accepts.
 */
export interface Bracket {
  /** One entry a byte value; 1 = accepted. */
  readonly set: Uint8Array;
  /** Index after the closing bracket. */
  readonly end: number;
}

const CLASSES: Readonly<Record<string, (c: string) => boolean>> = {
  alpha: (c) => /[A-Za-z]/.test(c),
  digit: (c) => /[0-9]/.test(c),
  alnum: (c) => /[A-Za-z0-9]/.test(c),
  upper: (c) => /[A-Z]/.test(c),
  lower: (c) => /[a-z]/.test(c),
  space: (c) => /[ \t\n\v\f\r]/.test(c),
  blank: (c) => /[ \t]/.test(c),
  punct: (c) => /[!-/:-@[-`{-~]/.test(c),
  print: (c) => /[ -~]/.test(c),
  graph: (c) => /[!-~]/.test(c),
  cntrl: (c) => c < " " || c === "\x7f",
  xdigit: (c) => /[0-9A-Fa-f]/.test(c),
};

/**
 * Parse the bracket expression whose `[` is at `start`.
 * @param pattern the glob, one character a byte
 * @returns undefined if the bracket is never closed (it then stands for itself)
 */
export function parseBracket(pattern: string, start: number): Bracket | undefined {
  const set = new Uint8Array(256);
  let i = start + 1;
  const negated = pattern[i] === "!" || pattern[i] === "^";
  if (negated) i++;
  for (let first = true; ; first = false) {
    let c = pattern[i];
    if (c === undefined) return undefined;
    if (c === "]" && !first) break;
    if (c === "[" && pattern[i + 1] === ":") {
      const close = pattern.indexOf(":]", i + 2);
      const test = close < 0 ? undefined : CLASSES[pattern.slice(i + 2, close)];
      if (test !== undefined) {
        for (let b = 0; b < 256; b++) if (test(String.fromCharCode(b))) set[b] = 1;
        i = close + 2;
        continue;
      }
    }
    if (c === "\\") {
      c = pattern[++i];
      if (c === undefined) return undefined;
    }
    const low = c.charCodeAt(0);
    let high = low;
    if (pattern[i + 1] === "-" && pattern[i + 2] !== undefined && pattern[i + 2] !== "]") {
      i += 2;
      if (pattern[i] === "\\") i++;
      if (pattern[i] === undefined) return undefined;
      high = pattern.charCodeAt(i);
    }
    for (let b = low; b <= high; b++) set[b] = 1;
    i++;
  }
  if (negated) for (let b = 0; b < 256; b++) set[b] = 1 - (set[b] as number);
  return { set, end: i + 1 };
}
