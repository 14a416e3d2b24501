import { parseBracket } from "./bracket.js";

/**
 * Plain definitions of the pattern operators, for the interpreter. Text is "binary": one character a byte.
 */

/** fnmatch(3) without flags, by a table of which pattern suffix matches which text suffix. */
export function slowGlob(pattern: string, text: string): boolean {
  const tokens = tokenize(pattern);
  if (tokens === undefined) return false;
  // reach[j]: the tokens handled so far can match exactly text[0, j)
  let reach = new Array<boolean>(text.length + 1).fill(false);
  reach[0] = true;
  for (const t of tokens) {
    const next = new Array<boolean>(text.length + 1).fill(false);
    for (let j = 0; j <= text.length; j++) {
      if (t === "*") next[j] = reach[j] === true || (j > 0 && next[j - 1] === true);
      else if (j > 0 && reach[j - 1] === true && t(text.charCodeAt(j - 1))) next[j] = true;
    }
    reach = next;
  }
  return reach[text.length] === true;
}

type Token = "*" | ((byte: number) => boolean);

function tokenize(pattern: string): Token[] | undefined {
  const tokens: Token[] = [];
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i] as string;
    const bracket = c === "[" ? parseBracket(pattern, i) : undefined;
    if (c === "*") tokens.push("*");
    else if (c === "?") tokens.push(() => true);
    else if (bracket !== undefined) {
      tokens.push((b) => bracket.set[b] === 1);
      i = bracket.end - 1;
    } else {
      if (c === "\\" && ++i >= pattern.length) return undefined;
      const code = pattern.charCodeAt(i);
      tokens.push((b) => b === code);
    }
  }
  return tokens;
}

/** Is `prefix` the path itself or one of its ancestors, component by component, with globs in components? */
export function slowPathMatch(prefix: string, path: string): boolean {
  const want = prefix.split("/").filter((c) => c !== "");
  const have = path.split("/").filter((c) => c !== "");
  return (
    want.length <= have.length &&
    want.every((w, i) => w === have[i] || (/[?*[]/.test(w) && slowGlob(w, have[i] as string)))
  );
}
