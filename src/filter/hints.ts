import { LIST_OPS, TEXT_OPS } from "./ast.js";

/** What people of other languages write, and what it is here. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "&&": "and",
  "||": "or",
  "!": "not",
  "~": "regex",
  "=~": "regex",
  "<>": "!=",
  like: "glob",
  matches: "regex",
  has: "contains",
  is: "=",
  equals: "=",
};
const BY_WORD: ReadonlyMap<string, string> = new Map(Object.entries(ELSEWHERE));

/** What a word that is not understood may stand for: keywords are lower case, and need a blank after them. */
export function meantInstead(word: string): readonly string[] {
  const lower = word.toLowerCase();
  const other = BY_WORD.get(lower);
  if (other !== undefined) return [other];
  if (word === lower) return (TEXT_OPS as readonly string[]).includes(word) ? [`${word} VALUE`] : [];
  const keywords: readonly string[] = ["and", "or", "not", "exists", ...TEXT_OPS, ...LIST_OPS];
  return keywords.includes(lower) ? [lower] : [];
}
