// What the transformers of conditions and outputs do with text: a "binary" string, one character a byte. Both are
// rare, so this is written plainly and may allocate.

/** ASCII letters to lower case; other bytes as they are. */
export function lowerAscii(s: string): string {
  return s.replace(/[A-Z]+/g, (m) => m.toLowerCase());
}

/** ASCII letters to upper case; other bytes as they are. */
export function upperAscii(s: string): string {
  return s.replace(/[a-z]+/g, (m) => m.toUpperCase());
}

/** What has no bits left over, by the number of characters beyond whole groups of four. */
const WHOLE: readonly RegExp[] = [/^/, /^\b$/, /[AQgw]$/, /[AEIMQUYcgkosw048]$/];

/** Decoded base64, padding optional; undefined if it is not base64. */
export function decodeBase64(s: string): string | undefined {
  const body = s.replace(/={1,2}$/, "");
  if (!/^[A-Za-z0-9+/]*$/.test(body) || (body === "" && s !== "")) return undefined;
  if (WHOLE[body.length % 4]?.test(body) !== true) return undefined;
  return Buffer.from(body, "base64").toString("latin1");
}

/** What follows the last slash. */
export function baseName(s: string): string {
  return s.slice(s.lastIndexOf("/") + 1);
}

/** Characters up to the first NUL. */
export function textLength(s: string): number {
  const nul = s.indexOf("\0");
  return nul < 0 ? s.length : nul;
}

/**
 * Scan a list of arguments for short options.
 * @param spec option letters, a colon after those that take a value
 * @param only return just the last value (or the letter) of this option
 * @returns letters each followed by its value, if it takes one; undefined if `only` does not occur
 */
export function getOptions(args: readonly string[], spec: string, only: string | undefined): string[] | undefined {
  const letters = spec.startsWith(":") ? spec.slice(1) : spec;
  const out: string[] = [];
  let last: string | undefined;
  const add = (letter: string, value?: string) => {
    out.push(letter);
    if (value !== undefined) out.push(value);
    if (letter === only) last = value ?? letter;
  };
  for (let i = 0; i < args.length; i++) {
    const a = args[i] as string;
    if (a === "--" || a.length < 2 || a[0] !== "-") break;
    if (a[1] === "-") continue;
    for (let k = 1; k < a.length; k++) {
      const c = a[k] as string;
      const at = c === ":" ? -1 : letters.indexOf(c);
      if (at < 0) add("?");
      else if (letters[at + 1] !== ":") add(c);
      else {
        const value = k + 1 < a.length ? a.slice(k + 1) : args[++i];
        if (value !== undefined) add(c, value);
        else {
          // a value that is missing stands alone, without its letter
          out.push("");
          if (c === only) last = "";
        }
        break;
      }
    }
  }
  if (only === undefined) return out;
  return last === undefined ? undefined : [last];
}
