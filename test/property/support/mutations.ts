import fc from "fast-check";

/** A change of a text. */
export type Edit = (text: string) => string;

const SNIPPETS = [
  "",
  " ",
  "\n",
  ":",
  "- ",
  "[",
  "]",
  "{",
  "}",
  '"',
  "'",
  "&a ",
  "*a",
  "!!int ",
  "|",
  ">",
  "#",
  "~",
  "null",
  "true",
  "%proc.name",
  "(",
  ")",
  "and",
  "or not",
  "in",
  ",",
  "proc.name",
  "oneof",
  "exists",
  "override: {condition: append}",
  "append: true",
  "\t",
  "\0",
  "\ud800",
  "<<: *a",
  "__proto__",
  "constructor: toString",
  "9999999999",
  "---\n",
  "...\n",
  "\u{1f600}",
  "%YAML 9.9\n",
];

const at = fc.nat(100_000);
const place = (text: string, i: number): number => (text.length === 0 ? 0 : i % text.length);

const insert = fc.tuple(at, fc.constantFrom(...SNIPPETS)).map(
  ([i, s]): Edit =>
    (t) => {
      const p = place(t, i);
      return t.slice(0, p) + s + t.slice(p);
    },
);
const cutOut = fc.tuple(at, fc.integer({ min: 1, max: 30 })).map(
  ([i, n]): Edit =>
    (t) => {
      const p = place(t, i);
      return t.slice(0, p) + t.slice(p + n);
    },
);
const truncate = at.map(
  (i): Edit =>
    (t) =>
      t.slice(0, place(t, i)),
);
/** One bit of one byte of the file: may leave invalid UTF-8 behind. */
const flip = fc.tuple(at, fc.nat(7)).map(
  ([i, bit]): Edit =>
    (t) => {
      const bytes = Buffer.from(t, "utf8");
      if (bytes.length === 0) return t;
      const p = i % bytes.length;
      bytes[p] = (bytes[p] as number) ^ (1 << bit);
      return bytes.toString("utf8");
    },
);
const moveLine = fc.tuple(at, at).map(
  ([i, j]): Edit =>
    (t) => {
      const lines = t.split("\n");
      const [line] = lines.splice(i % lines.length, 1);
      lines.splice(j % (lines.length + 1), 0, line as string);
      return lines.join("\n");
    },
);
const copyLines = fc.tuple(at, fc.integer({ min: 1, max: 8 }), at).map(
  ([i, n, j]): Edit =>
    (t) => {
      const lines = t.split("\n");
      const from = i % lines.length;
      lines.splice(j % (lines.length + 1), 0, ...lines.slice(from, from + n));
      return lines.join("\n");
    },
);
const swapWords = fc.tuple(at, at).map(
  ([i, j]): Edit =>
    (t) => {
      const words = t.split(/(\s+)/);
      const [a, b] = [i % words.length, j % words.length];
      [words[a], words[b]] = [words[b] as string, words[a] as string];
      return words.join("");
    },
);
const repeatWord = fc.tuple(at, at).map(
  ([i, j]): Edit =>
    (t) => {
      const words = t.split(/(\s+)/);
      words[i % words.length] = words[j % words.length] as string;
      return words.join("");
    },
);
const indent = fc.tuple(at, fc.constantFrom(-2, -1, 1, 2, 4)).map(
  ([i, n]): Edit =>
    (t) => {
      const lines = t.split("\n");
      const k = i % lines.length;
      const line = lines[k] as string;
      lines[k] = n > 0 ? " ".repeat(n) + line : line.slice(-n);
      return lines.join("\n");
    },
);
const renameKey = fc
  .tuple(at, fc.constantFrom("rule", "macro", "list", "condition", "items", "exceptions", "values", "__proto__", ""))
  .map(
    ([i, key]): Edit =>
      (t) => {
        const lines = t.split("\n");
        const k = i % lines.length;
        lines[k] = (lines[k] as string).replace(/[\w-]+:/, `${key}:`);
        return lines.join("\n");
      },
  );
const appendTail = at.map(
  (i): Edit =>
    (t) => {
      const lines = t.split("\n");
      return `${t}\n${lines.slice(i % lines.length).join("\n")}`;
    },
);

/** One to four changes to a rules file: bytes, words, lines, structure. */
export const anyEdits: fc.Arbitrary<readonly Edit[]> = fc.array(
  fc.oneof(insert, cutOut, truncate, flip, moveLine, copyLines, swapWords, repeatWord, indent, renameKey, appendTail),
  { minLength: 1, maxLength: 4 },
);

export function mutate(text: string, edits: readonly Edit[]): string {
  return edits.reduce((t, e) => e(t), text);
}
